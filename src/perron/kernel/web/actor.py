"""Puts who asks on the request, and ends sessions that have lasted long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from perron.kernel.actors import Actor
from perron.kernel.staff import is_staff

UNTIL: Final = "perron_signed_in_until"


class ActorOnRequest:
    """Sets `request.actor`: the account that is signed in, else None. Without a session cookie nothing is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        setattr(request, "actor", _actor_of(request))  # noqa: B010  mypy knows HttpRequest, not our Request
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        if getattr(request, "actor", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _actor_of(request: HttpRequest) -> Actor | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Actor):
        return None
    now = timezone.now()
    if UNTIL not in request.session:
        request.session[UNTIL] = (now + _longest_session(request.user)).isoformat()
    if now >= datetime.fromisoformat(request.session[UNTIL]):
        logout(request)
        return None
    return request.user


def _longest_session(actor: Actor) -> timedelta:
    """Counted from signing in, whatever is done meanwhile: short for whoever can change an authority's things."""
    hours = settings.STAFF_SESSION_HOURS if actor.is_operator or is_staff(actor) else settings.SESSION_HOURS
    return timedelta(hours=hours)
