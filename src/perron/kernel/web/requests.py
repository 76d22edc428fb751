"""The request as our views know it: Django's, with who asks and under which authority."""

from __future__ import annotations

from django.http import HttpRequest

from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import SignInFirst


class Request(HttpRequest):
    """For typing: the middleware `ServedUnderAuthority` and `ActorOnRequest` set these on every request."""

    actor: Actor | None
    authority: Authority | None


def signed_in(request: Request) -> Actor:
    """Who asks. Raises SignInFirst, which leads to the sign-in page and back."""
    if request.actor is None:
        raise SignInFirst
    return request.actor
