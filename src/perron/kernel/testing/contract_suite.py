"""The suite that every brick must pass: what it declares is tried, with whatever its tests have put in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
import shapely
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from perron.kernel.actors import Actor
from perron.kernel.contract import (
    Access,
    BoundingBox,
    Brick,
    ColumnType,
    HomeSection,
    MapLayer,
    NoticeKind,
    OpenDataset,
    PersonalData,
    Searchable,
)
from perron.kernel.languages import LANGUAGES, Text
from perron.kernel.notices import words_of
from perron.kernel.testing.factories import an_actor

Run = Callable[[], None]
Case = tuple[str, Run]
WORLD = BoundingBox(-180, -90, 180, 90)
SOME = 20  # things of a kind that are looked at
FITTING: Mapping[ColumnType, type | tuple[type, ...]] = {
    ColumnType.TEXT: str,
    ColumnType.INTEGER: int,
    ColumnType.DECIMAL: (float, Decimal, int),
    ColumnType.BOOLEAN: bool,
    ColumnType.DATE: date,
    ColumnType.DATETIME: datetime,
    ColumnType.GEOMETRY: Mapping,
}


def brick_contract(brick: Brick) -> tuple[Case, ...]:
    """All cases for a brick, each a name and what to call; a brick's `tests/test_contract.py` runs them.

    They need the database. What they look at is what the test has made before: with nothing made, they prove that
    empty is answered too.
    """
    return tuple(_cases(brick))


def cases(brick: Brick) -> pytest.MarkDecorator:
    """`@cases(BRICK)` over `def test_...(case): case()`: one test per promise."""
    found = brick_contract(brick)
    return pytest.mark.parametrize("case", [run for _, run in found], ids=[name for name, _ in found])


def _cases(brick: Brick) -> Iterator[Case]:
    for dataset in brick.datasets:
        yield f"dataset {dataset.name}", partial(_dataset_is_what_it_says, dataset)
    for searchable in brick.search:
        yield f"search {searchable.kind}", partial(_found_things_have_pages, searchable)
    for layer in brick.layers:
        yield f"layer {layer.name}", partial(_features_are_geojson, layer)
    for section in brick.home:
        yield f"section {section.name}", partial(_section_answers_anywhere, section)
    for held in brick.personal_data:
        yield f"personal data {held.model}", partial(_a_person_is_told_and_forgotten, held)
    for kind in brick.notices:
        yield f"notice {kind.name}", partial(_notice_has_its_words, kind)
    yield "retention", partial(_terms_are_applied, brick)
    yield "health checks", partial(_health_is_answered, brick)
    yield "permissions", partial(_permissions_are_named, brick)
    yield "menu", partial(_menu_leads_somewhere, brick)
    yield "API", partial(_api_describes_itself, brick)


def _dataset_is_what_it_says(dataset: OpenDataset) -> None:
    """Rows have the declared columns and types, a key that tells them apart, and the same order twice."""
    rows, again = [list(map(dict, dataset.rows())) for _ in range(2)]
    assert rows == again, "the order or the content changes from one reading to the next"
    names = [column.name for column in dataset.columns]
    assert set(dataset.key) <= set(names), "the key is no column"
    for row in rows:
        assert list(row) == names, "a row has other columns than declared"
        for column in dataset.columns:
            value = row[column.name]
            assert value is None or _fits(value, column.type), f"{column.name}: {value!r} is no {column.type}"
    keys = [tuple(row[name] for name in dataset.key) for row in rows]
    assert len(set(keys)) == len(keys), "two rows have the same key"
    for text in (dataset.title, dataset.description, *(column.title for column in dataset.columns)):
        _is_said_in_all_languages(text)


def _fits(value: object, type_: ColumnType) -> bool:
    if isinstance(value, bool) is not (type_ is ColumnType.BOOLEAN):
        return False
    if isinstance(value, datetime):
        return type_ is ColumnType.DATETIME and value.tzinfo is not None
    return isinstance(value, FITTING[type_])


def _found_things_have_pages(searchable: Searchable) -> None:
    """Every public document is found again by its id, and its address is a page."""
    _is_said_in_all_languages(searchable.title)
    reader = Client()
    for found in [document for document in searchable.documents() if document.access == "public"][:SOME]:
        assert searchable.document(found.ref.id) == found
        assert found.title, "it has no title"
        assert reader.get(found.address, follow=True).status_code == 200, found.address
    assert searchable.document("0") is None, "what is gone is still found"


def _features_are_geojson(layer: MapLayer) -> None:
    """Every feature has a valid shape in degrees and a page; the limit and the box are kept."""
    _is_said_in_all_languages(layer.title)
    for feature in list(layer.features(WORLD, SOME)):
        shape = shapely.from_geojson(json.dumps(feature.geometry))
        west, south, east, north = shape.bounds
        assert shape.is_valid
        assert -180 <= west <= east <= 180, "not in degrees"
        assert -90 <= south <= north <= 90, "not in degrees"
        assert feature.title
        if feature.address:
            assert Client().get(feature.address, follow=True).status_code == 200, feature.address
    assert len(list(layer.features(WORLD, 1))) <= 1
    assert list(layer.features(BoundingBox(-179.9, -89.9, -179.8, -89.8), SOME)) == []


def _section_answers_anywhere(section: HomeSection) -> None:
    """It answers without a place, for a place that nobody knows, and keeps the limit; its lines lead to pages."""
    _is_said_in_all_languages(section.title)
    assert list(section.concerns(("99999",), 3)) == []
    lines = list(section.concerns((), 3))
    assert len(lines) <= 3
    for line in lines:
        assert line.title
        assert Client().get(line.address, follow=True).status_code == 200, line.address


def _a_person_is_told_and_forgotten(held: PersonalData) -> None:
    """Export and erasure run, for whoever we know and for a stranger; once erased, nothing is left to hand over."""
    assert set(held.columns) <= _columns(held.model), "a column is not in the table"
    for text in (held.purpose, held.legal_basis):
        _is_said_in_all_languages(text)
    for actor in [*Actor.objects.order_by("pk")[:SOME], an_actor()]:
        told = list(held.export(actor.pk))
        assert bool(told) == bool(held.erase(actor.pk)), "what is held is not what is erased"
        assert list(held.export(actor.pk)) == []


def _notice_has_its_words(kind: NoticeKind) -> None:
    """Its templates exist, and say something in every language."""
    _is_said_in_all_languages(kind.title)
    for language in LANGUAGES:
        title, body, _ = words_of(kind, language)
        assert title, f"no subject in {language}"
        assert body, f"no words in {language}"


def _terms_are_applied(brick: Brick) -> None:
    """Nothing is older than a thousand years, and everything has its legal basis in words."""
    for term in brick.retention:
        _is_said_in_all_languages(term.legal_basis)
        assert term.keep > timedelta(0)
        assert term.apply(timezone.now() - timedelta(days=365 * 1000)) == 0
        assert term.counted_from in _columns(term.model)


def _health_is_answered(brick: Brick) -> None:
    """Every check answers: well, or one sentence."""
    for check in brick.checks:
        answer = check.ask()
        assert answer is None or answer.strip()
        _is_said_in_all_languages(check.title)


def _permissions_are_named(brick: Brick) -> None:
    """A right has the name of the brick and of the act."""
    for permission in brick.permissions:
        assert permission.name.startswith(f"{brick.name}."), permission.name
        assert permission.name.removeprefix(f"{brick.name}.").isidentifier()
        _is_said_in_all_languages(permission.title)


def _menu_leads_somewhere(brick: Brick) -> None:
    """Every entry of the menu is a page in every language; those for staff ask to sign in."""
    for entry in brick.pages.menu if brick.pages else ():
        _is_said_in_all_languages(entry.title)
        for language in LANGUAGES:
            with translation.override(language):
                answers = [Client().get(reverse(name)) for name in (entry.url_name, entry.starts_at) if name]
            expected = 200 if entry.access is Access.PUBLIC else 302
            assert {answer.status_code for answer in answers} == {expected}, entry.url_name


def _api_describes_itself(brick: Brick) -> None:
    """The API has an OpenAPI 3.1 document."""
    if brick.api:
        described = Client().get(f"/api/{brick.name}/v{brick.api.version}/{brick.api.openapi}")
        assert described.status_code == 200
        assert described.json()["openapi"].startswith("3.1")


def _is_said_in_all_languages(text: Text) -> None:
    assert all(text.in_language(language).strip() for language in LANGUAGES), f"not in all languages: {text}"


def _columns(model: str) -> set[str]:
    return {field.name for field in apps.get_model(model)._meta.get_fields()}  # noqa: SLF001  Django's own way to ask
