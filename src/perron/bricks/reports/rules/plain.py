"""Words as they can be kept and passed on: without the signs that no table, feed or letter can hold."""

from __future__ import annotations

import re
from typing import Final

_NOT_HELD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


def plain(words: str) -> str:
    """The words with line ends of one sort, and nothing around them."""
    return _NOT_HELD.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def in_one_line(words: str) -> str:
    """The same in one line: of an address or a title."""
    return " ".join(plain(words.replace("\x0b", " ").replace("\x0c", " ")).split())
