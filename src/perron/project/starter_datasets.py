"""The published data of the starter set: files of our own making, put through the same steps as an agent's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from perron.bricks.catalogue.actions.datasets import create_dataset, describe_dataset
from perron.bricks.catalogue.actions.review import publish_dataset
from perron.bricks.catalogue.actions.steps.reading import read_upload
from perron.bricks.catalogue.actions.uploads import receive_upload
from perron.bricks.catalogue.rules.description import Description
from perron.kernel.actors import Actor, actor_by_email
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.languages import pick
from perron.project.starting import FOLDER


def make_datasets(at: datetime) -> Iterator[str]:
    """Each dataset of the starter set, published; gives its address. Call it once, on an empty catalogue."""
    described = json.loads((FOLDER / "datasets.json").read_text(encoding="utf-8"))
    for one in described:
        yield _make(one, authority_by_slug(one["authority"]), actor_by_email(one["owner"]), at)


def _make(one: dict[str, Any], authority: Authority, editor: Actor, at: datetime) -> str:  # as read from JSON
    with (FOLDER / one["file"]).open("rb") as stream:
        upload = receive_upload(actor=editor, authority=authority, stream=stream, name=one["file"], at=at)
    read_upload(upload_id=upload.pk, attempt=upload.attempt)
    upload.refresh_from_db()
    dataset = create_dataset(actor=editor, authority=authority, upload=upload, titles=one["titles"], at=at)
    described = describe_dataset(
        actor=editor, dataset=dataset, description=_description(one, authority), edit_number=dataset.edit_number, at=at
    )
    return publish_dataset(actor=editor, dataset=described, at=at).slug


def _description(one: dict[str, Any], authority: Authority) -> Description:  # as read from JSON
    start, end = one["period"] or (None, None)
    return Description(
        titles=one["titles"],
        descriptions=one["descriptions"],
        keywords={language: tuple(words) for language, words in one["keywords"].items()},
        themes=tuple(one["themes"]),
        licence=one["licence"],
        frequency=one["frequency"],
        place=one["place"],
        period_start=date.fromisoformat(start) if start else None,
        period_end=date.fromisoformat(end) if end else None,
        languages=tuple(one["languages"]),
        contact_name=pick(authority.names, authority.languages[0]).words,
        contact_email=authority.email,
    )
