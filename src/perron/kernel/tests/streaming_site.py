"""A site of one large file behind the limits, to be run by the real web server: no database, no pages."""

from __future__ import annotations

import os
from collections.abc import Iterator

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron.project.settings")
django.setup()

from perron.kernel.web.streams import StreamsWithinLimits  # noqa: E402 - needs the settings

PIECE = b"x" * 250_000


def answer(request: HttpRequest) -> HttpResponseBase:
    """`/small` is sent at once, everything else goes on for a gigabyte."""
    pieces: Iterator[bytes] = iter([PIECE]) if request.path == "/small" else (PIECE for _ in range(4_000))
    return StreamingHttpResponse(pieces)


class Site(WSGIHandler):
    """The limits are all that stands between the server and the file."""

    def load_middleware(self, is_async: bool = False) -> None:
        self.get_response = StreamsWithinLimits(answer)


application = Site()
