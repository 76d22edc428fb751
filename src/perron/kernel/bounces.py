"""Addresses that take no mail: a letter refused for good is noted, and after three such days nothing more is sent.

The mail server refuses at once (SMTP 5xx to RCPT), or another one reports later (`incoming_mail`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from perron.kernel.models.notice import RefusedAddress

ENOUGH: Final = 3
# One bad hour of somebody's mail server counts once.
APART: Final = timedelta(hours=20)
# What is wrong with the address or its mailbox (RFC 3463); the rest (policy, content, us) says nothing about them.
ABOUT_THE_ADDRESS: Final = re.compile(r"5\.[12]\.\d{1,3}")
ENHANCED: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
BASIC: Final = frozenset({550, 551, 553})  # RFC 5321, section 4.2.3, where a server gives no more than that


def is_for_good(code: int, reply: str) -> bool:
    """Whether a mail server's answer to RCPT says that the address takes no mail, now and later."""
    enhanced = ENHANCED.search(reply)
    return bool(ABOUT_THE_ADDRESS.fullmatch(enhanced[0])) if enhanced else code in BASIC


@transaction.atomic
def note(email: str, *, at: datetime) -> None:
    """A letter to this address was refused for good; several within a day count once."""
    first = {"times": 1, "refused_at": at}
    known, is_new = RefusedAddress.objects.select_for_update().get_or_create(email=email.lower(), defaults=first)
    if not is_new and at - known.refused_at >= APART:
        known.times, known.refused_at = known.times + 1, at
        known.save(update_fields=["times", "refused_at"])


def has_stopped(email: str) -> bool:
    """Whether nothing is sent to this address any more."""
    return RefusedAddress.objects.filter(email=email.lower(), times__gte=ENOUGH).exists()


def resume(email: str) -> None:
    """Its owner says that the address takes mail again."""
    RefusedAddress.objects.filter(email=email.lower()).delete()
