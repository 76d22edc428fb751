"""The work behind quick answers: a fast copy of each large table, written when it is published, deleted when unused."""

from __future__ import annotations

from django.conf import settings

from perron.bricks.catalogue.adapters.tables import engine, prepare, prune
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.queries.reading import as_table_to_read, tables_of
from perron.kernel import files
from perron.kernel.tasks import task


@task(name="catalogue.prepare_tables", lock="catalogue-fast-{dataset_id}", once="catalogue-fast-{dataset_id}")
def prepare_tables(*, dataset_id: int) -> None:
    """Write the fast copies of the large tables of a dataset's newest version, where there are none."""
    dataset = Dataset.objects.select_related("current").filter(pk=dataset_id, current__isnull=False).first()
    if dataset is None or dataset.current is None:
        return
    for kept in tables_of(dataset.current):
        table = as_table_to_read(dataset, dataset.current, kept)
        prepare(engine(), table.opened(files.local_path(kept.parquet)), rows=kept.row_count)


def make_room() -> int:
    """Delete the fast copies that were used longest ago, beyond the installation's limit. Gives how many went."""
    return prune(settings.TABLES_FOLDER, settings.TABLES_LIMIT)
