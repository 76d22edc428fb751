"""From a letter to a report: where it is and what it is about, as far as the letter tells; what was guessed is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from perron.bricks.reports.actions.steps.writing import Step, step_payload, to_state, write_step
from perron.bricks.reports.adapters.photo_place import place_of
from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.competence import OutsideBelgium, first_competent
from perron.bricks.reports.queries.handbooks import live_handbook
from perron.bricks.reports.rules.handbook import OTHER, Audience, Category, Handbook
from perron.bricks.reports.rules.letters import Letter, language_of, position_in
from perron.bricks.reports.rules.sending import Channel, GivenReporter, NewReport, PositionBy
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind
from perron.bricks.reports.rules.suggesting import suggest
from perron.kernel import events
from perron.kernel.languages import pick

FORGED: Final = "sender"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a letter says by itself. `missing`: what its writer is asked for (`place`, `what`) if anything."""

    what: NewReport | None = None
    missing: str = ""
    category: Category | None = None


def guess_report(letter: Letter) -> Guess:
    """The report that a letter makes; or what is missing."""
    point, by = _point(letter)
    if point is None:
        return Guess(missing="place")
    try:
        competent = first_competent(*point)
    except OutsideBelgium:
        return Guess(missing="place")
    if competent.authority is None:
        return Guess(missing="place")
    language = language_of(f"{letter.subject} {letter.words}", competent.authority.language)
    category = _category(letter, language, live_handbook(competent.authority)[1])
    if category is None:
        return Guess(missing="what")
    what = NewReport(
        longitude=point[0],
        latitude=point[1],
        category=category.code,
        authority=competent.authority.slug,
        language=language,
        description=letter.words or letter.subject,
        position_by=by,
        reporter=GivenReporter(name=letter.name, email=letter.sender),
        channel=Channel.EMAIL,
    )
    return Guess(what, category=category)


def note_guess(report: Report, guess: Guess, at: datetime) -> None:
    """Say to colleagues that nobody chose the category."""
    with translation.override(report.authority.language):
        name = pick(guess.category.names).words if guess.category else report.category
        words = _("It came by e-mail. Its category, “%(category)s”, was guessed from the words: check it.") % {
            "category": name
        }
    write_step(report, Step(StepKind.NOTE, By.SYSTEM, words=words, language=report.authority.language), at)


def hold_as_forged(report: Report, at: datetime) -> None:
    """Hold back what the mail server doubts: its sender may be somebody else."""
    if report.state != State.SENT:
        return
    held = Step(StepKind.HELD, By.SYSTEM, facts={"was": report.state})
    step = write_step(report, held, at, **to_state(State.QUARANTINED, at), held_because=[FORGED])
    events.emit("reports.report_hidden", **step_payload(report, step))


def _point(letter: Letter) -> tuple[tuple[float, float] | None, PositionBy]:
    """Where the first photo that tells it was taken, else what the words say."""
    for photo in letter.photos:
        if found := place_of(photo.content):
            return found, PositionBy.PHOTO
    return position_in(letter.words), PositionBy.MAP


def _category(letter: Letter, language: str, handbook: Handbook) -> Category | None:
    """The likeliest, else "other"; none when it asks something that a letter does not answer."""
    leaves = {one.code: one for one in handbook.leaves_for(Audience.PUBLIC)}
    codes = suggest(f"{letter.subject} {letter.words}", language, leaves.values())
    found = leaves.get(codes[0]) if codes else leaves.get(OTHER)
    if found is None or found.emergency is not None or any(question.required for question in found.questions):
        return None
    return found
