"""How much one may send: files are for staff, everybody else sends forms. Checked before a byte is written to disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http.response import HttpResponseBase

from perron.kernel.actors import Actor
from perron.kernel.staff import is_staff

ANONYMOUS_LIMIT: Final = 5_000_000  # bytes, as for forms without files
ROOM_FOR_FIELDS: Final = 1_000_000
TAKES: Final = "perron_takes"
Anything = ParamSpec("Anything")


def takes_files(most: int) -> Callable[[Callable[Anything, HttpResponseBase]], Callable[Anything, HttpResponseBase]]:
    """Mark a view to which everybody may send files of `most` bytes together (photos of a report, say)."""

    def mark(view: Callable[Anything, HttpResponseBase]) -> Callable[Anything, HttpResponseBase]:
        @wraps(view)
        def marked(*args: Anything.args, **kwargs: Anything.kwargs) -> HttpResponseBase:
            return view(*args, **kwargs)

        setattr(marked, TAKES, most)
        return marked

    return mark


class LargeFilesFromStaffOnly(FileUploadHandler):
    """Keeps nothing itself: it stops a request that is larger than its sender may send."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  handed on as they came
        """Called when the first byte of a file is there. Raises RequestDataTooBig, which is answered as 413."""
        super().new_file(*args, **kwargs)
        size = int(self.request.META.get("CONTENT_LENGTH") or 0) if self.request else 0
        if size > self._limit():
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        """On to the next handler."""
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        """The next handler has the file."""

    def _limit(self) -> int:
        actor: Actor | None = getattr(self.request, "actor", None)
        if is_staff(actor):
            return settings.FILE_SIZE_LIMIT + ROOM_FOR_FIELDS
        match = getattr(self.request, "resolver_match", None)
        taken: int = getattr(match.func, TAKES, 0) if match else 0
        return max(taken + ROOM_FOR_FIELDS if taken else 0, ANONYMOUS_LIMIT)
