"""How much one may send: files are for staff, everybody else sends forms. Checked before a byte is written to disk."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from perron.kernel.actors import Actor
from perron.kernel.staff import is_staff

ANONYMOUS_LIMIT: Final = 5_000_000  # bytes, as for forms without files
ROOM_FOR_FIELDS: Final = 1_000_000


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
        return settings.FILE_SIZE_LIMIT + ROOM_FOR_FIELDS if is_staff(actor) else ANONYMOUS_LIMIT
