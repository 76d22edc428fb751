"""Somebody who has the rights of the database's owner, for tests of what is found when the log is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

GUARDED = ("kernel_auditentry", "kernel_auditnode", "kernel_checkpoint")


@contextmanager
def an_intruder_at_the_log() -> Iterator[None]:
    """Inside, the database does not refuse to change the audit log; afterwards it does again."""
    with transaction.atomic():
        _triggers("DISABLE")
        yield
        _triggers("ENABLE")


def _triggers(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
