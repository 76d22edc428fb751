"""Showing the log to others: signed heads, proofs, proof files, and the check of all that was signed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from perron.kernel import merkle, proof_file, signed_note
from perron.kernel.audit.trace import PERSONS, is_about
from perron.kernel.audit.tree import LogDamaged, integrate, read, size
from perron.kernel.contract import Ref
from perron.kernel.errors import NotFound
from perron.kernel.keys import signing_key
from perron.kernel.models.audit import AuditEntry, AuditNode, Checkpoint


@dataclass(frozen=True, slots=True)
class Proof:
    """That the entry `index` is in the log's first `size` entries: the path of hashes to their head."""

    index: int
    size: int
    leaf_hash: bytes
    hashes: list[bytes]


def checkpoint(at: datetime) -> Checkpoint:
    """Sign the log as it stands, or give the last one when nothing was added. Raises LogDamaged on a changed log."""
    integrate()
    count = size()
    root = merkle.root(count, read)
    last = Checkpoint.objects.order_by("size").last()
    if last and last.size == count and bytes(last.root) == root:
        return last
    if last:
        _check_only_added(last, count, root)
    note = signed_note.sign(signed_note.Head(origin(), count, root), signing_key())
    made, _created = Checkpoint.objects.get_or_create(size=count, defaults={"root": root, "at": at, "note": note})
    return made


def origin() -> str:
    """The log's name: the site's address without `https://`, as the checkpoint format wants it."""
    return str(settings.BASE_URL).partition("://")[2] or str(settings.BASE_URL)


def public_key() -> signed_note.Verifier:
    """The key that anyone can check this log's checkpoints with."""
    return signed_note.verifier(origin(), signing_key())


def last_checkpoint() -> Checkpoint:
    """The newest signed head. Raises NotFound when none was signed yet."""
    found = Checkpoint.objects.order_by("size").last()
    if found is None:
        raise NotFound
    return found


def entries(*, start: int = 0, subject: Ref | None = None, limit: int = 100) -> list[AuditEntry]:
    """Entries in the tree from index `start`, of everything or of one subject, oldest first."""
    found = AuditEntry.objects.filter(index__gte=start)
    if subject:
        found = found.filter(is_about(subject))
    return list(found.order_by("index")[:limit])


def latest(
    *, subject: Ref | None = None, authority: str = "", before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest acts, signed or not yet; `before`: the `pk` of the last one already seen; `authority`: a slug.

    Raises NotFound for a subject that is a person: who did what, or to whom what was done, is no public question.
    """
    found = AuditEntry.objects.order_by("-pk")
    if subject:
        found = found.filter(is_about(public_subject(subject)))
    if authority:
        found = found.filter(authority=authority)
    return list((found.filter(pk__lt=before) if before else found)[:limit])


def public_subject(subject: Ref) -> Ref:
    """The subject, unless it is a person, about whom strangers may not ask. Raises NotFound."""
    if (subject.brick, subject.kind) in PERSONS:
        raise NotFound
    return subject


def proof_of(index: int, size_: int | None = None) -> Proof:
    """The inclusion proof of an entry in the log's first `size_` entries (all of them by default). Raises NotFound."""
    count = size() if size_ is None else size_
    entry = AuditEntry.objects.filter(index=index).first()
    if entry is None or not index < count <= size():
        raise NotFound
    return Proof(index, count, bytes(entry.leaf_hash), merkle.inclusion_proof(index, count, read))


def consistency(old: int, new: int) -> list[bytes]:
    """What shows that the log of `new` entries only added to the log of `old`. Raises NotFound."""
    if not 0 < old <= new <= size():
        raise NotFound
    return merkle.consistency_proof(old, new, read)


def proof_file_of(subject: Ref, *, at: datetime) -> dict[str, object]:
    """All that the log says of one thing, with the proofs and a signed head: see `proof_file`. Raises NotFound."""
    head = checkpoint(at)
    found = AuditEntry.objects.filter(is_about(subject), index__lt=head.size).order_by("index")
    if not found:
        raise NotFound
    return {
        "format": proof_file.FORMAT,
        "key": str(signed_note.verifier(head.note.split("\n", 1)[0], signing_key())),
        "checkpoint": head.note,
        "entries": [_proven_entry(entry, head.size) for entry in found],
    }


def export_file(path: Path, subject: Ref, *, at: datetime) -> None:
    """Write the proof file of one thing. Raises NotFound when the log says nothing of it."""
    path.write_text(json.dumps(proof_file_of(subject, at=at), ensure_ascii=False, indent=1))


def check() -> int:
    """Compute the whole log anew from its entries and compare with all that was kept and signed; how many entries.

    Raises LogDamaged at the first thing that does not fit.
    """
    integrate()
    leaves = list(_checked_leaves())
    rows = AuditNode.objects.values_list("level", "index", "hash")
    kept = {merkle.Node(level, index): bytes(hash_) for level, index, hash_ in rows}
    if dict(merkle.grow(0, {}, leaves)) != kept:
        raise LogDamaged("The tree's inner hashes are not those of its entries.")
    read = merkle.held(leaves)
    for signed in Checkpoint.objects.order_by("size"):
        if signed.size > len(leaves) or merkle.root(signed.size, read) != bytes(signed.root):
            raise LogDamaged(f"The log is not the one that was signed at size {signed.size}.")
        key = signed_note.verifier(signed.note.split("\n", 1)[0], signing_key())
        try:
            head = signed_note.verify(signed.note, key)
        except signed_note.NotSigned as error:
            raise LogDamaged(f"The checkpoint at size {signed.size}: {error}") from error
        if (head.size, head.root) != (signed.size, bytes(signed.root)):
            raise LogDamaged(f"The checkpoint at size {signed.size} says something else than its row.")
    return len(leaves)


def _check_only_added(last: Checkpoint, count: int, root: bytes) -> None:
    if last.size == 0:
        return
    try:
        proof = merkle.consistency_proof(last.size, count, read)
        merkle.verify_consistency(last.size, count, bytes(last.root), root, proof)
    except (merkle.NotProven, ValueError) as error:
        raise LogDamaged(f"The log is not the one that was signed at size {last.size}: {error}") from error


def _proven_entry(entry: AuditEntry, count: int) -> dict[str, object]:
    assert entry.index is not None  # only entries in the tree come here
    path = merkle.inclusion_proof(entry.index, count, read)
    return {"index": entry.index, "leaf": entry.leaf, "proof": [step.hex() for step in path]}


def _checked_leaves() -> Iterable[bytes]:
    for expected, entry in enumerate(AuditEntry.objects.exclude(index=None).order_by("index").iterator()):
        if entry.index != expected:
            raise LogDamaged(f"The entry {expected} is missing.")
        if merkle.leaf_hash(entry.leaf.encode()) != bytes(entry.leaf_hash):
            raise LogDamaged(f"The entry {expected} was changed.")
        said = json.loads(entry.leaf)
        beside = (entry.at.astimezone(UTC).isoformat(), entry.verb, entry.authority, entry.subject)
        if (said["at"], said["verb"], said["authority"], said["subject"]) != beside:
            raise LogDamaged(f"The columns of entry {expected} do not say what was recorded.")
        yield bytes(entry.leaf_hash)
