"""The audit log's tables: entries that never change, the inner nodes of their Merkle tree, its signed heads, and the
secrets (salts with clear text) that can be erased without changing any of them.

The database refuses to change them: see the migration `0002_the_audit_log_stays`.
"""

from __future__ import annotations

import json

from django.db import models


class AuditEntry(models.Model):
    """One act. `leaf` is the canonical JSON that was hashed, and the truth; the columns beside it are for finding it.

    `index` is its place in the tree: gapless from 0, given after the act's transaction has been committed, then fixed.
    """

    index = models.BigIntegerField(unique=True, null=True, editable=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=100)
    authority = models.CharField(max_length=60, blank=True)  # the slug as it was then
    subject = models.CharField(max_length=200)  # a Ref as text; of a person, its id is a salted hash
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["subject", "index"], name="audit_by_subject"),
            models.Index(fields=["authority", "-at"], name="audit_by_authority"),
            models.Index(fields=["id"], condition=models.Q(index=None), name="audit_waiting"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="audit_index_counts_from_zero")]

    def __str__(self) -> str:
        return f"{self.index}: {self.verb} {self.subject}"

    @property
    def facts(self) -> dict[str, object]:
        """The public facts of the act."""
        return dict(json.loads(self.leaf)["facts"])


class AuditSecret(models.Model):
    """The clear text behind one salted hash of an entry: who acted, which person it was about, what was noted.

    Deleting it makes the hash mean nothing for ever; the tree does not notice.
    """

    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="secrets")
    part = models.CharField(max_length=10, choices=[("actor", "actor"), ("subject", "subject"), ("note", "note")])
    about = models.ForeignKey("kernel.Actor", null=True, on_delete=models.CASCADE, related_name="+")
    clear = models.TextField()
    salt = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "part"], name="one_secret_per_part_of_an_audit_entry")]

    def __str__(self) -> str:
        return f"{self.part} of audit entry {self.entry_id}"


class AuditNode(models.Model):
    """The hash of one perfect subtree: `level` 1 and up (leaves are the entries); `index` counts from the left."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_audit_node")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head of the log. `note` is the signed text itself (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        get_latest_by = "size"

    def __str__(self) -> str:
        return f"{self.size} at {self.at:%Y-%m-%d %H:%M}"
