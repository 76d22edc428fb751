"""`perron starter_set`."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from perron.kernel import registry
from perron.kernel.search import index_all
from perron.project import serving, starting


class Command(BaseCommand):
    help = "Fill an installation with authorities, people and data to try it with. What is there already is left alone."

    def handle(self, *args: object, **options: object) -> None:
        with serving.told("Authorities"):
            made = list(starting.make_authorities())
        with serving.told("People"):
            people = starting.make_people(serving.starter_password(), now())
        with serving.told("Data"):
            datasets = list(_datasets()) if made else []
            reports = list(_reports()) if made else []
        counted = f"{len(made)} authorities, {people} people, {len(datasets)} datasets, {len(reports)} reports made."
        self.stdout.write(f"  {counted}")
        with serving.told("Search"):
            index_all()


def _datasets() -> Iterator[str]:
    """The data, when the catalogue is installed."""
    if "catalogue" not in {brick.name for brick in registry.bricks()}:
        return
    from perron.project.starter_datasets import make_datasets  # noqa: PLC0415 - only with that brick

    yield from make_datasets(now())


def _reports() -> Iterator[str]:
    """The reports, when that brick is installed."""
    if "reports" not in {brick.name for brick in registry.bricks()}:
        return
    from perron.project.starter_reports import make_reports  # noqa: PLC0415 - only with that brick

    yield from make_reports(now())
