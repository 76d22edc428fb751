"""Letters that come in: read as they are, answers to their report, new reports, and what is refused or waits."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from perron.bricks.reports.actions.letters import forget_letters, take_letter
from perron.bricks.reports.actions.treating import ask_reporter, change_state
from perron.bricks.reports.listeners import Mailboxes
from perron.bricks.reports.models import InboundMail, Photo, Report, Reporter, Update
from perron.bricks.reports.publish.mail import PERSONAL_DATA
from perron.bricks.reports.queries.letters import mailbox_of, reporter_of, unreadable_trouble
from perron.bricks.reports.rules.letters import Unreadable, language_of, position_in, read
from perron.bricks.reports.rules.quotes import own_words
from perron.bricks.reports.tests.factories import HERE, NOON, a_photo, a_reporter, a_serving_authority
from perron.bricks.reports.tests.letters import a_letter, a_picture
from perron.kernel import incoming_mail
from perron.kernel.letters import sign
from perron.kernel.testing.factories import an_actor, an_agent_of
from perron.kernel.testing.queue import run_pending
from perron.kernel.tests.mail_server import Mailbox, body_of, mail_server  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

FROIDE = Path(os.environ.get("PERRON_SHARED", "../shared")) / "data" / "08_reports_and_decisions" / "froide"
DOMAIN = "mail.town.example"


@pytest.fixture(autouse=True)
def _our_domain(settings) -> None:
    settings.MAIL_DOMAIN = DOMAIN


KINDS = {
    "bounces/bounce_001.txt": "report",
    "bounces/bounce_002.txt": "report",
    "bounces/bounce_003.txt": "auto_submitted",
    "maillogs/email_utf8-subject.eml": "no_sender",
    "mails/test_mail_09.txt": "no_sender",
    "mails/test_mail_12.txt": "report",
    "mails/test_mail_14.txt": "no_sender",
}
FILES = {
    "mails/test_mail_02.txt": ("TI - IFG-Antrag, Vordruck.docx",),
    "mails/test_mail_03.txt": ("130523 Bescheid-5284.pdf",),
    "mails/test_mail_07.txt": (
        "Bescheid Fäker.pdf",
        "180328 Schreiben an Antragstellerin; Vg. 069-2018.pdf",
        "Müller_Michael_Metrobus 6_7_8_26.xlsx",
    ),
}
SUBJECTS = {
    "maillogs/email_utf8-subject.eml": "utf8-subject - äöüß - 🥲",
    "mails/test_mail_01.txt": "Anfrage nach dem Informationsfreiheitsgesetz",
    "mails/test_mail_06.txt": "Re: Aktenpläne im Bundestag",
}


@pytest.mark.skipif(not FROIDE.exists(), reason="the letters of others are not here")
@pytest.mark.parametrize("path", sorted(FROIDE.rglob("*.*")), ids=lambda path: path.name)
def test_letters_of_real_mail_programs_are_read(path: Path) -> None:
    name = f"{path.parent.name}/{path.name}"
    if path.name.startswith("maillog_"):  # the log of a mail server: no letter
        with pytest.raises(Unreadable):
            read(path.read_bytes())
        return

    letter = read(path.read_bytes())

    assert "@" in letter.sender
    assert letter.words
    assert letter.automatic == KINDS.get(name, "")
    assert "=?" not in letter.subject + letter.name
    assert letter.subject.startswith(SUBJECTS.get(name, ""))
    assert letter.not_taken[: len(FILES.get(name, ()))] == FILES.get(name, ())


@pytest.mark.parametrize(
    "quoted",
    [
        "Op ma 4 mei 2026 om 10:00 schreef Stad <stad@example.org>:\n> Waar is het?",
        "Op 4 mei 2026 heeft Stad het volgende geschreven:\n> Waar is het?",
        "Le lun. 4 mai 2026 à 10:00, Ville <ville@example.org> a écrit :\n> Où est-ce ?",
        "Le lun. 4 mai 2026 à 10:00, Ville de quelque part\n<ville@example.org> a écrit :\n\n> Où est-ce ?",
        "Am 04.05.26 um 10:00 schrieb Stadt <stadt@example.org>:\n> Wo ist es?",
        "On Mon, 4 May 2026 at 10:00, Town <town@example.org> wrote:\n> Where is it?",
        "-----Message d'origine-----\nDe : Ville\nEnvoyé : lundi\n\nOù est-ce ?",
        "-----Oorspronkelijk bericht-----\nVan: Stad\n\nWaar is het?",
        "-----Ursprüngliche Nachricht-----\nVon: Stadt\n\nWo ist es?",
        "________________________________\nFrom: Town <town@example.org>\nSent: Monday\n\nWhere is it?",
        "De : Ville <ville@example.org>\nEnvoyé : lundi 4 mai 2026\nÀ : Anna\n\nOù est-ce ?",
        "-- \nAnna Peeters\n0475 12 34 56",
        "Cordialement,\nAnna Peeters\n0475 12 34 56",
        "Met vriendelijke groeten\nAnna",
        "Mit freundlichen Grüßen\nAnna",
        "Envoyé de mon iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Von meinem iPhone gesendet",
        "Sent from my phone",
    ],
)
def test_only_what_was_written_now_is_kept(quoted: str) -> None:
    assert own_words(f"Voor nummer 5.\nAan de overkant.\n\n{quoted}") == "Voor nummer 5.\nAan de overkant."


def test_an_answer_below_the_quoted_letter_is_found() -> None:
    assert own_words("On Monday, Town wrote:\n> Where is it?\n\nIn front of number 5.") == "In front of number 5."


def test_the_language_of_a_letter_is_known_by_its_small_words() -> None:
    assert language_of("Er is een put in de straat, voor het park", "fr") == "nl"
    assert language_of("Il y a un trou dans la rue, devant le parc", "nl") == "fr"
    assert language_of("Da ist ein Loch in der Straße, vor dem Park", "fr") == "de"
    assert language_of("??", "nl") == "nl"


def test_a_point_in_the_words_is_found_only_in_belgium() -> None:
    assert position_in("https://maps.example/?q=50.846600,4.351700") == (4.3517, 50.8466)
    assert position_in("50.8466, 4.3517") == (4.3517, 50.8466)
    assert position_in("tel. 02 50.846 4 351") is None
    assert position_in("48.8566, 2.3522") is None


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Id": "<news.example.org>"}, "bulk"),
        ({"X_Autoreply": "yes"}, "auto_submitted"),
        ({"Return_Path": "<>"}, "no_sender"),
        ({"subject": "Afwezig: Trou"}, "absent"),
        ({"subject": "Réponse automatique : votre signalement"}, "absent"),
        ({"subject": "Automatische Antwort: Meldung"}, "absent"),
        ({"sender": "no-reply@example.org"}, "no_sender"),
        ({"Auto_Submitted": "no"}, ""),
        ({"subject": "Absents : deux lampadaires"}, ""),
    ],
)
def test_what_a_program_wrote_is_known_by_its_marks(headers: dict[str, str], why: str) -> None:
    assert read(a_letter("x@example.org", **headers)).automatic == why  # type: ignore[arg-type]


def taken(raw: bytes, mailbox: str):
    return take_letter(actor=None, raw=raw, mailbox=mailbox, at=NOON)


def test_an_answer_by_e_mail_goes_to_the_report_once() -> None:
    reporter = a_reporter()
    agent = an_agent_of(reporter.report.authority)
    ask_reporter(actor=agent, report=reporter.report, words="Where?", at=NOON)
    mailbox = mailbox_of(reporter)
    raw = a_letter(
        f"{mailbox}@{DOMAIN}", "Devant le 5.\n\nLe 4 mai, Ville a écrit :\n> Où ?", photos=(a_photo().stream.read(),)
    )

    for _twice in range(2):
        taken(raw, mailbox)

    step = Update.objects.get(kind="answer")
    assert (step.words, step.state, step.by) == ("Devant le 5.", "in_progress", "reporter")
    assert Photo.objects.count() == 1
    assert InboundMail.objects.get().outcome == "answer"


def test_a_mailbox_belongs_to_one_person_and_cannot_be_guessed() -> None:
    reporter = a_reporter()
    mailbox = mailbox_of(reporter)

    assert reporter_of(mailbox) == reporter
    assert reporter_of(mailbox[:-1] + ("0" if mailbox[-1] != "0" else "1")) is None
    assert reporter_of("reports+a--") is None
    assert reporter_of("reports+a-²-x") is None
    Reporter.objects.update(email="", forgotten_at=NOON)
    assert reporter_of(mailbox) is None


def test_an_answer_to_a_closed_report_is_told_so_and_kept(mailbox: Mailbox) -> None:
    reporter = a_reporter()
    change_state(actor=an_agent_of(reporter.report.authority), report=reporter.report, to="done", at=NOON)
    run_pending(ahead=True)
    mailbox.letters.clear()

    Mailboxes().read(a_letter("x@y.example"), mailbox_of(reporter), at=NOON)
    run_pending()

    assert InboundMail.objects.get().why == "not_asked"
    assert "closed" in body_of(mailbox.letters[-1]) or "clôturé" in body_of(mailbox.letters[-1])


def test_a_letter_of_a_program_is_noted_and_never_answered(mailbox: Mailbox) -> None:
    a_serving_authority(slug="town")

    Mailboxes().read(a_letter(f"town@{DOMAIN}", Auto_Submitted="auto-replied"), "town", at=NOON)
    run_pending()

    assert InboundMail.objects.get().outcome == "automatic"
    assert not Report.objects.exists()
    assert mailbox.letters == []


def test_a_photo_that_knows_its_place_makes_a_report() -> None:
    authority = a_serving_authority(slug="town")
    raw = a_letter(f"reports+town@{DOMAIN}", "Il y a un trou dans la rue.", photos=(a_picture(*HERE),))

    taken(raw, "reports+town")

    report = Report.objects.get()
    assert (report.authority, report.category, report.channel, report.position_by) == (
        authority,
        "hole",
        "email",
        "photo",
    )
    assert report.longitude == pytest.approx(HERE[0], abs=1e-5)
    assert report.description == "Il y a un trou dans la rue."
    assert (report.reporters.get().email, report.language) == ("anna@example.org", "fr")
    assert Update.objects.get(kind="note").is_internal
    assert InboundMail.objects.get().report == report


def test_the_same_letter_makes_one_report() -> None:
    a_serving_authority(slug="town")
    raw = a_letter(f"town@{DOMAIN}", "Trou, 50.84660,4.35170", message_id="<same@example.org>")

    taken(raw, "town")
    taken(raw, "town")

    assert Report.objects.count() == 1


def test_a_letter_without_a_place_gets_a_link_to_say_the_rest(mailbox: Mailbox, client: Client) -> None:
    a_serving_authority(slug="town")
    raw = a_letter(f"town@{DOMAIN}", "Il y a un trou dans la rue.", photos=(a_picture(),))

    Mailboxes().read(raw, "town", at=NOON)
    run_pending()

    letter = mailbox.letters[-1]
    assert (letter["To"], letter["Auto-Submitted"]) == ("anna@example.org", "auto-generated")
    link = next(word for word in body_of(letter).split() if "/letters/" in word)
    assert "/fr/" in link
    assert client.get(link.removeprefix("https://town.example")).url == "/fr/reports/new/"
    where = f"/fr/reports/new/?lon={HERE[0]}&lat={HERE[1]}&by=map&category=hole"
    page = client.get(where)
    assert "Il y a un trou dans la rue." in page.text
    form = {name: page.context["form"][name].value() or "" for name in ("lon", "lat", "by", "sent_key", "description")}
    sent = client.post(
        "/fr/reports/new/", {**form, "category": "hole", "with_letter": "1", "email": "anna@example.org"}
    )

    report = Report.objects.get()
    assert sent.status_code == 302
    assert (report.channel, report.photos.count()) == ("email", 1)
    assert InboundMail.objects.get().report == report
    assert client.get(link.removeprefix("https://town.example")).url.endswith(f"/{report.code}/")


def test_a_link_of_another_purpose_or_a_forgotten_letter_opens_nothing(client: Client) -> None:
    a_serving_authority(slug="town")
    mail = taken(a_letter(f"town@{DOMAIN}"), "town").mail

    assert client.get(f"/en/reports/letters/{sign('other', mail.pk)}/").status_code == 404
    forget_letters(actor=None, before=NOON + timedelta(days=31))
    assert client.get(f"/en/reports/letters/{sign('reports.letter', mail.pk)}/").status_code == 404
    mail.refresh_from_db()
    assert mail.raw is None


def test_what_the_mail_server_doubts_is_held_back() -> None:
    a_serving_authority(slug="town")
    doubt = "mx.town.example; dkim=none; spf=fail smtp.mailfrom=example.org; dmarc=fail"

    taken(a_letter(f"town@{DOMAIN}", "Trou, 50.84660,4.35170", Authentication_Results=doubt), "town")

    report = Report.objects.get()
    assert (report.state, report.held_because) == ("quarantined", ["sender"])


def test_files_that_are_no_photos_are_named_to_the_sender(mailbox: Mailbox) -> None:
    a_serving_authority(slug="town")

    raw = a_letter(f"town@{DOMAIN}", "Trou dans la rue, 50.84660,4.35170", files=("winmail.dat",))
    Mailboxes().read(raw, "town", at=NOON)
    run_pending()

    words = [body_of(letter) for letter in mailbox.letters]
    assert any("winmail.dat" in body and "Outlook" in body for body in words)
    assert Report.objects.count() == 1


def test_a_sender_of_very_many_letters_is_heard_no_more_that_day() -> None:
    a_serving_authority(slug="town")
    for _number in range(51):
        mail = taken(a_letter(f"town@{DOMAIN}", sender="flood@example.org"), "town").mail

    assert (mail.outcome, mail.why) == ("refused", "too_many")


def test_a_letter_that_nobody_can_read_is_kept_and_told_to_the_operator(tmp_path: Path) -> None:
    a_serving_authority(slug="town")

    mail = taken(b"\xff\xfe no letter at all", "town").mail

    assert (mail.outcome, mail.why) == ("refused", "unreadable")
    assert mail.raw is not None
    assert "1 letters" in (unreadable_trouble(NOON) or "")
    call_command("reports", "letters", "--to", str(tmp_path))
    assert (tmp_path / f"{mail.pk}.eml").read_bytes() == b"\xff\xfe no letter at all"


def test_the_mail_server_learns_who_is_read_here() -> None:
    a_serving_authority(slug="town")
    reporter = a_reporter(a_serving_authority(slug="other"))
    reader = Mailboxes()

    assert [reader.reads(box) for box in ("town", "reports+town", "reports", mailbox_of(reporter))] == [True] * 4
    assert [reader.reads(box) for box in ("nobody", "reports+nobody", "reports+a-1-x", "")] == [False] * 4


def test_a_letter_is_handed_to_whom_its_envelope_names() -> None:
    a_serving_authority(slug="town")
    raw = a_letter("someone@elsewhere.example", "Trou, 50.84660,4.35170")

    assert not incoming_mail.receive(raw, at=NOON)
    assert not incoming_mail.receive(raw, at=NOON, to=["nobody@mail.town.example"])
    assert incoming_mail.receive(raw, at=NOON, to=[f"TOWN@{DOMAIN}"])
    assert Report.objects.count() == 1


def test_letters_to_who_reported_say_where_an_answer_goes(mailbox: Mailbox, settings) -> None:
    reporter = a_reporter()
    run_pending(ahead=True)
    letter = mailbox.letters[-1]
    assert letter["Reply-To"] == f"{mailbox_of(reporter)}@{DOMAIN}"
    with translation.override("fr"):
        assert translation.gettext("You can also answer this letter: your words and photos arrive there.") in body_of(
            letter
        )

    settings.MAIL_DOMAIN = ""
    ask_reporter(actor=an_agent_of(reporter.report.authority), report=reporter.report, words="Where?", at=NOON)
    run_pending(ahead=True)
    assert mailbox.letters[-1]["Reply-To"] is None


def test_whoever_asks_is_given_her_letters_and_they_are_thrown_away_with_her() -> None:
    actor = an_actor(email="anna@example.org")
    a_serving_authority(slug="town")
    taken(a_letter(f"town@{DOMAIN}", "Trou, 50.84660,4.35170"), "town")

    (declared,) = PERSONAL_DATA
    assert "Trou" in str(list(declared.export(actor.pk)))
    assert declared.erase(actor.pk) == 1
    assert InboundMail.objects.get().raw is None
