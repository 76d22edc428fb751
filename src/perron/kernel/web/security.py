"""Headers that keep a page to itself: a strict content security policy, no referrer to others, no framing.

A view that is made to be embedded elsewhere carries `@may_be_framed`, one that runs a database in the reader's browser
`@may_run_webassembly`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Anything = ParamSpec("Anything")

POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FRAMED: Final = "perron_may_be_framed"
WEBASSEMBLY: Final = "perron_may_run_webassembly"
SCRIPTS: Final = ("text/javascript", "application/javascript")


def may_be_framed(view: Callable[Anything, HttpResponseBase]) -> Callable[Anything, HttpResponseBase]:
    """Let other sites show this view in a frame (an embedded chart, table or map)."""
    return _marked(view, FRAMED)


def may_run_webassembly(view: Callable[Anything, HttpResponseBase]) -> Callable[Anything, HttpResponseBase]:
    """Let the scripts of this view compile WebAssembly."""
    return _marked(view, WEBASSEMBLY)


def _marked(view: Callable[Anything, HttpResponseBase], mark: str) -> Callable[Anything, HttpResponseBase]:
    @wraps(view)
    def marked(*args: Anything.args, **kwargs: Anything.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        setattr(response, mark, True)
        return response

    return marked


class SecurityHeaders:
    """Adds the headers to every answer that has not set them itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        framed = getattr(response, FRAMED, False)
        # The policy of a script counts only where it runs as a worker: there DuckDB compiles what its page asked for.
        wasm = getattr(response, WEBASSEMBLY, False) or response.headers.get("Content-Type", "").startswith(SCRIPTS)
        response.headers.setdefault("Content-Security-Policy", policy(framed=framed, wasm=wasm))
        if framed:
            response.headers.pop("X-Frame-Options", None)
        else:
            response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


def policy(*, framed: bool, wasm: bool = False) -> str:
    """The content security policy as a header value; map tiles from outside only when the operator configured them."""
    parts = dict(POLICY)
    tiles = getattr(settings, "MAP_TILES_ORIGIN", "")
    if tiles:
        parts["img-src"] += f" {tiles}"
        parts["connect-src"] += f" {tiles}"
    if wasm:
        parts["script-src"] += " 'wasm-unsafe-eval'"
    if framed:
        parts["frame-ancestors"] = "*"
    return "; ".join(f"{name} {value}" for name, value in parts.items())
