"""The log's Merkle tree: committed entries get their place in it, and its hashes are kept and read back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Q

from perron.kernel import merkle
from perron.kernel.models.audit import AuditEntry, AuditNode

INTEGRATION_LOCK: Final = 0x5045_5252_4F4E  # any number, as long as nobody else in this database uses it
BATCH: Final = 5_000


class LogDamaged(Exception):
    """The log is not what was signed; the sentence says where. For the operator, never for citizens."""


def integrate() -> int:
    """Give every committed entry that waits its place in the tree; how many. Cheap when none waits.

    Only here do writers take turns (an advisory lock), so acts never wait for each other, and an act whose transaction
    is rolled back was never there: no hole, no repair.
    """
    done = 0
    while batch := _integrate_batch():
        done += batch
        if batch < BATCH:
            break
    return done


@transaction.atomic
def _integrate_batch() -> int:
    waiting = AuditEntry.objects.filter(index=None).order_by("id")
    if not waiting.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INTEGRATION_LOCK])
        entries = list(waiting.values_list("id", "leaf_hash")[:BATCH])
        start = size()
        cursor.execute(
            "UPDATE kernel_auditentry SET index = placed.index"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS placed(id, index) WHERE kernel_auditentry.id = placed.id",
            [[id_ for id_, _hash in entries], list(range(start, start + len(entries)))],
        )
    edge = read(merkle.cover(merkle.Span(0, start)))
    grown = merkle.grow(start, edge, [bytes(hash_) for _id, hash_ in entries])
    AuditNode.objects.bulk_create([AuditNode(level=n.level, index=n.place, hash=h) for n, h in grown], batch_size=2_000)
    return len(entries)


def size() -> int:
    """How many entries have their place in the tree."""
    last = AuditEntry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def read(nodes: Sequence[merkle.Node]) -> dict[merkle.Node, bytes]:
    """The hashes of perfect nodes, from the entries (level 0) and the inner nodes: at most two queries."""
    by_level = groupby(sorted(set(nodes)), key=lambda node: node.level)
    wanted = {level: [node.place for node in group] for level, group in by_level}
    leaves = AuditEntry.objects.filter(index__in=wanted.pop(0, [])).values_list("index", "leaf_hash")
    found = {merkle.Node(0, index or 0): bytes(hash_) for index, hash_ in leaves}
    if wanted:
        where = Q(pk__in=[])
        for level, indexes in wanted.items():
            where |= Q(level=level, index__in=indexes)
        rows = AuditNode.objects.filter(where).values_list("level", "index", "hash")
        found |= {merkle.Node(level, index): bytes(hash_) for level, index, hash_ in rows}
    if missing := set(nodes) - set(found):
        raise LogDamaged(f"The log misses hashes of its tree: {sorted(missing)[:3]}.")
    return found
