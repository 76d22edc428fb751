"""Who treats a report, and why: from the spot, its manager and the handbooks' rules. Every step leaves a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from shapely import Point

from perron.bricks.reports.rules.handbook import OTHER, Handbook, Outside, RoutingRule, Then, When

MOST_HOPS: Final = 3
ROAD_METRES: Final = 5.0  # as FixMyStreet Brussels has it: a point within 5 m of a managed street is that manager's
EQUIPMENT_METRES: Final = 10.0  # about the error of a telephone's position in a street
SAME_METRES: Final = 1  # decimals to which two managers are equally near: then the order of their slugs decides
BRUSSELS: Final = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class NearManager:
    """A managed road, area or thing near the spot. `manager` is a slug, empty when it is not on this installation.

    `names` are the manager's, `place_names` those of the street, park or shelter; `source` is where it was loaded from.
    """

    manager: str
    names: Mapping[str, str]
    kind: str  # road, area, equipment
    metres: float
    place_names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known about a point: NIS code of its commune, the authorities there (slugs, empty when not here)."""

    longitude: float
    latitude: float
    place: str
    commune_authority: str = ""
    managers: tuple[NearManager, ...] = ()  # the nearest first
    authorities_above: tuple[str, ...] = ()  # the nearest first


@dataclass(frozen=True, slots=True)
class Reason:
    """One step, as plain values that a report keeps: see `reasons` for the sentences."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_kept(self) -> dict[str, object]:
        """As in `Report.routing`."""
        return {"code": self.code, **self.facts}


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report goes. `authority` is empty when nobody here is competent; `category` is the code as it is there,
    empty when that authority has none for it. `rule` is the code of the last rule that counted.
    """

    authority: str
    category: str = ""
    team: str = ""
    priority: int = 2
    outside: Outside | None = None
    rule: str = ""
    reasons: tuple[Reason, ...] = ()


def first(spot: Spot, handbooks: Mapping[str, Handbook]) -> Decision:
    """Whose categories to offer at a spot, before anything was chosen."""
    reasons: list[Reason] = []
    return Decision(_start(spot, handbooks, reasons), reasons=tuple(reasons))


def decide(
    spot: Spot, category: str, handbooks: Mapping[str, Handbook], moment: datetime, *, channel: str = "web"
) -> Decision:
    """Who treats a report of that category there and then. `handbooks`: the live ones, by slug."""
    reasons: list[Reason] = []
    here = _start(spot, handbooks, reasons)
    if not here:
        return Decision("", reasons=tuple(reasons))
    code = _category_at(handbooks[here], category)
    here, code = _by_equipment(spot, here, code, handbooks, reasons)
    asked = _Asked(spot, moment, channel, handbooks)
    return asked.follow(here, code, reasons)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question to the rules of one handbook after the other."""

    spot: Spot
    moment: datetime
    channel: str
    handbooks: Mapping[str, Handbook]

    def follow(self, here: str, code: str, reasons: list[Reason]) -> Decision:
        """Go where the rules lead, at most `MOST_HOPS` further, never twice to the same authority."""
        seen = [here]
        while True:
            handbook = self.handbooks[here]
            rule, there, code_there = self._next(here, code, seen, reasons)
            if rule is None or not there:
                return _settled(here, code, handbook, rule, reasons)
            reasons.append(Reason("handed_over", {"from": here, "to": there, "rule": rule.code, **_why(rule)}))
            here, code = there, code_there
            seen.append(here)

    def _next(
        self, here: str, code: str, seen: list[str], reasons: list[Reason]
    ) -> tuple[RoutingRule | None, str, str]:
        """The first rule that fits and can be followed, and for another authority: its slug and the category there."""
        handbook = self.handbooks[here]
        lineage = handbook.with_parents(code)
        for rule in handbook.rules:
            if not self._fits(rule.when, lineage):
                continue
            there = self._target(rule.then)
            if there is None:
                return rule, "", ""
            code_there = self._code_there(there, rule.then, code)
            hindrance = self._hindrance(there, code_there, seen)
            if not hindrance:
                return rule, there, code_there
            if there != here:
                reasons.append(Reason(hindrance, {"authority": here, "to": there, "rule": rule.code}))
        return None, "", ""

    def _hindrance(self, there: str, code_there: str, seen: list[str]) -> str:
        """Why it cannot be handed over there; empty when it can."""
        if there not in self.handbooks:
            return "not_here"
        if there in seen:
            return "not_back"
        if len(seen) > MOST_HOPS:
            return "far_enough"
        return "" if code_there else "unknown_there"

    def _target(self, then: Then) -> str | None:
        """The slug of the authority that a rule leads to; None when it stays here."""
        if then.commune:
            return self.spot.commune_authority
        return then.authority or None

    def _code_there(self, there: str, then: Then, code: str) -> str:
        handbook = self.handbooks.get(there)
        return _category_at(handbook, then.category or code) if handbook else ""

    def _fits(self, when: When, lineage: tuple[str, ...]) -> bool:
        """Whether all that a rule is about is so. The cheap questions first."""
        return (
            (not when.categories or any(code in when.categories for code in lineage))
            and (not when.places or self.spot.place in when.places)
            and (not when.channels or self.channel in when.channels)
            and (not when.managers or _manager_of_ground(self.spot) in when.managers)
            and (not (when.weekdays or when.hours) or _is_time(when, self.moment))
            and (when.outline is None or bool(when.outline.covers(Point(self.spot.longitude, self.spot.latitude))))
        )


def _start(spot: Spot, handbooks: Mapping[str, Handbook], reasons: list[Reason]) -> str:
    """The slug of who is asked first: the manager of the ground, else the commune, else the next above."""
    ground = _ground(spot)
    for near in ground:
        if near.manager in handbooks:
            reasons.append(Reason(f"manager_of_{near.kind}", _facts(near)))
            reasons.extend(_corner(near, ground) if near.kind == "road" else ())
            return near.manager
        reasons.append(Reason("manager_elsewhere", _facts(near)))
    if spot.commune_authority in handbooks:
        reasons.append(Reason("commune", {"authority": spot.commune_authority, "place": spot.place}))
        return spot.commune_authority
    for slug in spot.authorities_above:
        if slug in handbooks:
            reasons.append(Reason("above", {"authority": slug, "place": spot.place}))
            return slug
    reasons.append(Reason("nobody", {"place": spot.place}))
    return ""


def _ground(spot: Spot) -> list[NearManager]:
    """The managers of what one stands on: roads within reach, the nearest first, then areas."""
    roads = [near for near in spot.managers if near.kind == "road" and near.metres <= ROAD_METRES]
    areas = [near for near in spot.managers if near.kind == "area" and near.metres <= 0]
    return sorted(roads, key=lambda near: (round(near.metres, SAME_METRES), near.manager)) + areas


def _manager_of_ground(spot: Spot) -> str:
    return next((near.manager for near in _ground(spot)), "")


def _corner(chosen: NearManager, ground: list[NearManager]) -> list[Reason]:
    """That another manager's road is within reach too, when it is so."""
    others = [near for near in ground if near.kind == "road" and _who(near) != _who(chosen)]
    return [Reason("nearest_of_two", {**_facts(near), "chosen": chosen.manager}) for near in others[:1]]


