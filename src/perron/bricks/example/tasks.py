"""What the notice board does by the clock."""

from __future__ import annotations

import logging

log = logging.getLogger("perron.example")


def look_at_the_board() -> None:
    """A nightly look."""
    log.info("looked at the board")
