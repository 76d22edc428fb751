"""Letters that come in by e-mail: an answer goes to its report, a new report is sent, or its writer is asked for the
rest. Each letter counts once, and none is lost: what cannot be used is kept for the operator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from perron.bricks.reports.actions import voices
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.actions.steps.enclosed import photos_of, throw_away
from perron.bricks.reports.actions.steps.guessing import Guess, guess_report, hold_as_forged, note_guess
from perron.bricks.reports.actions.steps.keys import key_of
from perron.bricks.reports.models import InboundMail, Report, Reporter
from perron.bricks.reports.queries.letters import UNREADABLE, reporter_of
from perron.bricks.reports.rules.letters import Letter, Unreadable, message_id_of, read
from perron.kernel import audit, files
from perron.kernel.actors import Actor
from perron.kernel.contract import Ref
from perron.kernel.errors import Refused

A_DAY = 24 * 3600
MOST_A_DAY = 50  # letters of one sender that are treated
MOST_ANSWERS_A_DAY = 5  # letters that we write by ourselves to one address


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a letter. `answer`: the code of the letter to write to its sender, empty for none."""

    mail: InboundMail
    answer: str = ""
    is_new: bool = True


@transaction.atomic
def take_letter(*, actor: Actor | None, raw: bytes, mailbox: str, at: datetime) -> Taken:
    """Take a letter as it came, for one of our mailboxes. The same one again changes nothing. Raises Unavailable."""
    mail, is_new = _kept(raw, at)
    if not is_new:
        return Taken(mail, is_new=False)
    try:
        letter = read(raw)
    except Unreadable:
        return Taken(_outcome(mail, "refused", UNREADABLE))
    taken = _treated(mail, letter, mailbox, at)
    audit.record(
        actor=actor,
        verb="reports.take_letter",
        subject=taken.mail.report.ref if taken.mail.report else Ref("reports", "letter", str(mail.pk)),
        authority=taken.mail.report.authority if taken.mail.report else None,
        facts={"outcome": taken.mail.outcome},
    )
    if taken.answer and not (letter.may_be_answered and _is_within(letter.sender, "answer", MOST_ANSWERS_A_DAY)):
        return replace(taken, answer="")
    return taken


@transaction.atomic
def finish_letter(*, actor: Actor | None, mail: InboundMail, report: Report) -> InboundMail:
    """What a letter began was sent in the pages."""
    audit.record(actor=actor, verb="reports.finish_letter", subject=report.ref, authority=report.authority)
    return _outcome(mail, "report", "", report)


@transaction.atomic
def forget_letters(*, actor: Actor | None, before: datetime) -> int:
    """Throw away the letters themselves that came before; says how many. What became of each stays known."""
    count = throw_away(InboundMail.objects.filter(received_at__lt=before, raw__isnull=False))
    if count:
        subject = Ref("kernel", "table", "reports.InboundMail")
        audit.record(actor=actor, verb="reports.forget_letters", subject=subject, facts={"letters": count})
    return count


def _kept(raw: bytes, at: datetime) -> tuple[InboundMail, bool]:
    """The row of the letter, and whether it is new: two of the same at one moment come one after the other."""
    message_id = message_id_of(raw)[:300]
    try:
        with transaction.atomic():
            mail = InboundMail.objects.create(message_id=message_id, received_at=at, outcome="refused", why="unread")
    except IntegrityError:
        return InboundMail.objects.select_related("report__authority").get(message_id=message_id), False
    mail.raw = files.store(BytesIO(raw), name="letter.eml")
    mail.save(update_fields=["raw"])
    return mail, True


def _treated(mail: InboundMail, letter: Letter, mailbox: str, at: datetime) -> Taken:
    if letter.automatic:
        return Taken(_outcome(mail, "bounce" if letter.automatic == "report" else "automatic", letter.automatic))
    if not _is_within(letter.sender, "letter", MOST_A_DAY):
        return Taken(_outcome(mail, "refused", "too_many"))
    if reporter := reporter_of(mailbox):
        return _answer(mail, letter, reporter, at)
    return _new_report(mail, letter, at)


def _answer(mail: InboundMail, letter: Letter, reporter: Reporter, at: datetime) -> Taken:
    """Words and photos for a report that is there; when it takes none, the sender is told so."""
    photos, names = photos_of(letter)
    try:
        report = voices.answer(actor=None, reporter=reporter, words=letter.words, photos=photos, at=at)
    except Refused as refused:
        return Taken(_outcome(mail, "refused", refused.code, reporter.report), "not_taken")
    return Taken(_outcome(mail, "answer", "", report), "files" if names else "")


def _new_report(mail: InboundMail, letter: Letter, at: datetime) -> Taken:
    """A report when the letter says enough; else it waits for its writer, who gets a link to say the rest."""
    photos, names = photos_of(letter)
    guess = guess_report(letter)
    if guess.what is None:
        return Taken(_outcome(mail, "report", guess.missing), guess.missing)
    what = replace(guess.what, photos=tuple(photos), sent_key=key_of("letter", mail.message_id))
    try:
        report = send_report(actor=None, what=what, at=at).report
    except Refused as refused:
        return Taken(_outcome(mail, "report", refused.code), refused.code)
    _after(report, guess, letter, at)
    return Taken(_outcome(mail, "report", "", report), "files" if names else "")


def _after(report: Report, guess: Guess, letter: Letter, at: datetime) -> None:
    note_guess(report, guess, at)
    if letter.is_forged:
        hold_as_forged(report, at)


def _outcome(mail: InboundMail, outcome: str, why: str, report: Report | None = None) -> InboundMail:
    mail.outcome, mail.why, mail.report = outcome, why[:60], report
    mail.save(update_fields=["outcome", "why", "report"])
    return mail


def _is_within(sender: str, act: str, most: int) -> bool:
    """Count one more of this sender today, as a hash in the shared cache; whether it is not too many."""
    key = f"reports:mail:{act}:{salted_hmac('perron.reports.mail', sender).hexdigest()[:20]}"
    cache = caches["shared"]
    cache.add(key, 0, A_DAY)
    return int(cache.incr(key)) <= most
