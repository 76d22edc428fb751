"""Log lines that only we write: what strangers put into one cannot begin another line or steer a terminal."""

from __future__ import annotations

import logging
from typing import Final

CONTROLS: Final = (*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
ESCAPED: Final = {code: repr(chr(code))[1:-1] for code in CONTROLS}


class OneLine(logging.Formatter):
    """One line per fact, control characters written out; a traceback follows on lines of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """The line, without what would break it."""
        return super().formatMessage(record).translate(ESCAPED)
