"""What bricks declare is true: access, languages, personal data, foreign keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from perron.kernel import registry
from perron.kernel.languages import LANGUAGES, Text
from perron.kernel.web import api_urls as kernel_api
from perron.kernel.web import urls as kernel_pages
from perron.ui import urls as ui_urls

# Addresses of Django and of allauth, which look after their own access.
OTHERS = ("account_", "mfa_", "usersessions_")
OPEN_BY_NATURE = {"front_door", "alive", "ready", "robots", "security"}


def texts(thing: object) -> Iterator[Text]:
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space, pattern.name or f"(no name) {pattern.pattern}"
        else:
            yield from addresses(pattern, pattern.namespace or space)


def declared_access(space: str) -> dict[str, object]:
    if space == "ui":
        return dict(ui_urls.ACCESS)
    for brick in registry.bricks():
        if space == f"{brick.name}_api" and brick.api:
            return dict(brick.api.access)
        if space == brick.name and brick.pages:
            return dict(brick.pages.access)
    return {**kernel_pages.ACCESS, **kernel_api.ACCESS}


def test_every_address_says_who_may_come_in():
    missing = [
        f"{space}:{name}"
        for space, name in addresses(get_resolver())
        if not name.startswith(OTHERS) and name not in OPEN_BY_NATURE and name not in declared_access(space)
    ]

    assert missing == []


@pytest.mark.parametrize("brick", registry.bricks(), ids=lambda brick: brick.name)
def test_every_declared_text_is_written_in_four_languages(brick):
    assert [
        text for text in texts(brick) if not all(text.in_language(language).strip() for language in LANGUAGES)
    ] == []


def _tells_about_a_person(field: models.Field) -> bool:
    related = getattr(field, "related_model", None)
    is_actor = related is not None and getattr(related, "_meta", None) and related._meta.label == "kernel.Actor"
    return bool(is_actor and field.concrete) or isinstance(field, models.EmailField)


def _goes_with_the_account(model: type[models.Model]) -> bool:
    people = [field for field in model._meta.fields if _tells_about_a_person(field)]
    return bool(people) and all(
        isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE and not field.null
        for field in people
    )


def house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("perron.")]


def test_every_column_about_a_person_is_declared():
    declared = {(entry.model, column) for entry in registry.personal_data() for column in entry.columns}
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in house_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and _tells_about_a_person(field)
        if (model._meta.label, field.name) not in declared
    ]

    assert missing == []


def test_every_table_about_people_says_how_long_it_is_kept():
    kept = {entry.model for entry in registry.retention()}
    # What goes with the account is kept as long as the account.
    kept |= {model._meta.label for model in house_models() if _goes_with_the_account(model)}

    assert sorted({entry.model for entry in registry.personal_data()} - kept) == []


def test_no_open_dataset_has_a_personal_column():
    personal = {(entry.model.split(".")[0], column) for entry in registry.personal_data() for column in entry.columns}
    shown = {
        (brick.name, column.name)
        for brick in registry.bricks()
        for dataset in brick.datasets
        for column in dataset.columns
    }

    assert sorted(shown & personal) == []


def test_no_foreign_key_reaches_into_another_brick():
    wrong = []
    for model in house_models():
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            if related is None or isinstance(related, str) or not getattr(field, "concrete", False):
                continue
            if related._meta.app_label not in {model._meta.app_label, "kernel"}:
                wrong.append(f"{model._meta.label}.{field.name} → {related._meta.label}")

    assert wrong == []
