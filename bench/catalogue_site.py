"""A site with 12,000 datasets, one with all that a page can show: `python -m bench.catalogue_site PORT`."""

# ruff: noqa: PLC0415  Django must be told where the database is before its models are read

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from perron.project import embedded, environment

if TYPE_CHECKING:
    from perron.bricks.catalogue.models import Dataset

SLUG = "arbres"
DATASETS = 12_000
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WORDS = ("eau", "air", "bruit", "école", "parc", "voirie", "arbres", "population", "budget", "mobilité", "logement")


def main() -> None:
    """Make the site, then become its web server."""
    os.environ["DATABASE_URL"] = embedded.start(environment.var_folder(), durable=False)
    os.environ["DJANGO_SETTINGS_MODULE"] = "perron.project.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from perron.kernel import search

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    _whole_dataset()
    _others()
    search.index_all()
    from perron.project.serving import web_server

    command = web_server("127.0.0.1", int(sys.argv[1]))
    os.execv(command[0], command)


def _whole_dataset() -> None:
    """Two versions, a place, twelve columns, answered questions, a reuse: made by the actions."""
    from perron.bricks.catalogue.actions.questions import answer_question, ask_question
    from perron.bricks.catalogue.actions.versions import accept_version, propose_version
    from perron.bricks.catalogue.models import Reuse
    from perron.bricks.catalogue.tests.factories import LATER, a_published_dataset, an_editor_of, an_upload

    dataset = a_published_dataset(text=_table(200), place="62063")
    if dataset.authority is None:
        raise AssertionError
    editor = an_editor_of(dataset.authority)
    version = propose_version(
        actor=editor, dataset=dataset, upload=an_upload(dataset.authority, text=_table(240)), at=LATER
    )
    accept_version(actor=editor, version=version, at=LATER)
    for number in range(3):
        said = {"words": f"Question {number} ?", "language": "fr", "author_email": "a@example.org"}
        asked = ask_question(actor=None, dataset=dataset, kind="question", at=LATER, **said)
        answer_question(actor=editor, question=asked, answer="Oui, depuis 1998.", at=LATER)
    Reuse.objects.create(
        dataset=dataset, title="Une carte", url="https://x.example/", language="fr", state="shown", added_at=LATER
    )


def _table(rows: int) -> str:
    columns = 12
    head = ";".join(["id", *(f"mesure_{number}" for number in range(1, columns))])
    lines = (";".join([str(row), *(str(row * number % 97) for number in range(1, columns))]) for row in range(rows))
    return "\n".join([head, *lines, ""])


def _others() -> None:
    """Records with a version each, without files."""
    from perron.bricks.catalogue.models import Dataset, Version

    made = Dataset.objects.bulk_create(_records(), batch_size=1000)
    versions = [Version(dataset=each, number=1, state="accepted", created_at=NOON, accepted_at=NOON) for each in made]
    for dataset, version in zip(made, Version.objects.bulk_create(versions, batch_size=1000), strict=True):
        dataset.current, dataset.state = version, "published"
    Dataset.objects.bulk_update(made, ["current", "state"], batch_size=1000)


def _records() -> Iterator[Dataset]:
    from perron.bricks.catalogue.models import Dataset
    from perron.bricks.catalogue.rules import frequencies, licences, themes
    from perron.kernel.places.facts import places
    from perron.kernel.testing.factories import an_authority

    chance = random.Random(1830)
    authorities = [an_authority() for _number in range(50)]
    communes = [place for place in places().values() if place.kind == "commune" and place.valid_until is None]
    for number in range(DATASETS - 1):
        place, words = chance.choice(communes), chance.sample(WORDS, 4)
        at = NOON - timedelta(hours=chance.randrange(20_000))
        yield Dataset(
            slug=f"dataset-{number}",
            authority=chance.choice(authorities),
            titles={"fr": f"{words[0].capitalize()} et {words[1]} : {place.names['fr']}"},
            descriptions={"fr": f"Le relevé de {words[2]} et de {words[3]} par quartier, depuis 2015."},
            themes=chance.sample(list(themes.THEMES), 2),
            licence=chance.choice(list(licences.LICENCES)),
            frequency=chance.choice(list(frequencies.FREQUENCIES)),
            place=place.nis,
            quality=chance.randrange(30, 100),
            created_at=at,
            changed_at=at,
            published_at=at,
            data_changed_at=at,
        )


if __name__ == "__main__":
    main()
