"""What has to be right in a new report before it is taken: its category, its answers, its words, its sender."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from perron.bricks.reports.models import Report, Reporter
from perron.bricks.reports.queries.refusals import (
    AnswerMissing,
    CategoryGone,
    EmergencyFirst,
    NotAnAddress,
    WordsTooLong,
)
from perron.bricks.reports.rules import suspicion
from perron.bricks.reports.rules.handbook import Audience, Category, Datatype, Handbook, Moderate, Question, may_choose
from perron.bricks.reports.rules.plain import plain
from perron.bricks.reports.rules.sending import BY_STAFF, LONGEST_DESCRIPTION, Channel, GivenReporter, NewReport
from perron.kernel.actors import Actor
from perron.kernel.languages import pick

Answer = str | list[str]
SOME: Final = 3  # names of other categories that are offered
LONGEST_ANSWER: Final = 2000


def category_of(handbook: Handbook, what: NewReport) -> Category:
    """The category as it is today: what replaced it, when it was. Raises CategoryGone, EmergencyFirst."""
    audience = Audience.STAFF if what.channel in BY_STAFF else Audience.PUBLIC
    found = handbook.category(what.category)
    if found is None or found.code in handbook.groups or found.replaced_by or not may_choose(audience, found):
        raise CategoryGone(close=", ".join(_near(handbook, what, audience)))
    if found.emergency is not None and not (what.emergency_called or what.channel in BY_STAFF):
        raise EmergencyFirst(phone=found.emergency.phone)
    return found


def answers_to(category: Category, given: Mapping[str, Answer], language: str) -> dict[str, Answer]:
    """The answers to the category's questions; what was not asked is left out. Raises AnswerMissing."""
    answers: dict[str, Answer] = {}
    for question in category.questions:
        answer = _readable(question, given.get(question.code, ""))
        if answer:
            answers[question.code] = answer
        elif question.required:
            raise AnswerMissing(question=question.code, name=pick(question.names, language).words)
    return answers


def description_of(what: NewReport) -> str:
    """The words as they are kept. Raises WordsTooLong."""
    words = plain(what.description)
    if len(words) > LONGEST_DESCRIPTION:
        raise WordsTooLong(length=len(words), limit=LONGEST_DESCRIPTION)
    return words


def require_address(given: GivenReporter) -> str:
    """The e-mail address in lower case, or nothing. Raises NotAnAddress."""
    email = given.email.strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise NotAnAddress from error
    return email


def reasons_to_hold(
    what: NewReport, category: Category, handbook: Handbook, *, actor: Actor | None, at: datetime
) -> list[str]:
    """Why somebody has to look before it is public; empty when nothing speaks against it. Staff are trusted."""
    if what.channel in BY_STAFF:
        return []
    description = description_of(what)
    found = list(
        suspicion.reasons_to_hold(
            description,
            blocked=handbook.settings.blocked_words,
            alike=_alike(description, at),
            from_one=0 if what.channel == Channel.OPEN311 else _from_one(what, actor, at),
        )
    )
    if category.needs_moderation or handbook.settings.moderate == Moderate.BEFORE:
        found.append("moderated")
    return found


def _near(handbook: Handbook, what: NewReport, audience: Audience) -> list[str]:
    """The names of what can be chosen instead: that is written alike, else the first ones."""
    leaves = {one.code: pick(one.names, what.language).words for one in handbook.leaves_for(audience)}
    close = get_close_matches(what.category, leaves, n=SOME) or list(leaves)[:SOME]
    return [leaves[code] for code in close]


def _readable(question: Question, given: Answer) -> Answer:
    """The answer when it is one that the question takes, else nothing."""
    if question.datatype == Datatype.MULTI:
        chosen = given if isinstance(given, list) else [given]
        return [value.key for value in question.values if value.key in chosen]
    one = (given[0] if given else "") if isinstance(given, list) else given
    one = plain(one)[:LONGEST_ANSWER]
    if question.datatype == Datatype.SINGLE:
        return one if one in {value.key for value in question.values} else ""
    if question.datatype == Datatype.NUMBER:
        return one if _is_number(one) else ""
    return one


def _is_number(written: str) -> bool:
    try:
        float(written.replace(",", "."))
    except ValueError:
        return False
    return True


def _alike(description: str, at: datetime) -> int:
    if not description:
        return 0
    same = Report.objects.filter(sent_at__gt=at - timedelta(days=1), description=description)
    return same[: suspicion.MOST_ALIKE].count()


def _from_one(what: NewReport, actor: Actor | None, at: datetime) -> int:
    """How many this sender sent within an hour, as far as we know who it is."""
    recent = Reporter.objects.filter(since__gt=at - timedelta(hours=1), is_first=True)
    email = what.reporter.email.strip().lower()
    if actor is not None:
        return recent.filter(actor=actor)[: suspicion.MOST_FROM_ONE].count()
    return recent.filter(email=email)[: suspicion.MOST_FROM_ONE].count() if email else 0
