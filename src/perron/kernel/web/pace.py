"""How often one visitor may do a thing: counted per network address, for acts that need no account."""

from __future__ import annotations

from datetime import timedelta

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from perron.kernel.errors import TooMany


def keep_pace(request: HttpRequest, act: str, *, times: int, within: timedelta) -> None:
    """Count one act of this visitor (a POST). Raises TooMany when she was too quick; that one is not counted.

    Addresses are kept only as hashes in the shared cache, for as long as they count.
    """
    rate = f"{times}/{int(within.total_seconds())}s/ip"
    if not ratelimit.consume(request, app="perron", action=act, config={act: rate}):
        raise TooMany
