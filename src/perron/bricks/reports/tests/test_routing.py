"""Who treats a report: the 5 m rule, corners, handing over without going round, teams by rule, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from perron.bricks.reports.rules.handbook import Category, Handbook, Outside, RoutingRule, Team, Then, When
from perron.bricks.reports.rules.routing import Decision, NearManager, Spot, decide, first

NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)  # a Monday, noon in Brussels
CATEGORIES = (
    Category("clean", {"fr": "Propreté"}),
    Category("litter", {"fr": "Déchets"}, parent="clean", team="sweepers", priority=3),
    Category("pothole", {"fr": "Trou"}, team="works"),
    Category("shelter", {"fr": "Abri"}, equipment=("shelters",)),
)
TEAMS = tuple(Team(code, {"fr": code}) for code in ("sweepers", "works", "night"))
BOOK = Handbook(CATEGORIES, TEAMS)


def ruled(*rules: tuple[When, Then]) -> Handbook:
    lines = tuple(RoutingRule(f"rule-{number}", when, then) for number, (when, then) in enumerate(rules, start=1))
    return replace(BOOK, rules=lines)


def road(manager: str, metres: float, names: str = "") -> NearManager:
    return NearManager(manager, {"fr": names or manager}, "road", metres, {"fr": "Chaussée"}, "roads")


def spot(*managers: NearManager, commune: str = "town", above: tuple[str, ...] = ("region",)) -> Spot:
    return Spot(4.35, 50.85, "21004", commune, managers, above)


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_a_report_goes_to_the_commune_of_the_place():
    decision = decide(spot(), "litter", {"town": BOOK, "region": BOOK}, NOON)

    assert (decision.authority, decision.category, decision.team, decision.priority) == (
        "town",
        "litter",
        "sweepers",
        3,
    )
    assert codes(decision) == ["commune"]


@pytest.mark.parametrize(("metres", "who"), [(0.0, "region"), (3.0, "region"), (5.0, "region"), (7.0, "town")])
def test_a_road_is_its_managers_up_to_five_metres(metres, who):
    assert decide(spot(road("region", metres)), "pothole", {"town": BOOK, "region": BOOK}, NOON).authority == who


def test_at_a_corner_of_two_managers_the_nearest_counts_and_the_other_is_named():
    decision = decide(spot(road("region", 4), road("state", 2)), "pothole", {"state": BOOK, "region": BOOK}, NOON)

    assert decision.authority == "state"
    assert codes(decision) == ["manager_of_road", "nearest_of_two"]
    assert decision.reasons[1].facts["authority"] == "region"


def test_two_managers_at_the_same_distance_are_always_decided_alike():
    one, other = road("region", 2.01), road("state", 2.04)
    books = {"state": BOOK, "region": BOOK}

    assert {decide(spot(*pair), "pothole", books, NOON).authority for pair in ((one, other), (other, one))} == {
        "region"
    }


def test_a_manager_who_is_not_here_is_named_and_the_commune_gets_it():
    decision = decide(spot(road("", 1, "SOFICO")), "pothole", {"town": BOOK}, NOON)

    assert decision.authority == "town"
    assert [(reason.code, reason.facts.get("names")) for reason in decision.reasons] == [
        ("manager_elsewhere", {"fr": "SOFICO"}),
        ("commune", None),
    ]


def test_where_the_commune_takes_no_reports_the_next_above_does():
    assert codes(decide(spot(), "litter", {"region": BOOK}, NOON)) == ["above"]
    assert decide(spot(), "litter", {"region": BOOK}, NOON).authority == "region"


def test_where_nobody_takes_reports_nobody_is_said():
    decision = decide(spot(), "litter", {}, NOON)

    assert (decision.authority, codes(decision)) == ("", ["nobody"])
    assert first(spot(), {}).authority == ""


def test_what_the_region_leaves_to_the_commune_goes_there_with_the_reason():
    region = ruled((When(categories=("clean",)), Then(commune=True)))

    decision = decide(spot(road("region", 3)), "litter", {"town": BOOK, "region": region}, NOON)

    assert decision.authority == "town"
    assert decision.team == "sweepers"
    assert codes(decision) == ["manager_of_road", "handed_over"]


def test_what_is_handed_over_is_never_handed_back():
    region = ruled((When(categories=("litter",)), Then(commune=True)))
    town = ruled((When(), Then(authority="region")), (When(), Then(team="night")))

    decision = decide(spot(road("region", 3)), "litter", {"town": town, "region": region}, NOON)

    assert (decision.authority, decision.team, decision.rule) == ("town", "night", "rule-2")
    assert codes(decision) == ["manager_of_road", "handed_over", "not_back", "team"]


def test_a_report_is_handed_over_three_times_at_most():
    names = ["town", "b", "c", "d", "e"]
    books = {one: ruled((When(), Then(authority=then))) for one, then in zip(names, [*names[1:], "town"], strict=True)}

    decision = decide(spot(), "litter", books, NOON)

    assert decision.authority == "d"
    assert codes(decision)[-1] == "far_enough"


def test_a_rule_for_an_authority_that_is_not_here_is_passed_over():
    town = ruled((When(), Then(authority="nowhere")), (When(), Then(team="night")))

    assert codes(decide(spot(), "litter", {"town": town}, NOON)) == ["commune", "not_here", "team"]


def test_a_category_that_the_other_does_not_know_becomes_its_other_or_stays():
    strange = Handbook((Category("zzz", {"fr": "?"}),))
    town = ruled((When(), Then(authority="region")))

    assert decide(spot(), "litter", {"town": town, "region": strange}, NOON).authority == "town"
    with_other = Handbook((Category("other", {"fr": "Autre"}),))
    decision = decide(spot(), "litter", {"town": town, "region": with_other}, NOON)
    assert (decision.authority, decision.category) == ("region", "other")
    named = ruled((When(), Then(authority="region", category="zzz")))
    assert decide(spot(), "litter", {"town": named, "region": strange}, NOON).category == "zzz"


def test_equipment_counts_only_for_what_it_is_about():
    shelter = NearManager("operator", {"fr": "STIB"}, "equipment", 8, {"fr": "Arrêt Gare"}, "shelters")
    books = {"town": BOOK, "operator": BOOK}

    assert decide(spot(shelter), "shelter", books, NOON).authority == "operator"
    assert decide(spot(shelter), "pothole", books, NOON).authority == "town"
    assert decide(spot(replace(shelter, metres=12)), "shelter", books, NOON).authority == "town"
    elsewhere = decide(spot(replace(shelter, manager="")), "shelter", books, NOON)
    assert (elsewhere.authority, codes(elsewhere)) == ("town", ["commune", "manager_elsewhere"])


def test_an_area_is_its_managers_inside_only_and_a_road_through_it_comes_first():
    park = NearManager("parks", {}, "area", 0, {}, "parks")
    books = {"town": BOOK, "parks": BOOK, "region": BOOK}

    assert decide(spot(park), "litter", books, NOON).authority == "parks"
    assert decide(spot(replace(park, metres=1)), "litter", books, NOON).authority == "town"
    assert decide(spot(park, road("region", 2)), "litter", books, NOON).authority == "region"


def test_a_rule_asks_all_that_it_says():
    square = {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.9], [4.3, 50.8]]]}
    far = {"type": "Polygon", "coordinates": [[[3, 50], [3.1, 50], [3.1, 50.1], [3, 50.1], [3, 50]]]}
    team = Then(team="night")

    def holds(when: When, channel: str = "web", at: datetime = NOON) -> bool:
        where = spot(road("region", 4), commune="town", above=())
        return decide(where, "litter", {"town": ruled((when, team))}, at, channel=channel).team == "night"

    assert holds(When())
    assert holds(When(area=square, places=("21004",), weekdays=(1,), hours=(time(9), time(17)), channels=("web",)))
    assert holds(When(managers=("region",)))
    assert not holds(When(managers=("state",)))
    assert not holds(When(area=far))
    assert not holds(When(places=("21001",)))
    assert not holds(When(weekdays=(2,)))
    assert not holds(When(channels=("phone",)))
    assert not holds(When(categories=("pothole",)))
    assert not holds(When(hours=(time(22), time(6))))
    assert holds(When(hours=(time(22), time(6))), at=datetime(2026, 5, 4, 21, tzinfo=UTC))
    assert holds(When(hours=(time(22), time(6))), at=datetime(2026, 5, 5, 3, 59, tzinfo=UTC))


def test_a_rule_can_name_somebody_outside():
    town = ruled((When(categories=("shelter",)), Then(outside=Outside({"fr": "TEC"}, phone="081"))))

    decision = decide(spot(), "shelter", {"town": town}, NOON)

    assert decision.authority == "town"
    assert decision.outside is not None
    assert decision.reasons[-1].as_kept()["names"] == {"fr": "TEC"}


def test_what_arrives_under_an_abolished_category_goes_to_what_replaced_it():
    book = Handbook(
        (Category("old", {"fr": "x"}, replaced_by="new"), Category("new", {"fr": "y"}, team="works")), TEAMS
    )

    decision = decide(spot(), "old", {"town": book}, NOON)

    assert (decision.category, decision.team) == ("new", "works")
