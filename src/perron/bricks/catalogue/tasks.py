"""What the catalogue does by the clock."""

from __future__ import annotations

from django.utils import timezone

from perron.bricks.catalogue.actions.steps.harvesting import queue_due
from perron.bricks.catalogue.actions.steps.reading import queue_stale
from perron.bricks.catalogue.actions.steps.refreshing import queue_all
from perron.bricks.catalogue.actions.steps.speeding import make_room


def fetch_due_sources() -> None:
    """Queue the sources whose time has come."""
    queue_due(at=timezone.now())


def pick_up_dead_readings() -> None:
    """Queue again the files whose worker died."""
    queue_stale(at=timezone.now())


def refresh_declared_datasets() -> None:
    """Queue every dataset that a brick declares."""
    queue_all()


def prune_fast_copies() -> None:
    """Delete fast copies of tables that nobody asked for long."""
    make_room()
