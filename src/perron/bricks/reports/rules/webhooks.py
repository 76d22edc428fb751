"""Signed messages to other people's systems: which, how they are signed, when we stop.

Source: Standard Webhooks specification, "Signature scheme" (HMAC-SHA256).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

EVENTS: Final = (
    "report_sent",
    "report_changed",
    "report_closed",
    "report_reopened",
    "report_hidden",
    "report_transferred",
    "report_mended",
)
TEST: Final = "test"
PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32  # of 24 to 64
MOST_TRIES: Final = 9  # the queue's: within about five hours


def secret_from(random: bytes) -> str:
    """Random bytes as the secret is written down."""
    return PREFIX + base64.b64encode(random).decode("ascii")


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` of a body: over its identifier, its moment (Unix seconds) and itself."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def wants(events: list[str], event: str) -> bool:
    """Whether a webhook hears of an event; one that names none hears all."""
    return not events or event in events or event == TEST
