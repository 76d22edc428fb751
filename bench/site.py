"""A whole site with one published table of a million rows: `python -m bench.site CSV PORT`, with PERRON_VAR set."""

# ruff: noqa: PLC0415  Django must be told where the database is before its models are read

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from perron.project import embedded, environment

SLUG = TABLE = "million"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def main() -> None:
    """Make the site, then become its web server."""
    source, port = Path(sys.argv[1]), int(sys.argv[2])
    os.environ["DATABASE_URL"] = embedded.start(environment.var_folder(), durable=False)
    os.environ["DJANGO_SETTINGS_MODULE"] = "perron.project.settings"
    import django

    django.setup()
    _publish(source)
    from perron.project.serving import web_server

    command = web_server("127.0.0.1", port)
    os.execv(command[0], command)


def _publish(source: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from perron.bricks.catalogue.adapters.reading import read_file
    from perron.bricks.catalogue.adapters.tables import engine, prepare
    from perron.bricks.catalogue.models import Dataset, TableFile, Version
    from perron.bricks.catalogue.queries.reading import table_to_read
    from perron.bricks.catalogue.rules.dictionary import columns_to_json, entry_from_understanding
    from perron.kernel import files
    from perron.kernel.testing.factories import an_authority

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    folder = source.parent / "read"
    table = read_file(source, name=source.name, into=folder).tables[0]
    stored = files.store_path(folder / table.parquet, name="million.parquet")
    dataset = Dataset.objects.create(
        authority=an_authority(),
        slug=SLUG,
        titles={"en": "A million"},
        licence="CC-BY-4.0",
        created_at=NOON,
        changed_at=NOON,
    )
    version = Version.objects.create(dataset=dataset, number=1, state="accepted", created_at=NOON, accepted_at=NOON)
    TableFile.objects.create(
        version=version,
        name=TABLE,
        parquet=stored,
        row_count=table.row_count,
        columns=columns_to_json(entry_from_understanding(column) for column in table.columns),
        points=["longitude", "latitude"],
    )
    Dataset.objects.filter(pk=dataset.pk).update(state="published", current=version, published_at=NOON)
    found = table_to_read(slug=SLUG)
    prepare(engine(), found.opened(files.local_path(stored)), rows=table.row_count)


if __name__ == "__main__":
    main()