def _who(near: NearManager) -> tuple[str, str]:
    return near.manager, "" if near.manager else str(near.names)


def _by_equipment(
    spot: Spot, here: str, code: str, handbooks: Mapping[str, Handbook], reasons: list[Reason]
) -> tuple[str, str]:
    """Who manages the thing that the category is about, when one stands within reach; else as before."""
    category = handbooks[here].by_code.get(code)
    about = category.equipment if category else ()
    for near in spot.managers:
        if near.kind != "equipment" or near.source not in about or near.metres > EQUIPMENT_METRES:
            continue
        code_there = _category_at(handbooks[near.manager], code) if near.manager in handbooks else ""
        reasons.append(Reason("manager_of_equipment" if code_there else "manager_elsewhere", _facts(near)))
        return (near.manager, code_there) if code_there else (here, code)
    return here, code


def _category_at(handbook: Handbook, code: str) -> str:
    """The code under which an authority knows a category: its own, what replaced it, "other", or empty."""
    found = handbook.category(code) or handbook.category(OTHER)
    return found.code if found else ""


def _settled(here: str, code: str, handbook: Handbook, rule: RoutingRule | None, reasons: list[Reason]) -> Decision:
    category = handbook.by_code.get(code)
    team, priority = (category.team, category.priority) if category else ("", 2)
    if rule is None:
        return Decision(here, code, team, priority, reasons=tuple(reasons))
    if rule.then.outside is not None:
        names = dict(rule.then.outside.names)
        reasons.append(Reason("outside", {"authority": here, "names": names, "rule": rule.code, **_why(rule)}))
    else:
        team = rule.then.team
        reasons.append(Reason("team", {"authority": here, "team": team, "rule": rule.code, **_why(rule)}))
    return Decision(here, code, team, priority, rule.then.outside, rule.code, tuple(reasons))


def _facts(near: NearManager) -> dict[str, object]:
    return {
        "authority": near.manager,
        "names": dict(near.names),
        "metres": round(near.metres, SAME_METRES),
        "place_names": dict(near.place_names),
    }


def _why(rule: RoutingRule) -> dict[str, object]:
    return {"why": dict(rule.why)} if rule.why else {}


def _is_time(when: When, moment: datetime) -> bool:
    local = moment.astimezone(BRUSSELS)
    if when.weekdays and local.isoweekday() not in when.weekdays:
        return False
    if when.hours is None:
        return True
    since, until = when.hours
    now = local.time()
    return since <= now < until if since <= until else now >= since or now < until
