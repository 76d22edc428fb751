"""Keeping the index true: a thing is written anew after the events that change it, and all of it when asked."""

from __future__ import annotations

from collections.abc import Mapping

from perron.kernel import events, registry
from perron.kernel.search import indexing
from perron.kernel.tasks import task


@task(name="kernel.index_everything", lock="kernel.index_everything", once="kernel.index_everything", retries=3)
def index_everything() -> None:
    """Write the whole index anew."""
    indexing.index_all()


@task(name="kernel.index_thing", lock="index:{kind}:{identifier}", retries=5)
def index_thing(*, kind: str, identifier: str) -> None:
    """Write one thing anew; nothing happens for a kind that is declared no more."""
    for searchable in registry.searchables():
        if searchable.kind == kind:
            indexing.index_one(searchable, identifier)


def changes_something(event: str) -> bool:
    """Whether the event changes a thing that can be found."""
    return any(event in searchable.changed_by for searchable in registry.searchables())


def after_event(event: str, payload: Mapping[str, events.Value]) -> None:
    """Queue what the event changed."""
    for searchable in registry.searchables():
        if event in searchable.changed_by:
            index_thing.later(kind=searchable.kind, identifier=str(payload[searchable.changed_by[event]]))


events.overhear("kernel:search", changes_something, after_event)
