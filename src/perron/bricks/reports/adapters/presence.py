"""Who looked at a report in the last minutes: in the shared cache only, and forgotten by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import caches

KEPT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Looked:
    """A colleague, and when she looked last."""

    actor: int
    name: str
    at: datetime


def look(*, report: int, actor: int, name: str, at: datetime) -> list[Looked]:
    """Note that somebody looks at a report; gives the others who did so lately, the last first."""
    cache, key = caches["shared"], f"reports:looked:{report}"
    known: list[Looked] = cache.get(key) or []
    others = [one for one in known if one.actor != actor and at - one.at < KEPT]
    cache.set(key, [Looked(actor, name, at), *others], KEPT.total_seconds())
    return others
