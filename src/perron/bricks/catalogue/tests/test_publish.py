"""What strangers see: search and facets, inventory, map, home page, feeds; and what we hold about people."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.actions.questions import ask_question
from perron.bricks.catalogue.actions.review import withdraw_dataset
from perron.bricks.catalogue.brick import BRICK
from perron.bricks.catalogue.models import Dataset, Question, TableFile, Upload
from perron.bricks.catalogue.publish import documents, feed, inventory, people, places
from perron.bricks.catalogue.queries.finding import datasets_found, topic_of
from perron.bricks.catalogue.queries.reading import versions_of
from perron.bricks.catalogue.rules.searching import DatasetQuestion
from perron.bricks.catalogue.tests.factories import LATER, NOON, a_draft, a_published_dataset, an_editor_of
from perron.kernel import search
from perron.kernel.contract import BoundingBox
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = [pytest.mark.django_db, pytest.mark.urls("perron.bricks.catalogue.tests.addresses")]

SEARCH = BRICK.search[0]


def indexed() -> None:
    search.index(SEARCH.kind, SEARCH.documents())


def counts(found, name: str) -> dict[str, int]:
    return {choice.label: choice.count for facet in found.facets if facet.name == name for choice in facet.choices}


def test_only_what_is_public_can_be_found():
    draft, public = a_draft(), a_published_dataset()

    assert [document.ref for document in documents.documents()] == [public.ref]
    assert documents.document(str(draft.pk)) is None
    withdraw_dataset(actor=an_editor_of(public.authority), dataset=public, reason="Wrong", at=LATER)
    assert documents.document(str(public.pk)) is None


def test_a_dataset_is_found_by_title_description_keyword_and_column():
    dataset = a_published_dataset()
    indexed()

    for words in ("arbre", "bomen", "essence", "parc", "plantation", "ARBRES ville"):
        assert datasets_found(DatasetQuestion(words=words)).datasets == (dataset,), words
    assert datasets_found(DatasetQuestion(words="piscine")).total == 0


def test_the_excerpt_of_a_dataset_is_its_description_not_its_columns():
    a_published_dataset()
    indexed()

    (hit,) = search.find(search.Question(words="annee", language="fr")).hits

    assert "annee" not in "".join(piece.words for piece in hit.excerpt)  # "année" is in the description


def test_facets_narrow_count_and_are_named_in_the_readers_language():
    one = a_published_dataset(an_authority(names={"en": "Town of Trees"}))
    other = a_published_dataset(themes=("TRAN",), licence="CC0-1.0", frequency="DAILY")
    indexed()

    everything = datasets_found(DatasetQuestion())
    assert everything.total == 2
    assert counts(everything, "theme") == {"Environment": 1, "Transport": 1}
    assert counts(everything, "publisher")["Town of Trees"] == 1
    assert counts(everything, "format")["CSV"] == 2
    assert sum(counts(everything, "quality").values()) == 2

    narrowed = datasets_found(DatasetQuestion(theme=("ENVI",)))
    assert narrowed.datasets == (one,)
    assert counts(narrowed, "theme")["Transport"] == 1
    assert datasets_found(DatasetQuestion(licence=("CC0-1.0",), frequency=("DAILY",))).datasets == (other,)
    assert datasets_found(DatasetQuestion(), other.authority).datasets == (other,)
    assert datasets_found(DatasetQuestion(publisher=(one.authority.slug,))).rows[0].formats[0] == "csv"


def test_a_search_is_followed_under_one_topic_whatever_its_order_and_page():
    asked = DatasetQuestion(words="Arbres", theme=("ENVI",))

    assert topic_of(asked) == "search:q=arbres&kind=catalogue.dataset&facet.theme=ENVI"
    assert topic_of(asked.continued("x")) == topic_of(asked)


def test_the_index_may_lag_behind_and_nothing_withdrawn_is_shown():
    dataset = a_published_dataset()
    indexed()
    withdraw_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, reason="Wrong", at=LATER)

    assert datasets_found(DatasetQuestion(words="arbres")).datasets == ()


def test_the_inventory_has_the_columns_it_promises_and_a_row_per_public_dataset():
    dataset = a_published_dataset()
    a_draft()

    (row,) = inventory.rows()
    assert set(row) == {column.name for column in inventory.INVENTORY.columns}
    assert (row["address"], row["formats"], row["version"]) == (dataset.slug, "csv json parquet xlsx", 1)


def test_a_table_with_places_is_on_the_map_and_a_draft_is_not():
    dataset, draft = a_published_dataset(), a_draft()
    TableFile.objects.filter(version__dataset__in=[dataset, draft]).update(box=[4.3, 50.8, 4.4, 50.9])

    (feature,) = places.features(BoundingBox(4.35, 50.85, 5, 51), 10)
    assert (feature.ref, feature.geometry["type"]) == (dataset.ref, "Polygon")
    assert list(places.features(BoundingBox(5, 50, 6, 51), 10)) == []


def test_home_shows_the_newest_data_about_a_place_and_around():
    dataset = a_published_dataset()
    Dataset.objects.filter(pk=dataset.pk).update(place="X1")

    (concern,) = places.concerns(("X1", "X0"), 5)
    assert concern.address.endswith(f"/{dataset.slug}/")
    assert list(places.concerns(("X2",), 5)) == []
    assert len(list(places.concerns((), 5))) == 1


def test_feeds_have_ids_that_do_not_depend_on_the_language():
    dataset = a_published_dataset()

    (entry,) = feed.entries_of_datasets([dataset])
    (edition,) = feed.entries_of_versions(dataset, versions_of(dataset))
    assert (entry.id, entry.updated_at) == (f"catalogue:dataset:{dataset.pk}", NOON)
    assert edition.id == f"catalogue:version:{dataset.current.pk}"


def test_what_we_hold_about_a_person_is_handed_over_and_detached():
    dataset, actor = a_published_dataset(), an_actor(name="Ada")
    ask_question(actor=actor, dataset=dataset, kind="need", words="By street", language="en", at=NOON)
    questions = next(entry for entry in people.PERSONAL_DATA if entry.model == "catalogue.Question")

    (held,) = questions.export(actor.pk)
    assert (held["thing"], held["part"], held["author_name"]) == ("By street", ["author"], "")
    assert questions.erase(actor.pk) == 1
    question = Question.objects.get()
    assert (question.author, question.author_name, question.words) == (None, "", "By street")
    assert questions.erase(actor.pk) == 0


def test_what_was_never_published_is_deleted_after_its_term_and_the_rest_stays():
    draft, public = a_draft(), a_published_dataset()
    retention = next(entry for entry in people.RETENTION if entry.model == "catalogue.Upload")

    assert retention.apply(NOON) == 0
    retention.apply(LATER)
    assert list(Dataset.objects.all()) == [public]
    assert Upload.objects.get().version.dataset == public
    assert not Dataset.objects.filter(pk=draft.pk).exists()


def test_addresses_of_visitors_are_forgotten_after_their_term():
    dataset = a_published_dataset()
    asked = {"kind": "question", "words": "?", "language": "en", "author_email": "me@example.org", "at": NOON}
    ask_question(actor=None, dataset=dataset, **asked)
    retention = next(entry for entry in people.RETENTION if entry.model == "catalogue.Question")

    assert (retention.apply(NOON), retention.apply(LATER), retention.apply(LATER)) == (0, 1, 0)
    assert Question.objects.get().author_email == ""


def test_what_an_agent_did_is_told_of_her_and_detached():
    dataset = a_published_dataset()
    agent = dataset.owner
    held = {entry.model: list(entry.export(agent.pk)) for entry in people.PERSONAL_DATA}

    assert held["catalogue.Dataset"][0]["part"] == ["owner"]
    assert [entry.erase(agent.pk) for entry in people.PERSONAL_DATA][:2] == [1, 1]
    assert an_agent_of(dataset.authority) != agent
