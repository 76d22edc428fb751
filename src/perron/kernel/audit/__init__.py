"""The audit log: every act leaves a trace that cannot be changed unnoticed, and that holds no personal data.

`record` writes an entry inside the caller's transaction, without waiting for anyone; once committed, `integrate` gives
it its place in the Merkle tree; `checkpoint` signs the tree's head; a proof file shows an act to anyone, offline.
"""

from perron.kernel.audit.proofs import (
    Proof,
    check,
    checkpoint,
    consistency,
    entries,
    export_file,
    last_checkpoint,
    latest,
    origin,
    proof_file_of,
    proof_of,
    public_key,
    public_subject,
)
from perron.kernel.audit.trace import Act, erase_before, erase_person, history, record, secrets_about
from perron.kernel.audit.tree import LogDamaged, integrate, size
from perron.kernel.models.audit import AuditEntry, Checkpoint

__all__ = [
    "Act",
    "AuditEntry",
    "Checkpoint",
    "LogDamaged",
    "Proof",
    "check",
    "checkpoint",
    "consistency",
    "entries",
    "erase_before",
    "erase_person",
    "export_file",
    "history",
    "integrate",
    "last_checkpoint",
    "latest",
    "origin",
    "proof_file_of",
    "proof_of",
    "public_key",
    "public_subject",
    "record",
    "secrets_about",
    "size",
]
