"""Photos of a report: what strangers see, made from clean pixels, and the original under lock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Photo(models.Model):
    """One photo. `shown` has no metadata and hides what `covers` says: [left, top, width, height] from 0 to 1 each.

    `original` (clean of metadata, uncovered) is opened by moderators alone, for a reason that the log keeps.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="photos")
    shown = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey("kernel.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8)  # problem, mended
    covers = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    hidden_reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["problem", "mended"]), name="reports_photo_purpose_known")
        ]
        indexes = [models.Index(fields=["report", "added_at"], name="reports_photos")]

    def __str__(self) -> str:
        return f"photo {self.pk}"
