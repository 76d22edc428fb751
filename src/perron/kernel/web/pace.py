"""How often one visitor may do a thing: counted per network address, for acts and questions that need no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from time import time
from typing import Final

from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from perron.kernel.errors import TooMany

TOLD: Final = 10  # times that a process tells the others of what it counted, until a limit is reached
VISITORS: Final = 20_000  # held at once in a process


def keep_pace(
    request: HttpRequest, act: str, *, times: int, within: timedelta, about: str = "", times_about: int = 0
) -> None:
    """Count one act of this visitor (a POST), and of all visitors about one thing when `about` names it (an e-mail
    address, say): at most `times` each, or `times_about` of the latter. Raises TooMany when that was too quick; that
    one is not counted.

    Addresses are kept only as hashes in the shared cache, for as long as they count.
    """
    seconds = int(within.total_seconds())
    rates = f"{times}/{seconds}s/ip"
    if about:
        rates += f",{times_about or times}/{seconds}s/key"
    if not ratelimit.consume(request, app="perron", action=act, config={act: rates}, key=about or None):
        raise TooMany


def is_within_pace(request: HttpRequest, act: str, *, times: int, within: timedelta) -> bool:
    """Whether `keep_pace` would let this visitor do one more, now; nothing is counted."""
    config = {act: f"{times}/{int(within.total_seconds())}s/ip"}
    asked = ratelimit.consume(request, app="perron", action=act, config=config, dry_run=True, limit_get=True)
    return asked is not None


@dataclass(slots=True)
class _Tally:
    """What one visitor asked in the present stretch of time, which ends at `until` (Unix time)."""

    until: int
    here: int = 0  # not yet told to the other processes
    by_all: int = 0  # as last heard


_tallies: dict[str, _Tally] = {}


def keep_question_pace(request: HttpRequest, kind: str, *, times: int, within: timedelta) -> None:
    """Count one question (a GET) of this visitor. Raises TooMany with `seconds` when there were more than `times`.

    Counted in each process and told to the others now and then, so that a question costs no query; a visitor may so
    ask a tenth more. `times` 0: no limit. Addresses are held as hashes only.
    """
    if not times:
        return
    now, length = int(time()), int(within.total_seconds())
    visitor = salted_hmac(kind, ratelimit.get_ip(request)).hexdigest()
    tally = _tally_of(visitor, (now // length + 1) * length)
    tally.here += 1
    if tally.by_all < times and tally.here >= max(1, times // TOLD):
        tally.by_all, tally.here = _tell(f"pace:{visitor}:{tally.until}", tally.here, length), 0
    if tally.by_all + tally.here > times:
        raise TooMany(seconds=max(1, tally.until - now))


def _tally_of(visitor: str, until: int) -> _Tally:
    tally = _tallies.get(visitor)
    if tally is None or tally.until != until:
        if len(_tallies) >= VISITORS:
            _tallies.clear()
        tally = _tallies[visitor] = _Tally(until)
    return tally


def _tell(key: str, more: int, seconds: int) -> int:
    """Add to what all processes counted, and give it. Of two at the same moment, one may be lost: that is generous."""
    shared = caches["shared"]
    counted: int = shared.get(key, 0) + more
    shared.set(key, counted, seconds * 2)
    return counted
