"""Handing a signed message to an address, as Standard Webhooks has it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from perron.bricks.reports.rules.webhooks import signature
from perron.kernel.outbound import ask

PATIENCE: Final = 15.0  # seconds
LIMIT: Final = 64_000  # bytes of the answer, which nobody reads


def hand_over(url: str, *, secret: str, message: str, body: bytes, at: datetime) -> int:
    """The status that the other side answers with. Raises Unavailable, NotAWebAddress, PrivateAddress, TooLarge."""
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message, timestamp, body),
    }
    return ask(url, method="POST", content=body, headers=headers, limit=LIMIT, timeout=PATIENCE).status
