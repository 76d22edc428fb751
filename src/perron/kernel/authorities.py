"""The authorities that this installation serves: the front door."""

from __future__ import annotations

from time import monotonic
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from perron.kernel.errors import NotFound
from perron.kernel.models.authority import Authority, AuthorityHost, AuthorityKind

__all__ = [
    "Authority",
    "AuthorityHost",
    "AuthorityKind",
    "all_authorities",
    "authority_by_host",
    "authority_by_slug",
]

HOSTS_KEPT: Final = 5.0  # seconds until a host name that another process gave or took is known here


def all_authorities() -> QuerySet[Authority]:
    """The authorities that are served here today, by slug."""
    return Authority.objects.filter(is_active=True)


def authority_by_slug(slug: str) -> Authority:
    """The authority at that address, served today or not. Raises NotFound."""
    try:
        return Authority.objects.select_related("place", "parent").get(slug=slug)
    except Authority.DoesNotExist as absent:
        raise NotFound(authority=slug) from absent


def authority_by_host(host: str) -> Authority | None:
    """The authority served under a host name (without port), None when the name is nobody's.

    Asked on every request: the names are held for a moment, so that nobody's name costs no query.
    """
    found = _hosts.authority_of(host.lower().rstrip("."))
    return Authority.objects.select_related("place", "parent").filter(pk=found).first() if found else None


class _Hosts:
    """All host names with their authority's key, as this process last read them."""

    def __init__(self) -> None:
        self._held: tuple[float, dict[str, int]] = (0.0, {})

    def authority_of(self, host: str) -> int | None:
        """The key of the authority of a host name, at most `HOSTS_KEPT` seconds old."""
        until, known = self._held
        if monotonic() >= until:
            known = dict(AuthorityHost.objects.values_list("host", "authority_id"))
            self._held = monotonic() + HOSTS_KEPT, known
        return known.get(host)

    def forget(self) -> None:
        """Read them anew next time."""
        self._held = (0.0, {})


_hosts = _Hosts()


@receiver([post_save, post_delete], sender=AuthorityHost)
def _hosts_changed(**_facts: object) -> None:
    _hosts.forget()
    transaction.on_commit(_hosts.forget)  # others may have read meanwhile what was there before the commit
