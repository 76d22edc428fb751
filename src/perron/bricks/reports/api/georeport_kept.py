"""Answers that were made a moment ago, kept in this process: a list is asked for by many, and changes now and then."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Final

MOST_BYTES: Final = 32_000_000
FOR: Final = 60.0  # seconds: for what changes without a step in any report's story (names in a handbook)


class KeptAnswers:
    """Bytes by key, the longest unused thrown away first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._held: OrderedDict[object, tuple[float, bytes]] = OrderedDict()

    def get(self, key: object) -> bytes | None:
        """What was kept under a key, not longer ago than a minute."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            if found[0] < monotonic():
                self._drop(key)
                return None
            self._held.move_to_end(key)
            return found[1]

    def keep(self, key: object, content: bytes) -> bytes:
        """Keep this from now on, and give it."""
        with self._lock:
            self._drop(key)
            self._held[key] = (monotonic() + FOR, content)
            self._size += len(content)
            while self._size > self._most:
                self._drop(next(iter(self._held)))
        return content

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._size = 0

    def _drop(self, key: object) -> None:
        if key in self._held:
            self._size -= len(self._held.pop(key)[1])


kept: Final = KeptAnswers()
