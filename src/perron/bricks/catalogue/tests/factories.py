"""Things of the catalogue for tests: valid by default, made by the actions themselves where that is what people do."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from perron.bricks.catalogue.actions.datasets import create_dataset, describe_dataset
from perron.bricks.catalogue.actions.review import publish_dataset
from perron.bricks.catalogue.actions.steps import reading
from perron.bricks.catalogue.actions.uploads import receive_upload
from perron.bricks.catalogue.adapters.reading import read_file
from perron.bricks.catalogue.models import Dataset, Upload
from perron.bricks.catalogue.rules.description import Description
from perron.bricks.catalogue.rules.understanding import Understanding
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 4, 12, tzinfo=UTC)
COMPLETE = Description(
    titles={"fr": "Arbres de la ville", "nl": "Bomen van de stad"},
    descriptions={"fr": "Tous les arbres plantés par la ville, avec leur essence et l'année de plantation."},
    keywords={"fr": ("arbre", "parc")},
    themes=("ENVI",),
    licence="CC-BY-4.0",
    frequency="ANNUAL",
    languages=("fr",),
    contact_email="data@example.org",
)
TREES = "id;essence;annee\n1;Chêne;1998\n2;Hêtre;2004\n3;Tilleul;2011\n"


def an_editor_of(authority: Authority) -> Actor:
    """Someone who publishes."""
    return with_second_factor(an_agent_of(authority, role=Role.EDITOR))


def an_administrator_of(authority: Authority) -> Actor:
    """Someone who justifies personal data."""
    return with_second_factor(an_agent_of(authority, role=Role.ADMINISTRATOR))


def an_upload(
    authority: Authority | None = None, *, text: str = TREES, name: str = "arbres.csv", read: bool = True
) -> Upload:
    """A file that an agent dropped, read by the real reader unless `read` is false."""
    authority = authority or an_authority()
    actor = an_agent_of(authority)
    upload = receive_upload(actor=actor, authority=authority, stream=BytesIO(text.encode()), name=name, at=NOON)
    if read:
        understanding, folder = _read_once(text, name)
        reading._keep(upload.pk, upload.attempt, understanding, folder)
        upload.refresh_from_db()
    return upload


@cache
def _read_once(text: str, name: str) -> tuple[Understanding, Path]:
    """The real reading, once per content: it starts a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="perron-read-"))
    (folder / "sent").write_text(text)
    return read_file(folder / "sent", name=name, into=folder / "tables"), folder / "tables"


def a_draft(authority: Authority | None = None, *, text: str = TREES, **changes: Any) -> Dataset:  # of Description
    """A draft with one table and a complete description."""
    authority = authority or an_authority()
    actor = an_agent_of(authority)
    dataset = create_dataset(actor=actor, authority=authority, upload=an_upload(authority, text=text), at=NOON)
    description = replace(COMPLETE, **changes)
    return describe_dataset(
        actor=actor, dataset=dataset, description=description, edit_number=dataset.edit_number, at=NOON
    )


def a_published_dataset(authority: Authority | None = None, *, text: str = TREES, **changes: Any) -> Dataset:
    """A dataset that everybody sees."""
    dataset = a_draft(authority, text=text, **changes)
    assert dataset.authority is not None
    return publish_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, at=NOON)
