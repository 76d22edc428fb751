"""In which language a reader is answered: the address says so; without one, her account, her cookie or her browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.languages import LANGUAGES


class ReaderLanguage:
    """Activates the reader's language, says it in `Content-Language`, and remembers a switch in a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        written = language_in(request.path_info)
        language = written or reader_language(request)
        setattr(request, "LANGUAGE_CODE", language)  # noqa: B010  Django's own habit, unknown to its stubs
        with translation.override(language):
            response = self.get_response(request)
            if response.status_code == 404 and not written:
                response = _redirect_to_language(request, language) or response
        response.headers.setdefault("Content-Language", language)
        if not written:
            patch_vary_headers(response, ["Accept-Language"] if _is_api(request) else ["Accept-Language", "Cookie"])
        elif _has_switched(request, written):
            _remember(response, written)
        return response


def language_in(path: str) -> str:
    """The language that a path begins with (`/nl/…`), empty when none does."""
    first = path.lstrip("/").partition("/")[0]
    return first if path.startswith("/") and first in LANGUAGES else ""


def reader_language(request: HttpRequest) -> str:
    """The language for an address without one: account, cookie, browser, the authority's first, English.

    Programs are answered by their `Accept-Language` alone.
    """
    authority: Authority | None = getattr(request, "authority", None)
    chosen = [] if _is_api(request) else [_of_account(request), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)]
    asked = [tag[:2] for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    own = [authority.language] if authority else []
    return next((code for code in [*chosen, *asked, *own] if code in LANGUAGES), settings.LANGUAGE_CODE)


def _of_account(request: HttpRequest) -> str:
    """The language of the account that is signed in; empty when nobody is, or she made no choice."""
    user = get_user(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return user.language if isinstance(user, Actor) else ""


def _redirect_to_language(request: HttpRequest, language: str) -> HttpResponseRedirect | None:
    """To the same page with its language in front, when there is one."""
    path = f"/{language}{request.path_info}"
    if not any(is_valid_path(candidate) for candidate in (path, f"{path}/")):
        return None
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponseRedirect(f"{get_script_prefix().rstrip('/')}{path}{query}")


def _has_switched(request: HttpRequest, language: str) -> bool:
    """Whether the reader came from another language of the same site, and has not said so before."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    before = language_in("/" + "/".join(part for part in came_from.path.split("/")[1:] if not part.startswith("~")))
    remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return bool(before) and before != language != remembered and came_from.netloc == request.get_host()


def _remember(response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
