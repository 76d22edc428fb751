"""The handbook's document: read, written, refused with every problem; trees of others; words that suggest; reasons."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from perron.bricks.reports.actions.handbook_refusals import (
    AlreadyLive,
    AlreadyOpen,
    HandbookRefused,
    NoSuchTeam,
    NothingDrafted,
    NothingToChoose,
    NotOnTheStaff,
)
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.rules.handbook import Audience, Handbook
from perron.bricks.reports.rules.handbook_changes import Kind, moved, new_code, with_part, without_part
from perron.bricks.reports.rules.handbook_differences import How, differences
from perron.bricks.reports.rules.handbook_problems import PLACES, SENTENCES, HandbookWrong
from perron.bricks.reports.rules.importing import NotATree, read_tree
from perron.bricks.reports.rules.reasons import INTERNAL, sentence, sentences
from perron.bricks.reports.rules.reasons import SENTENCES as REASONS
from perron.bricks.reports.rules.suggesting import suggest
from perron.kernel.errors import Refused
from perron.kernel.tests.real_files import real_file

BOOK = first_handbook()
PUBLIC = BOOK.leaves_for(Audience.PUBLIC)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def problems_of(content: object) -> dict[str, str]:
    with pytest.raises(HandbookWrong) as wrong:
        Handbook.read(content)
    return {".".join(problem.path): problem.code for problem in wrong.value.problems}


def test_what_is_written_is_read_again():
    assert Handbook.read(json.loads(json.dumps(BOOK.write()))) == BOOK
    assert Handbook.read({}).write() == {}


def test_all_problems_are_told_at_once_with_their_place():
    found = problems_of(
        {
            "categories": [
                {"code": "A b", "names": {"fr": "x"}, "colour": "red"},
                {"code": "b", "names": {}, "priority": 9, "service_level": {"amount": 0}},
                {
                    "code": "c",
                    "names": {"es": "hoyo"},
                    "questions": [{"code": "q", "names": {"fr": "?"}, "datatype": "singlevaluelist"}],
                },
            ],
            "rules": [
                {"code": "r", "when": {"weekdays": [8], "hours": ["25:00", "x"], "area": {"type": "Point"}}, "then": {}}
            ],
            "teams": [{"code": "t", "names": {"fr": "T"}, "email": "nobody"}],
            "holidays": ["tomorrow"],
            "quiet": {"since": "21:00"},
            "surprise": 1,
        }
    )

    assert found["categories.A b.code"] == "not_right"
    assert found["categories.A b.colour"] == "unknown"
    assert found["categories.b.names"] == "missing"
    assert found["categories.b.priority"] == "not_between"
    assert found["categories.c.names"] == "language"
    assert found["rules.r.then"] == "not_one_way"
    assert {"rules.r.when.weekdays", "rules.r.when.hours", "rules.r.when.area", "teams.t.email"} <= set(found)
    assert (found["holidays"], found["quiet.until"], found["surprise"]) == ("not_a_day", "not_a_time", "unknown")


def test_parts_that_do_not_hold_together_are_told():
    names = {"fr": "x"}
    found = problems_of(
        {
            "categories": [
                {"code": "a", "names": names, "team": "none", "parent": "b"},
                {"code": "b", "names": names, "parent": "a"},
                {"code": "c", "names": names, "replaced_by": "d"},
                {"code": "d", "names": names, "replaced_by": "c"},
                {"code": "e", "names": names},
                {"code": "e", "names": names},
            ],
            "rules": [{"code": "r", "when": {"categories": ["zz"]}, "then": {"team": "none"}}],
        }
    )

    assert found["categories.a.team"] == "no_such_team"
    assert found["categories.b.parent"] == "no_such_group"
    assert found["categories.c.replaced_by"] == "no_such_category"
    assert found["categories.e"] == "twice"
    assert found["rules.r.when.categories"] == "no_such_category"


@given(
    st.dictionaries(st.sampled_from(["categories", "teams", "rules", "quiet", "holidays", "settings", "x"]), anything)
    | anything
)
def test_no_document_at_all_breaks_the_reader(content):
    try:
        book = Handbook.read(content)
    except HandbookWrong:
        return
    assert Handbook.read(book.write()) == book


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_each_problem_and_each_reason_has_its_sentence(language):
    with translation.override(language):
        assert all(str(words) for words in (*SENTENCES.values(), *PLACES.values(), *REASONS.values()))
        said = sentences([{"code": code, "authority": "a", "from": "a", "to": "b"} for code in REASONS], str)
    assert len(said) == len(REASONS) - len(INTERNAL)


def test_a_reason_says_the_distance_the_street_and_why():
    kept = {"code": "manager_of_road", "authority": "region", "metres": 3.4, "place_names": {"fr": "Rue Neuve"}}
    handed = {"code": "handed_over", "from": "region", "to": "town", "why": {"fr": "Les communes nettoient."}}
    names = {"region": "Bruxelles Mobilité", "town": "la Ville"}.__getitem__

    with translation.override("fr"):
        road, hand_over = sentence(kept, names), sentence(handed, names)

    assert road == "Va à Bruxelles Mobilité : à 3 m de Rue Neuve, que cette autorité gère."
    assert hand_over.endswith("à la Ville. Les communes nettoient.")
    assert sentence({"code": "of another version"}, names) == ""


@pytest.mark.parametrize(
    ("words", "language", "code"),
    [
        ("un gros nid-de-poule devant chez moi", "fr", "pothole"),
        ("Le LAMPADAIRE ne marche plus", "fr", "lamp"),
        ("lampadair éteint", "fr", "lamp"),
        ("poubelles débordent", "fr", "bin"),
        ("stoeptegel los", "nl", "pavement"),
        ("sluikstort van matrassen", "nl", "dump"),
        ("lantarnpaal kapot", "nl", "lamp"),
        ("Schlaglöcher in der Straße", "de", "pothole"),
        ("the street lights are out", "en", "lamp"),
    ],
)
def test_words_suggest_a_category(words, language, code):
    assert suggest(words, language, PUBLIC)[0] == code


@pytest.mark.parametrize("words", ["", "   ", "bonjour madame", "👋", "a" * 5000])
def test_words_that_say_nothing_suggest_nothing(words):
    assert suggest(words, "fr", PUBLIC) == ()


def test_signalen_has_its_two_levels():
    book = read_tree(
        json.loads(real_file("08_reports_and_decisions/signals/categories.json").read_text(encoding="utf-8"))
    )

    assert (len(book.groups), len(book.leaf_categories)) == (9, 77)


def test_an_open311_service_list_keeps_codes_groups_keywords_and_questions():
    services = [
        {"service_code": "001", "service_name": "Cans left out", "keywords": "cans, bins", "group": "sanitation"},
        {"service_code": "DMV66", "service_name": "Signs", "description": "Bent or gone", "group": "street"},
    ]
    asked = {
        "attributes": [
            {
                "variable": True,
                "code": "WHISH",
                "datatype": "singlevaluelist",
                "required": True,
                "description": "Which?",
                "values": [{"key": 123, "name": "Ford"}, {"key": 124, "name": "Chrysler"}],
            },
            {"variable": False, "code": "NOTE", "datatype": "text", "description": "Only shown"},
        ]
    }

    book = read_tree(services, "en", {"DMV66": asked})

    sign = book.by_code["dmv66"]
    assert book.by_code["001"].keywords == {"en": ("cans", "bins")}
    assert (sign.parent, sign.description) == ("group-street", {"en": "Bent or gone"})
    assert [(one.code, one.required, len(one.values)) for one in sign.questions] == [("whish", True, 2)]


@pytest.mark.parametrize("document", [None, 3, "x", [], {}, [{"model": "other"}]])
def test_what_is_no_tree_is_refused(document):
    with pytest.raises(NotATree):
        read_tree(document)


def test_differences_name_what_was_added_removed_changed_and_moved():
    pothole = BOOK.by_code["pothole"]
    renamed = replace(pothole, names={**pothole.names, "fr": "Nid-de-poule"})
    after = without_part(with_part(BOOK, renamed), Kind.CATEGORIES, "pests")

    found = {(one.code, one.how): one.entries for one in differences(BOOK, after)}

    assert set(found) == {("pothole", How.CHANGED), ("pests", How.REMOVED)}
    assert [entry.name for entry in found["pothole", How.CHANGED]] == ["names.fr"]
    assert differences(BOOK, moved(BOOK, Kind.CATEGORIES, "pests", -1)) == []


def test_codes_are_made_of_names_and_never_twice():
    assert new_code({"fr": "Éclairage & Œuvres"}, ()) == "eclairage-oeuvres"
    assert new_code({"fr": "Arbre"}, ("arbre", "arbre-2")) == "arbre-3"
    assert new_code({"fr": "!!!"}, ()) == "new"


@pytest.mark.parametrize(
    "refusal", [AlreadyLive, AlreadyOpen, HandbookRefused, NoSuchTeam, NotOnTheStaff, NothingDrafted, NothingToChoose]
)
def test_each_refusal_has_a_sentence(refusal: type[Refused]):
    assert str(refusal(problems="x"))
