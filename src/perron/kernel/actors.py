"""People with an account: the front door."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from perron.kernel.errors import NotFound
from perron.kernel.models.actor import Actor

__all__ = ["Actor", "actor_by_email", "all_actors", "command_line", "is_command_line"]

COMMAND_LINE = "command-line@installation.invalid"


def actor_by_email(email: str) -> Actor:
    """The account of an e-mail address, in any case of letters. Raises NotFound."""
    try:
        return Actor.objects.get_by_natural_key(email)
    except Actor.DoesNotExist as absent:
        raise NotFound(email=email) from absent


def all_actors() -> QuerySet[Actor]:
    """Every account of a person, the oldest first."""
    return Actor.objects.exclude(email=COMMAND_LINE).order_by("pk")


def command_line() -> Actor:
    """Whoever types commands on the server: an operator that nobody can sign in as, so that each act has an author."""
    made, _ = Actor.objects.get_or_create(
        email=COMMAND_LINE, defaults={"name": "Command line", "is_operator": True, "password": make_password(None)}
    )
    return made


def is_command_line(actor: Actor) -> bool:
    """Whether this is the account of the command line."""
    return actor.email == COMMAND_LINE
