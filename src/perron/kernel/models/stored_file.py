"""The files that the installation holds, each kept once under the hash of its content."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One content. The bytes are in the file store under `sha256` (hexadecimal); `size` in bytes; they never change."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_has_its_hash"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.media_type})"
