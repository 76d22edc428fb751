"""The authorities that this installation serves: the front door."""

from __future__ import annotations

from django.db.models import QuerySet

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
    """The authority served under a host name (without port), None when the name is nobody's."""
    return Authority.objects.select_related("place", "parent").filter(hosts__host=host.lower().rstrip(".")).first()
