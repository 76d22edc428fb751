"""Reports given to contractors, who answer by a link and need no account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Forwarding(models.Model):
    """One report in the hands of one contractor. The link's secret is kept as a hash only (SHA-256, hexadecimal)."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="forwardings")
    authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    to_email = models.EmailField()
    language = models.CharField(max_length=2)
    note = models.TextField(blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, default="sent")  # sent, accepted, declined, done, ended
    sent_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "declined", "done", "ended"]),
                name="reports_forwarding_state_known",
            )
        ]
        indexes = [models.Index(fields=["report", "-sent_at"], name="reports_forwardings")]

    def __str__(self) -> str:
        return f"forwarding {self.pk}"
