"""The work behind declared datasets: refresh one, or all, and mark those whose brick is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import timezone

from perron.bricks.catalogue.actions import declared as acts
from perron.kernel import events, registry
from perron.kernel.contract import OpenDataset, Refresh
from perron.kernel.tasks import task


@task(name="catalogue.refresh_dataset", lock="catalogue-declared-{name}", once="catalogue-declared-{name}")
def refresh_dataset(*, name: str) -> None:
    """Refresh the dataset of a declaration; nothing when its brick is gone meanwhile."""
    found = {declared.name: declared for declared in registry.datasets()}.get(name)
    if found is not None:
        acts.refresh_declared(actor=None, declared=found, at=timezone.now())


def queue_all() -> None:
    """Queue the refresh of every declared dataset, and mark those that nobody declares any more."""
    names = [declared.name for declared in registry.datasets()]
    for name in names:
        refresh_dataset.later(name=name)
    acts.abandon_declared(actor=None, present=names, at=timezone.now())


def changes_a_dataset(event: str) -> bool:
    """Whether a declared dataset is written anew after this event."""
    return any(_changed_by(event))


def after_event(event: str, payload: Mapping[str, events.Value]) -> None:
    """Queue what the event changed."""
    for declared in _changed_by(event):
        refresh_dataset.later(name=declared.name)


def _changed_by(event: str) -> Iterator[OpenDataset]:
    on_change = (declared for declared in registry.datasets() if declared.refresh is Refresh.ON_CHANGE)
    return (declared for declared in on_change if event in declared.changed_by)


events.overhear("catalogue:declared", changes_a_dataset, after_event)
