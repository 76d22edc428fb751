"""What was said so far, for tests."""

from __future__ import annotations

from perron.kernel.models.event import Event


def emitted() -> list[str]:
    """The names of all events, in order."""
    return list(Event.objects.order_by("pk").values_list("name", flat=True))
