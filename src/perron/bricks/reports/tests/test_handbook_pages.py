"""The handbook in a browser: opened in one click, changed in forms, tried, put live, looked back at, gone back to."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from perron.bricks.reports.models import Handbook
from perron.bricks.reports.queries.handbooks import live_handbook
from perron.bricks.reports.tests.handbook_site import LANGUAGES, Town, a_past_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_reports_are_opened_in_one_click():
    town = Town(is_open=False)
    assert "Pothole or damaged road" in town.page()

    answer = town.client.post(town.address(), {"with_terms": "on"}, follow=True)

    assert "Reports are open." in answer.content.decode()
    assert len(live_handbook(town.authority)[1].leaf_categories) == 28


def test_without_the_tick_nothing_is_promised():
    town = Town(is_open=False)

    town.client.post(town.address(), {})

    assert not [one for one in live_handbook(town.authority)[1].categories if one.service_level]


def test_a_double_click_opens_once():
    town = Town(is_open=False)

    assert [town.client.post(town.address(), {}).status_code for _ in range(2)] == [302, 200]
    assert Handbook.objects.count() == 1


def test_a_category_is_renamed_given_a_team_and_a_term_in_the_draft_only(town):
    status, _ = town.send("categories/pothole/", names_fr="Nid-de-poule", team="environment", term_amount=3)

    changed = town.draft.by_code["pothole"]
    assert status == 302
    assert (changed.names["fr"], changed.team, changed.service_level.amount) == ("Nid-de-poule", "environment", 3)
    assert changed.names["nl"] == "Put of beschadigd wegdek"
    assert live_handbook(town.authority)[1].by_code["pothole"].team == "works"
    words = town.page()
    assert "Category “Pothole or damaged road”" in words
    assert "10 working days" in words
    assert "3 working days" in words


def test_saving_without_a_change_leaves_a_category_as_it_was(town):
    for category in live_handbook(town.authority)[1].categories:
        assert town.send(f"categories/{category.code}/")[0] == 302, category.code
    for rule in ("templates/started", "refusals/not-found", "teams/works"):
        assert town.send(f"{rule}/")[0] == 302

    assert town.draft == live_handbook(town.authority)[1]


def test_a_name_is_needed_and_what_was_typed_is_kept(town):
    empty = {f"names_{language}": "" for language in LANGUAGES}

    status, page = town.send("categories/pothole/", **empty, term_amount=7)

    assert status == 422
    assert 'value="7"' in page


def test_a_new_category_gets_a_code_of_its_name_and_a_long_name_is_refused(town):
    assert town.send("categories/-/new/", names_fr="Pigeons & Cie")[0] == 302
    assert town.draft.by_code["pigeons-cie"].names == {"fr": "Pigeons & Cie"}
    assert town.send("categories/-/new/", names_fr="x" * 201)[0] == 422


def test_a_category_is_taken_out_in_favour_of_another(town):
    address = town.address("categories/marking/remove/")

    assert town.client.post(address, {"by": "pothole"}).status_code == 302

    assert town.draft.category("marking").code == "pothole"
    assert "marking" not in {one.code for one in town.draft.leaf_categories}
    assert "Now: Pothole" in town.page("categories/")


def test_a_team_that_categories_name_cannot_be_taken_out_and_the_page_says_which(town):
    answer = town.client.post(town.address("teams/works/remove/"), {})

    assert answer.status_code == 422
    assert "pothole" in answer.content.decode()


def test_a_question_is_asked_with_answers_in_two_languages(town):
    values = {"values_fr": "Petit\nGrand", "values_nl": "Klein\nGroot"}

    status, _ = town.send(
        "categories/pothole/questions/new/", names_fr="Taille", datatype="singlevaluelist", **values, required="on"
    )

    question = town.draft.by_code["pothole"].questions[0]
    assert status == 302
    assert [(value.key, value.names["nl"]) for value in question.values] == [("petit", "Klein"), ("grand", "Groot")]
    assert question.required
    town.send(f"categories/pothole/questions/{question.code}/", values_fr="Grand", values_nl="Groot")
    assert [value.key for value in town.draft.by_code["pothole"].questions[0].values] == ["grand"]
    assert town.send("categories/pothole/questions/new/", names_fr="x", datatype="multivaluelist")[0] == 422
    town.client.post(town.address(f"categories/pothole/questions/{question.code}/remove/"))
    assert town.draft.by_code["pothole"].questions == ()


def test_a_rule_is_made_of_choices_and_of_a_file_with_an_area(town):
    square = {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.9], [4.3, 50.8]]]}
    area = SimpleUploadedFile("centre.geojson", json.dumps(square).encode())

    status, _ = town.send(
        "rules/-/new/",
        categories=["clean", "pothole"],
        weekdays=["6", "7"],
        since="22:00",
        until="06:00",
        channels=["phone"],
        way="team",
        team="office",
        why_fr="La nuit, la garde s’en occupe.",
        area=area,
    )

    rule = town.draft.rules[0]
    assert status == 302
    assert (rule.when.categories, rule.when.weekdays, rule.then.team) == (("clean", "pothole"), (6, 7), "office")
    assert rule.when.outline is not None
    words = town.page("rules/")
    for expected in ("to the team “Office”", "Saturday, Sunday", "22:00–06:00", "Telephone", "Inside the drawn area"):
        assert expected in words
    assert town.send(f"rules/{rule.code}/")[0] == 302
    assert town.draft.rules == (rule,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "team"},
        {"way": "authority"},
        {"way": "outside"},
        {"way": "commune", "since": "22:00"},
        {"way": "commune", "area": SimpleUploadedFile("x.geojson", b"no json")},
    ],
)
def test_a_rule_that_says_half_is_not_saved(town, wrong):
    assert town.send("rules/-/new/", **wrong)[0] == 422
    assert town.draft.rules == ()


def test_rules_move_up_and_down(town):
    for team in ("works", "office"):
        town.send("rules/-/new/", way="team", team=team, why_fr=team)
    first, second = (rule.code for rule in town.draft.rules)

    town.client.post(town.address(f"rules/{second}/move/"), {"to": "up"})

    assert [rule.code for rule in town.draft.rules] == [second, first]


def test_the_trial_says_what_would_have_gone_elsewhere_how_many_and_why():
    town = Town(place="21004")
    for _ in range(3):
        a_past_report(town)
    a_past_report(town, "litter")
    town.send("rules/-/new/", categories=["pothole"], way="team", team="office", why_en="The office collects them.")
    town.send("categories/litter/", term_amount=1)

    page = re.sub(r"\s+", " ", town.page("trial/"))

    assert "Of the last 4 reports, 0 would have been treated the same way." in page
    assert "<dt>Team</dt><dd>3</dd>" in page
    assert "<dt>Due</dt><dd>1</dd>" in page
    assert "Works</td><td>" in page
    assert "A rule of Town" in page
    assert "gives it to the team Office. The office collects them." in page


def test_a_draft_is_put_live_looked_back_at_and_gone_back_from(town):
    town.send("categories/pothole/", team="environment")
    assert "Put the draft live" in town.page("live/")

    assert town.send("live/", note="Potholes to the others")[0] == 302

    row, book = live_handbook(town.authority)
    assert (row.number, book.by_code["pothole"].team) == (2, "environment")
    assert "Potholes to the others" in town.page("versions/")
    changes = town.page("versions/2/", language="fr")
    assert "<del>Travaux</del> → <ins>Environnement et propreté</ins>" in changes
    town.client.post(town.address("versions/1/back/"))
    row, book = live_handbook(town.authority)
    assert (row.number, book.by_code["pothole"].team) == (3, "works")
    assert list(Handbook.objects.filter(state="past").values_list("number", flat=True)) == [1, 2]
