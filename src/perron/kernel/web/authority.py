"""Serves a request under one authority (by host name, or by a first path segment `/~slug`) or under the whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix
from django.utils.translation import gettext_lazy as _

from perron.kernel.authorities import Authority, authority_by_host, authority_by_slug
from perron.kernel.errors import NotFound, Refused
from perron.kernel.web.refusals import refusal

UNDER: Final = re.compile(r"^/~(?P<slug>[a-z0-9-]{1,60})(?P<rest>/.*)?$")
SUPERVISED: Final = frozenset({"/healthz", "/readyz"})
Next = Callable[[HttpRequest], HttpResponseBase]


class NoSuchAuthority(NotFound):
    """The address names an authority that nobody knows here."""

    code = "no_such_authority"
    sentence = _("No authority is served at this address.")
    way_out = _("Check the address, or start from the home page.")


class NoLongerServed(Refused):
    """The authority was served here once."""

    code = "no_longer_served"
    status = 410
    sentence = _("%(name)s is no longer served here.")
    way_out = _("Its website or its counter will tell you where to go.")


class NotOurHost(Refused):
    """The request was sent to a host name that is neither ours nor an authority's."""

    code = "not_our_host"
    status = 421
    sentence = _("This site has another address.")
    way_out = _("Go to %(address)s.")


class ServedUnderAuthority:
    """Sets `request.authority`; `/~slug` becomes the script prefix, so that every address in the answer keeps it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            authority, prefix = _authority_of(request)
        except Refused as refused:
            setattr(request, "authority", None)  # noqa: B010  mypy knows HttpRequest, not our Request
            return refusal(request, refused)
        setattr(request, "authority", authority)  # noqa: B010
        return self._answer_below(prefix, request) if prefix else self.get_response(request)

    def _answer_below(self, prefix: str, request: HttpRequest) -> HttpResponseBase:
        before = get_script_prefix()
        set_script_prefix(f"{before.rstrip('/')}{prefix}/")
        request.path_info = request.path_info.removeprefix(prefix) or "/"
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


def _authority_of(request: HttpRequest) -> tuple[Authority | None, str]:
    """The authority and the path prefix that named it. Raises NoSuchAuthority, NoLongerServed or NotOurHost."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    is_main = host == urlsplit(settings.BASE_URL).hostname
    found = None if is_main else authority_by_host(host)
    if not (is_main or found or _answers_to_any_name(request)):
        raise NotOurHost(address=settings.BASE_URL)
    if named := UNDER.match(request.path_info):
        return _served(_by_slug(named["slug"])), f"/~{named['slug']}"
    return (_served(found) if found else None), ""


def _answers_to_any_name(request: HttpRequest) -> bool:
    """In public, no: feeds and answers hold absolute addresses, which a made-up name would carry into caches.

    Yes for supervisors, without https (at home, in a house network), and where PERRON_HOSTS says which names there are.
    """
    return not settings.SECURE or "*" not in settings.ALLOWED_HOSTS or request.path_info in SUPERVISED


def _by_slug(slug: str) -> Authority:
    try:
        return authority_by_slug(slug)
    except NotFound as absent:
        raise NoSuchAuthority from absent


def _served(authority: Authority) -> Authority:
    if not authority.is_active:
        raise NoLongerServed(name=authority.name)
    return authority
