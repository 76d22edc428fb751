"""Reactions of reports to their own events."""

from __future__ import annotations

from perron.bricks.reports import notices


def step_was_made(*, report: str, authority: str, update: int) -> None:
    """People are told."""
    notices.tell_of_step(update)
