"""Answers that are sent piece by piece: only so many at once, so that slow readers never hold all threads."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from threading import Lock
from typing import Final

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused
from perron.kernel.web.refusals import refusal

WHOLE: Final = 1_000_000  # octets: what is shorter is handed to the server at once, and its thread is free again
log = logging.getLogger("perron.streams")


class TooManyDownloads(Refused):
    """As many large answers are being sent as this process may send at once. Fact `seconds`: when to try again."""

    code = "too_many_downloads"
    status = 503
    sentence = _("Too many large files are being downloaded from this site at this moment.")
    way_out = _("Try again in a minute. Everything else on the site works meanwhile.")


class TooManyDownloadsOfYours(TooManyDownloads):
    """One visitor is being sent as many large answers as a visitor may have at once. Fact `seconds`."""

    code = "too_many_downloads_of_yours"
    sentence = _("You, or somebody on the same network, are downloading several large files from this site already.")
    way_out = _("Wait until one of them is done, then try again.")


class StreamsWithinLimits:
    """Counts the answers that are longer than `WHOLE`, in this process and per visitor, until they are sent or their
    reader has gone; refuses the next one in the reader's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._running: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, StreamingHttpResponse):
            return response
        pieces = iter(response)
        beginning, is_all = _beginning(pieces)
        if is_all:
            response.streaming_content = [beginning]
            return response
        visitor = ratelimit.get_ip(request)
        try:
            self._begin(visitor)
        except TooManyDownloads as refused:
            return _refused(request, response, refused)
        response.streaming_content = Stream(chain([beginning], pieces), lambda: self._end(visitor))
        return response

    def _begin(self, visitor: str) -> None:
        """Raises TooManyDownloads or TooManyDownloadsOfYours."""
        with self._lock:
            if self._running[visitor] >= settings.STREAMS_PER_VISITOR:
                raise TooManyDownloadsOfYours(seconds=30)
            if self._running.total() >= settings.STREAMS:
                raise TooManyDownloads(seconds=60)
            self._running[visitor] += 1

    def _end(self, visitor: str) -> None:
        with self._lock:
            self._running -= Counter([visitor])  # forgets who has none left


class Stream(Iterator[bytes]):
    """Pieces on their way to one reader. The server calls `close` when all is sent, and when the reader hangs up."""

    def __init__(self, pieces: Iterator[bytes], end: Callable[[], None]) -> None:
        self._pieces, self._end, self._is_open = pieces, end, True

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """The reader has it all, or wants no more."""
        if self._is_open:
            self._is_open = False
            self._end()


def _beginning(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """The first megabyte or so, and whether that is all."""
    taken, size = [], 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > WHOLE:
            return b"".join(taken), False
    return b"".join(taken), True


def _refused(request: HttpRequest, response: StreamingHttpResponse, refused: Refused) -> HttpResponseBase:
    log.warning("streams=full code=%s path=%s", refused.code, request.path_info)
    language = response.headers.get("Content-Language") or translation.get_language_from_request(request)
    response.close()
    with translation.override(language):
        return refusal(request, refused)
