"""Letters to those who have no account here and follow nothing: contractors, other bodies, senders of letters."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils import timezone, translation

from perron.bricks.reports.actions.passing_outside import note_letter
from perron.bricks.reports.models import Forwarding, InboundMail, Report
from perron.bricks.reports.notices.kinds import kind
from perron.bricks.reports.notices.words import Values, category_name, day
from perron.bricks.reports.queries.addresses import page_of
from perron.bricks.reports.queries.bodies import body_of, has_letter, photos_for_strangers
from perron.bricks.reports.queries.forwardings import work_page
from perron.bricks.reports.queries.letters import letter_language, raw_of
from perron.bricks.reports.rules.letters import read
from perron.bricks.reports.rules.masking import mask
from perron.kernel import letters, notices
from perron.kernel.languages import Text
from perron.kernel.tasks import task

LETTER: Final = "reports.letter"  # the purpose of the link to a report that a letter began
OSM: Final = "https://www.openstreetmap.org/?mlat=%(lat)s&mlon=%(lon)s#map=19/%(lat)s/%(lon)s"
_NO_TITLE: Final = Text(fr="", nl="", de="", en="")


@task(name="reports.write_to_contractor")
def write_to_contractor(*, forwarding: int) -> None:
    """Send the link of a work to its contractor. Nothing happens when the work was taken back meanwhile."""
    found = Forwarding.objects.select_related("report", "authority").get(pk=forwarding)
    if found.state == "ended" or not found.to_email:
        return
    report, language = found.report, found.language
    with translation.override(language):
        values: Values = {
            "authority": found.authority.name,
            "category": category_name(report, language),
            "place": report.address,
            "code": report.code,
            "note": found.note,
            "until": day(found.expires_at),
            "link": letters.absolute(work_page(found)),
        }
    write(found.to_email, f"reports-work-{found.pk}", "contractor", language, values)


@task(name="reports.write_to_body", lock="reports-body-{report}", once="reports-body-{report}")
def write_to_body(*, report: int) -> None:
    """Tell a body that is not here, and treats a report, all that strangers may know of it; once."""
    found = Report.objects.select_related("authority").get(pk=report)
    body = body_of(found)
    if body is None or not body.email or has_letter(found):
        return
    language = found.authority.language
    with translation.override(language):
        photos = [letters.absolute(reverse("reports:photo", args=[one])) for one in photos_for_strangers(found)]
        values: Values = {
            "authority": found.authority.name,
            "category": category_name(found, language),
            "code": found.code,
            "place": found.address,
            "point": f"{found.latitude:.6f}, {found.longitude:.6f}",
            "map": OSM % {"lat": f"{found.latitude:.6f}", "lon": f"{found.longitude:.6f}"},
            "sent": day(found.sent_at),
            "description": mask(found.description),
            "photos": "\n".join(photos),
            "page": letters.absolute(page_of(found)) if found.is_public else "",
        }
    is_taken = write(body.email, f"reports-body-{found.pk}", "body", language, values, reply_to=found.authority.email)
    note_letter(actor=None, report=found, names=body.names, is_taken=is_taken, at=timezone.now())


@task(name="reports.answer_letter")
def answer_letter(*, mail: int, about: str) -> None:
    """Tell the sender of a letter what is missing in it, or what was not taken."""
    found = InboundMail.objects.select_related("raw", "report__authority").get(pk=mail)
    if found.raw is None:
        return
    letter = read(raw_of(found))
    names = [*letter.not_taken, *(photo.name for photo in letter.photos)]
    language = letter_language(letter, found)
    with translation.override(language):
        link = letters.absolute(reverse("reports:letter", args=[letters.sign(LETTER, found.pk)]))
    values: Values = {
        "about": about,
        "subject": letter.subject,
        "files": ", ".join(letter.not_taken or names),
        "is_packed": int(any(name.lower() == "winmail.dat" for name in names)),
        "why": found.why,
        "link": link,
    }
    write(letter.sender, f"reports-letter-{found.pk}", "letter", language, values)


def write(to: str, name: str, folder: str, language: str, values: Values, reply_to: str = "") -> bool:
    """A letter to somebody who has no account and follows nothing; whether it was taken."""
    title, body, _html = notices.words_of(kind(folder, _NO_TITLE), language, **values)
    with translation.override(language):
        pages = letters.letter_pages([], title, "", body)
        return letters.send_letter(to, name, title, pages, reply_to=reply_to)
