"""People with an account: the front door."""

from __future__ import annotations

from django.db.models import QuerySet

from perron.kernel.errors import NotFound
from perron.kernel.models.actor import Actor

__all__ = ["Actor", "actor_by_email", "all_actors"]


def actor_by_email(email: str) -> Actor:
    """The account of an e-mail address, in any case of letters. Raises NotFound."""
    try:
        return Actor.objects.get_by_natural_key(email)
    except Actor.DoesNotExist as absent:
        raise NotFound(email=email) from absent


def all_actors() -> QuerySet[Actor]:
    """Every account, the newest last."""
    return Actor.objects.order_by("pk")
