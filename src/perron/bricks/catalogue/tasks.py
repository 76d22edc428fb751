"""What the catalogue does by the clock."""

from __future__ import annotations

from django.utils import timezone

from perron.bricks.catalogue.actions.steps.harvesting import queue_due
from perron.bricks.catalogue.actions.steps.reading import queue_stale
from perron.bricks.catalogue.actions.steps.refreshing import queue_all


def fetch_due_sources() -> None:
    """Queue the sources whose time has come."""
    queue_due(at=timezone.now())


def pick_up_dead_readings() -> None:
    """Queue again the files whose worker died."""
    queue_stale(at=timezone.now())


def refresh_declared_datasets() -> None:
    """Queue every dataset that a brick declares."""
    queue_all()
