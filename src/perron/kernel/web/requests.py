"""The request as our views know it: Django's, with who asks and under which authority."""

from __future__ import annotations

from django.http import HttpRequest

from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


class Request(HttpRequest):
    """For typing: the middleware `ServedUnderAuthority` and `ActorOnRequest` set these on every request."""

    actor: Actor | None
    authority: Authority | None
