"""Reads a handbook from its document and finds every problem in it, each with its path and a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Final, TypeVar

from perron.bricks.reports.rules import handbook as shapes
from perron.bricks.reports.rules.handbook import Handbook, Texts
from perron.bricks.reports.rules.handbook_problems import HandbookWrong, Problem
from perron.bricks.reports.rules.sending import Channel
from perron.bricks.reports.rules.states import State
from perron.kernel.languages import LANGUAGES

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NIS: Final = re.compile(r"[0-9A-Z]{5}")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
WEB: Final = re.compile(r"https?://\S+")
LONGEST: Final = 4000
LONGEST_NAME: Final = 200


def read(content: object) -> Handbook:
    """The handbook in a document. Raises HandbookWrong."""
    problems: list[Problem] = []
    handbook = _handbook(_Part(content, (), problems))
    if not problems:
        problems += _disagreements(handbook)
    if problems:
        raise HandbookWrong(tuple(problems))
    return handbook


class _Part:
    """One mapping of the document: each key is asked for by its kind; `done` names those that nobody asked for."""

    def __init__(self, content: object, path: tuple[str, ...], problems: list[Problem]) -> None:
        self.path, self.problems, self.asked = path, problems, set[str]()
        if not isinstance(content, Mapping):
            self.wrong("not_a_mapping")
        self.content: Mapping[object, object] = content if isinstance(content, Mapping) else {}
        self.where = (*path[:-1], str(self.content["code"])) if path and self.content.get("code") else path

    def wrong(self, code: str, key: str = "", **facts: object) -> None:
        where = getattr(self, "where", self.path)
        self.problems.append(Problem((*where, key) if key else where, code, facts))

    def take(self, key: str) -> object:
        self.asked.add(key)
        return self.content.get(key)

    def done(self) -> None:
        for key in self.content:
            if key not in self.asked:
                self.wrong("unknown", str(key))

    def words(self, key: str, *, shape: re.Pattern[str] | None = None, required: bool = False) -> str:
        given = self.take(key)
        if given is None or given == "":
            if required:
                self.wrong("missing", key)
            return ""
        if not isinstance(given, str) or len(given) > LONGEST:
            self.wrong("not_words", key)
            return ""
        if shape is not None and not shape.fullmatch(given):
            self.wrong("not_right", key, value=given[:60])
        return given

    def texts(self, key: str, *, required: bool = False, longest: int = LONGEST) -> Texts:
        given = self.take(key)
        if given is None or given == {}:
            if required:
                self.wrong("missing", key)
            return {}
        if not isinstance(given, Mapping) or not all(isinstance(words, str) for words in given.values()):
            self.wrong("not_texts", key)
            return {}
        for language, words in given.items():
            if language not in LANGUAGES:
                self.wrong("language", key, value=str(language))
            if len(words) > longest:
                self.wrong("too_long", key, longest=longest)
        if required and not any(words.strip() for words in given.values()):
            self.wrong("missing", key)
        return {str(language): words for language, words in given.items() if words}

    def choice(self, key: str, usual: E) -> E:
        given = self.take(key)
        if given is None:
            return usual
        kind = type(usual)
        if given not in list(kind):
            self.wrong("not_one_of", key, choices=", ".join(kind))
            return usual
        return kind(str(given))

    def number(self, key: str, usual: int, low: int, high: int) -> int:
        given = self.take(key)
        if given is None:
            return usual
        if not isinstance(given, int) or isinstance(given, bool) or not low <= given <= high:
            self.wrong("not_between", key, low=low, high=high)
            return usual
        return given

    def flag(self, key: str) -> bool:
        given = self.take(key)
        if given not in (None, True, False):
            self.wrong("not_yes_or_no", key)
        return given is True

    def listed(self, key: str) -> list[object]:
        given = self.take(key)
        if given is not None and not isinstance(given, list):
            self.wrong("not_a_list", key)
        return given if isinstance(given, list) else []

    def codes(self, key: str, shape: re.Pattern[str] = CODE, among: Iterable[str] | None = None) -> tuple[str, ...]:
        given = self.listed(key)
        known = None if among is None else set(among)
        for one in given:
            if not isinstance(one, str) or not shape.fullmatch(one) or (known is not None and one not in known):
                self.wrong("not_right", key, value=str(one)[:60])
        return tuple(str(one) for one in given)

    def part(self, key: str, make: Callable[[_Part], T]) -> T | None:
        given = self.take(key)
        return None if given is None else _made(_Part(given, (*self.where, key), self.problems), make)

    def parts(self, key: str, make: Callable[[_Part], T]) -> tuple[T, ...]:
        return tuple(
            _made(_Part(one, (*self.where, key, str(number)), self.problems), make)
            for number, one in enumerate(self.listed(key), start=1)
        )

    def moment(self, given: object, key: str) -> time:
        try:
            return time.fromisoformat(given if isinstance(given, str) else "")
        except ValueError:
            self.wrong("not_a_time", key)
            return time()


def _made(part: _Part, make: Callable[[_Part], T]) -> T:
    made = make(part)
    part.done()
    return made


def _handbook(top: _Part) -> Handbook:
    read_ = Handbook(
        categories=top.parts("categories", _category),
        teams=top.parts("teams", _team),
        rules=top.parts("rules", _rule),
        templates=top.parts("templates", _template),
        refusals=top.parts("refusals", _refusal),
        quiet=top.part("quiet", _quiet),
        holidays=tuple(_day(top, one) for one in top.listed("holidays")),
        settings=top.part("settings", _settings) or shapes.Settings(),
    )
    top.done()
    return read_


def _category(one: _Part) -> shapes.Category:
    return shapes.Category(
        code=one.words("code", shape=CODE, required=True),
        names=one.texts("names", required=True, longest=LONGEST_NAME),
        parent=one.words("parent", shape=CODE),
        description=one.texts("description"),
        audience=one.choice("audience", shapes.Audience.PUBLIC),
        keywords=one.part("keywords", _keywords) or {},
        team=one.words("team", shape=CODE),
        priority=one.number("priority", 2, 1, 3),
        service_level=one.part("service_level", _service_level),
        questions=one.parts("questions", _question),
        emergency=one.part("emergency", _emergency),
        notice=one.texts("notice"),
        photos=one.choice("photos", shapes.Photos.PUBLIC),
        is_private=one.flag("is_private"),
        needs_moderation=one.flag("needs_moderation"),
        replaced_by=one.words("replaced_by", shape=CODE),
        equipment=one.codes("equipment"),
        position=one.number("position", 0, 0, 100_000),
    )


def _keywords(one: _Part) -> Mapping[str, tuple[str, ...]]:
    return {language: one.codes(language, re.compile(r".{1,60}")) for language in LANGUAGES if language in one.content}


def _service_level(one: _Part) -> shapes.ServiceLevel:
    return shapes.ServiceLevel(one.number("amount", 1, 1, 1000), one.choice("unit", shapes.Unit.WORKING_DAYS))


def _question(one: _Part) -> shapes.Question:
    asked = shapes.Question(
        code=one.words("code", shape=CODE, required=True),
        names=one.texts("names", required=True),
        datatype=one.choice("datatype", shapes.Datatype.STRING),
        required=one.flag("required"),
        help=one.texts("help"),
        values=one.parts("values", _value),
    )
    if not asked.values and asked.datatype in (shapes.Datatype.SINGLE, shapes.Datatype.MULTI):
        one.wrong("missing", "values")
    return asked


def _value(one: _Part) -> shapes.Value:
    return shapes.Value(one.words("key", required=True), one.texts("names", required=True))


def _emergency(one: _Part) -> shapes.Emergency:
    return shapes.Emergency(
        one.words("phone", shape=re.compile(r"[+0-9 ./()-]{2,30}"), required=True), one.texts("words")
    )


def _team(one: _Part) -> shapes.Team:
    return shapes.Team(
        one.words("code", shape=CODE, required=True),
        one.texts("names", required=True, longest=LONGEST_NAME),
        one.words("email", shape=EMAIL),
        one.choice("letters", shapes.Letters.AT_ONCE),
    )


def _rule(one: _Part) -> shapes.RoutingRule:
    return shapes.RoutingRule(
        code=one.words("code", shape=CODE, required=True),
        when=one.part("when", _when) or shapes.When(),
        then=one.part("then", _then) or shapes.Then(),
        why=one.texts("why"),
    )


def _when(one: _Part) -> shapes.When:
    return shapes.When(
        categories=one.codes("categories"),
        places=one.codes("places", NIS),
        managers=one.codes("managers", SLUG),
        area=_area(one),
        channels=one.codes("channels", among=list(Channel)),
        weekdays=_weekdays(one),
        hours=_hours(one),
    )


def _area(one: _Part) -> Mapping[str, object] | None:
    given = one.take("area")
    if given is None:
        return None
    kind = given.get("type") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or kind not in ("Polygon", "MultiPolygon"):
        one.wrong("not_a_polygon", "area")
        return None
    area = {str(key): value for key, value in given.items()}
    try:
        outline = shapes.When(area=area).outline
    except (ValueError, TypeError, IndexError, KeyError, AttributeError):
        outline = None
    if outline is None or outline.is_empty or not outline.is_valid:
        one.wrong("not_a_polygon", "area")
        return None
    return area


def _weekdays(one: _Part) -> tuple[int, ...]:
    given = one.listed("weekdays")
    if any(day not in range(1, 8) for day in given):
        one.wrong("not_weekdays", "weekdays")
    return tuple(day for day in given if isinstance(day, int))


def _hours(one: _Part) -> tuple[time, time] | None:
    given = one.listed("hours")
    if not given:
        return None
    if len(given) != 2:
        one.wrong("not_a_time", "hours")
        return None
    return one.moment(given[0], "hours"), one.moment(given[1], "hours")


def _then(one: _Part) -> shapes.Then:
    then = shapes.Then(
        authority=one.words("authority", shape=SLUG),
        commune=one.flag("commune"),
        team=one.words("team", shape=CODE),
        outside=one.part("outside", _outside),
        category=one.words("category", shape=CODE),
    )
    if [bool(then.authority), then.commune, bool(then.team), then.outside is not None].count(True) != 1:
        one.wrong("not_one_way")
    return then


def _outside(one: _Part) -> shapes.Outside:
    return shapes.Outside(
        names=one.texts("names", required=True),
        url=one.words("url", shape=WEB),
        phone=one.words("phone"),
        email=one.words("email", shape=EMAIL),
    )


def _template(one: _Part) -> shapes.ReplyTemplate:
    return shapes.ReplyTemplate(
        code=one.words("code", shape=CODE, required=True),
        names=one.texts("names", required=True),
        words=one.texts("words", required=True),
        states=one.codes("states", among=list(State)),
    )


def _refusal(one: _Part) -> shapes.RefusalReason:
    return shapes.RefusalReason(one.words("code", shape=CODE, required=True), one.texts("words", required=True))


def _quiet(one: _Part) -> shapes.QuietHours:
    since, until = one.take("since"), one.take("until")
    return shapes.QuietHours(one.moment(since, "since"), one.moment(until, "until"))


def _day(top: _Part, given: object) -> date:
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        top.wrong("not_a_day", "holidays", value=str(given)[:60])
        return date.min


def _settings(one: _Part) -> shapes.Settings:
    usual = shapes.Settings()
    return shapes.Settings(
        reopen_days=one.number("reopen_days", usual.reopen_days, 0, 3650),
        verdict_days=one.number("verdict_days", usual.verdict_days, 1, 3650),
        identity_kept_days=one.number("identity_kept_days", usual.identity_kept_days, 30, 1826),
        moderate=one.choice("moderate", usual.moderate),
        duplicate_metres=one.number("duplicate_metres", usual.duplicate_metres, 0, 500),
        blocked_words=one.codes("blocked_words", re.compile(r".{2,60}")),
    )


def _disagreements(handbook: Handbook) -> list[Problem]:
    """What each part says well by itself, and the whole does not hold."""
    return [*_doubles(handbook), *_unknown_in_categories(handbook), *_unknown_in_rules(handbook)]


def _doubles(handbook: Handbook) -> Iterable[Problem]:
    lists = {
        "categories": [one.code for one in handbook.categories],
        "teams": [one.code for one in handbook.teams],
        "rules": [one.code for one in handbook.rules],
        "templates": [one.code for one in handbook.templates],
        "refusals": [one.code for one in handbook.refusals],
    }
    for name, codes in lists.items():
        yield from (Problem((name, code), "twice") for code, times in Counter(codes).items() if times > 1)


def _unknown_in_categories(handbook: Handbook) -> Iterable[Problem]:
    teams, groups = {team.code for team in handbook.teams}, handbook.groups
    for one in handbook.categories:
        where = ("categories", one.code)
        if one.team and one.team not in teams:
            yield Problem((*where, "team"), "no_such_team", {"value": one.team})
        if one.parent and (one.parent not in handbook.by_code or _goes_round(handbook, one.code)):
            yield Problem((*where, "parent"), "no_such_group", {"value": one.parent})
        target = handbook.category(one.replaced_by) if one.replaced_by else one
        if target is None or target.replaced_by or (one.replaced_by and target.code in groups):
            yield Problem((*where, "replaced_by"), "no_such_category", {"value": one.replaced_by})


def _goes_round(handbook: Handbook, code: str) -> bool:
    last = handbook.with_parents(code)[-1]
    return bool(handbook.by_code[last].parent)


def _unknown_in_rules(handbook: Handbook) -> Iterable[Problem]:
    teams = {team.code for team in handbook.teams}
    for rule in handbook.rules:
        if rule.then.team and rule.then.team not in teams:
            yield Problem(("rules", rule.code, "then", "team"), "no_such_team", {"value": rule.then.team})
        for code in rule.when.categories:
            if code not in handbook.by_code:
                yield Problem(("rules", rule.code, "when", "categories"), "no_such_category", {"value": code})
