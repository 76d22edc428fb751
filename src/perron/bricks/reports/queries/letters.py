"""Letters that came in, and the mailboxes to which people write: that of answers belongs to one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac

from perron.bricks.reports.models import InboundMail, Reporter
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.queries.people import rows_of_reporter
from perron.bricks.reports.rules.letters import Letter, language_of, read
from perron.kernel import files
from perron.kernel.errors import NotFound
from perron.kernel.page_addresses import to_show

__all__ = ["InboundMail"]

BOX: Final = "reports"
ANSWERS: Final = f"{BOX}+a-"
DIGITS: Final = 20  # of the seal: 80 bits
UNREADABLE: Final = "unreadable"


def mailbox_of(reporter: Reporter) -> str:
    """The mailbox for this person's answers. Only lower case, since mail servers do not keep upper case apart."""
    return f"{ANSWERS}{reporter.pk}-{_seal(reporter.pk)}"


def mailbox_for_page(page: str) -> str:
    """The mailbox for answers to a letter about a page (kept address): that of the person whose side it is."""
    try:
        match = resolve(to_show(page))
    except Resolver404:
        return ""
    if match.view_name != "reports:mine":
        return ""
    found = Reporter.objects.filter(secret=match.kwargs["secret"], forgotten_at=None).first()
    return mailbox_of(found) if found else ""


def reporter_of(mailbox: str) -> Reporter | None:
    """Whose answers come to a mailbox."""
    number, _dash, seal = mailbox.removeprefix(ANSWERS).partition("-")
    if not mailbox.startswith(ANSWERS) or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    if not constant_time_compare(seal, _seal(int(number))):
        return None
    found = Reporter.objects.filter(pk=int(number), forgotten_at=None)
    return found.select_related("report__authority", "report__duplicate_of").first()


def is_for_new_reports(mailbox: str) -> bool:
    """`reports`, an authority's slug, or `reports+` its slug: of those that are open for reports."""
    return mailbox == BOX or mailbox.removeprefix(f"{BOX}+") in live_handbooks()


def letter_by_number(number: int) -> InboundMail:
    """A letter, as long as we keep it. Raises NotFound."""
    found = InboundMail.objects.filter(pk=number).select_related("raw", "report").first()
    if found is None:
        raise NotFound
    return found


def raw_of(mail: InboundMail) -> bytes:
    """The letter as it came. Raises NotFound when it is forgotten, Unavailable."""
    if mail.raw is None:
        raise NotFound
    return b"".join(files.read(mail.raw))


def begun(mail: InboundMail) -> Letter:
    """The letter that began a report which is not sent yet. Raises NotFound, also once it is sent."""
    if mail.report_id is not None or mail.outcome != "report":
        raise NotFound
    return read(raw_of(mail))


def letter_language(letter: Letter, mail: InboundMail) -> str:
    """The language in which the writer of a letter is answered: hers, else that of the authority, else the site's."""
    here = mail.report.authority.language if mail.report else settings.LANGUAGE_CODE
    return language_of(f"{letter.subject} {letter.words}", here)


def unreadable_since(moment: datetime) -> int:
    """How many letters nobody could read."""
    return InboundMail.objects.filter(why=UNREADABLE, received_at__gte=moment).count()


def unreadable_trouble(at: datetime) -> str | None:
    """What the operator is told of them."""
    count = unreadable_since(at - timedelta(days=7))
    if not count:
        return None
    return f"{count} letters of the last week could not be read: look at them with `perron reports letters`."


def letters_of(actor_id: int) -> QuerySet[InboundMail]:
    """Letters about what a person reported with her account or her address."""
    return InboundMail.objects.filter(report__reporters__in=rows_of_reporter(actor_id).order_by(), raw__isnull=False)


def letters_held_about(actor_id: int) -> Iterator[Mapping[str, object]]:
    """The same for her to take along."""
    for mail in letters_of(actor_id).select_related("raw", "report"):
        yield {"report": mail.report.code if mail.report else "", "at": mail.received_at, "letter": _text_of(mail)}


def unreadable() -> list[InboundMail]:
    """Letters that nobody could read, as long as they are kept, the newest first."""
    found = InboundMail.objects.filter(why=UNREADABLE, raw__isnull=False).select_related("raw")
    return list(found.order_by("-received_at")[:100])


def _text_of(mail: InboundMail) -> str:
    return raw_of(mail).decode("utf-8", "replace")


def _seal(number: int) -> str:
    return salted_hmac("perron.reports.answers", str(number)).hexdigest()[:DIGITS]
