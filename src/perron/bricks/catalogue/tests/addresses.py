"""Addresses of the catalogue for tests: how those of a desk are reached, and a small site where only names matter."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from perron.bricks.catalogue.actions.questions import ask_question
from perron.bricks.catalogue.actions.reuses import add_reuse
from perron.bricks.catalogue.actions.review import propose_dataset, withdraw_dataset
from perron.bricks.catalogue.actions.sources import schedule_source
from perron.bricks.catalogue.actions.versions import propose_version
from perron.bricks.catalogue.rules.reuse import ReuseProposal
from perron.bricks.catalogue.tests.factories import (
    NOON,
    TREES,
    a_draft,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel import file_parts
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of

MORE_TREES = f"{TREES}4;Érable;2020\n"
UNFIT = "id;essence;annee\n" + "".join(f"{n};Chêne;{1950 + n}\n" for n in range(1, 60)) + "60;Hêtre;inconnue\n"


def page(request: HttpRequest, **_: object) -> HttpResponse:
    """Any page."""
    return HttpResponse()


_catalogue = [
    path("d/<slug:slug>/", page, name="dataset"),
    path("desk/<slug:authority>/datasets/<int:pk>/", page, name="desk_dataset"),
]
urlpatterns = [path("en/catalogue/", include((_catalogue, "catalogue"))), path("", include("perron.kernel.web.urls"))]


def _itself(authority: Authority) -> dict[str, object]:
    return {"authority": authority.slug}


def _draft(authority: Authority) -> dict[str, object]:
    return {"authority": authority.slug, "pk": a_draft(authority).pk}


def _proposed(authority: Authority) -> dict[str, object]:
    dataset = a_draft(authority)
    propose_dataset(actor=an_agent_of(authority), dataset=dataset, at=NOON)
    return {"authority": authority.slug, "pk": dataset.pk}


def _published(authority: Authority) -> dict[str, object]:
    return {"authority": authority.slug, "pk": a_published_dataset(authority).pk}


def _withdrawn(authority: Authority) -> dict[str, object]:
    dataset = a_published_dataset(authority)
    withdraw_dataset(actor=an_editor_of(authority), dataset=dataset, reason="Wrong figures.", at=NOON)
    return {"authority": authority.slug, "pk": dataset.pk}


def _file(authority: Authority) -> dict[str, object]:
    return {"authority": authority.slug, "pk": an_upload(authority).pk}


def _unfit(authority: Authority) -> dict[str, object]:
    upload = an_upload(authority, text=UNFIT)
    return {"authority": authority.slug, "pk": upload.pk, "table": upload.tables.get().pk}


def _part(authority: Authority) -> dict[str, object]:
    part = file_parts.begin(actor=an_agent_of(authority), name="large.csv", size=10)
    return {"authority": authority.slug, "ticket": part.ticket}


def _table(authority: Authority) -> dict[str, object]:
    dataset = a_draft(authority)
    return {"authority": authority.slug, "pk": dataset.pk, "table": dataset.versions.get().tables.get().pk}


def _column(authority: Authority) -> dict[str, object]:
    dataset = a_draft(authority)
    table = dataset.versions.get().tables.get()
    return {"authority": authority.slug, "pk": dataset.pk, "table": table.name, "field": table.dictionary[0].field}


def _compared(authority: Authority) -> dict[str, object]:
    dataset, upload = a_published_dataset(authority), an_upload(authority, text=MORE_TREES)
    return {"authority": authority.slug, "pk": dataset.pk, "upload": upload.pk}


def _version(authority: Authority) -> dict[str, object]:
    dataset, upload = a_published_dataset(authority), an_upload(authority, text=MORE_TREES)
    version = propose_version(actor=an_agent_of(authority), dataset=dataset, upload=upload, at=NOON)
    return {"authority": authority.slug, "pk": dataset.pk, "version": version.pk}


def _source(authority: Authority) -> dict[str, object]:
    dataset = a_published_dataset(authority)
    schedule_source(
        actor=an_editor_of(authority), dataset=dataset, url="https://example.org/trees.csv", every="day", at=NOON
    )
    return {"authority": authority.slug, "pk": dataset.pk}


def _question(authority: Authority) -> dict[str, object]:
    asked = {"kind": "question", "words": "Which park?", "language": "fr", "author_email": "someone@example.org"}
    question = ask_question(actor=None, dataset=a_published_dataset(authority), at=NOON, **asked)
    return {"authority": authority.slug, "pk": question.pk}


def _reuse(authority: Authority) -> dict[str, object]:
    proposal = ReuseProposal(
        kind="application",
        title="Tree finder",
        url="https://example.org/trees",
        language="fr",
        author_email="a@example.org",
    )
    reuse = add_reuse(actor=None, dataset=a_published_dataset(authority), proposal=proposal, at=NOON)
    return {"authority": authority.slug, "pk": reuse.pk}


ADDRESSES: dict[str, Callable[[Authority], dict[str, object]]] = {
    f"catalogue:{name}": way
    for name, way in {
        "desk": _itself,
        "desk_new": _itself,
        "desk_questions": _itself,
        "desk_reuses": _itself,
        "desk_parts": _itself,
        "desk_part": _part,
        "desk_upload": _file,
        "desk_read_again": _file,
        "desk_discard_upload": _file,
        "desk_take": _file,
        "desk_unfit": _unfit,
        "desk_dataset": _draft,
        "desk_describe": _draft,
        "desk_columns": _table,
        "desk_address": _draft,
        "desk_propose": _draft,
        "desk_send_back": _proposed,
        "desk_publish": _draft,
        "desk_withdraw": _published,
        "desk_restore": _withdrawn,
        "desk_discard": _draft,
        "desk_justify": _column,
        "desk_versions": _published,
        "desk_compare": _compared,
        "desk_version": _version,
        "desk_accept": _version,
        "desk_refuse": _version,
        "desk_source": _source,
        "desk_stop_source": _source,
        "desk_question": _question,
        "desk_hide_question": _question,
        "desk_reuse": _reuse,
    }.items()
}
