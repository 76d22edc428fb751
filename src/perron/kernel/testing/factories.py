"""People and authorities for tests: valid as they are, different each time, the same in every run of a test alone."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, AuthorityKind
from perron.kernel.contract import Role
from perron.kernel.models.staff import StaffRole

_number = count(1)

PASSWORD = "a long enough secret"  # noqa: S105  only in tests


@cache
def _hashed() -> str:
    """Hashing is slow on purpose, so it is done once."""
    return make_password(PASSWORD)


def an_actor(**fields: Any) -> Actor:  # noqa: ANN401  the model's own fields
    """Someone with a proven address, who can sign in with `PASSWORD`."""
    number = next(_number)
    fields = {"email": f"person{number}@example.org", "name": f"Person {number}", "password": _hashed()} | fields
    fields["email"] = fields["email"].lower()
    actor = Actor.objects.create(**fields)
    EmailAddress.objects.create(user=actor, email=actor.email, verified=True, primary=True)
    return actor


def an_operator(**fields: Any) -> Actor:  # noqa: ANN401  the model's own fields
    """Someone who operates the installation."""
    return an_actor(is_operator=True, **fields)


def an_authority(**fields: Any) -> Authority:  # noqa: ANN401  the model's own fields
    """A commune that speaks French and Dutch and lies nowhere in particular."""
    number = next(_number)
    fields = {
        "slug": f"town-{number}",
        "kind": AuthorityKind.COMMUNE,
        "names": {"fr": f"Ville {number}", "nl": f"Stad {number}", "en": f"Town {number}"},
        "languages": ["fr", "nl"],
        "email": f"town{number}@example.org",
    } | fields
    return Authority.objects.create(**fields)


def an_agent_of(authority: Authority, *, role: Role = Role.AGENT, **fields: Any) -> Actor:  # noqa: ANN401  the actor's own fields
    """Someone with a role at an authority."""
    actor = an_actor(**fields)
    StaffRole.objects.create(actor=actor, authority=authority, role=role.value, since=timezone.now())
    return actor


def with_second_factor(actor: Actor) -> Actor:
    """The same person, protected by an authenticator app."""
    Authenticator.objects.create(user=actor, type=Authenticator.Type.TOTP, data={"secret": "not used here"})
    return actor
