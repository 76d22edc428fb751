"""Cursors: where a page ended, as an opaque text that only fits the question and the table it was given for."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

import orjson

from perron.bricks.catalogue.adapters.tables.refusals import BadCursor, CursorOfAnotherQuery
from perron.bricks.catalogue.rules.query import Query

LONGEST: Final = 100_000  # characters


def fingerprint(identity: str, query: Query) -> str:
    """What a cursor is bound to: the table's content, and the question apart from its page."""
    bare = replace(query, after="", limit=None, count=False, select=())
    return sha256(f"{identity} {bare!r}".encode()).hexdigest()[:16]


def encode(bound_to: str, position: Sequence[object]) -> str:
    """The cursor after a row; `position` holds its sort keys as text or None."""
    return urlsafe_b64encode(orjson.dumps([bound_to, *position])).decode().rstrip("=")


def decode(cursor: str, bound_to: str, length: int) -> tuple[str | None, ...]:
    """The position, of `length` keys. Raises BadCursor or CursorOfAnotherQuery."""
    if len(cursor) > LONGEST:
        raise BadCursor
    try:
        read = orjson.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (NotBase64, ValueError) as error:
        raise BadCursor from error
    if not isinstance(read, list) or not read or not all(key is None or isinstance(key, str) for key in read):
        raise BadCursor
    if read[0] != bound_to:
        raise CursorOfAnotherQuery
    if len(read) != length + 1 or any("\0" in key for key in read if key):
        raise BadCursor
    return tuple(read[1:])
