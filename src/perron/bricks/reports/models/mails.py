"""Letters that came in by e-mail: new reports and answers, each treated once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class InboundMail(models.Model):
    """One letter. The letter itself is forgotten after a term."""

    message_id = models.CharField(max_length=300, unique=True)
    received_at = models.DateTimeField()
    report = models.ForeignKey("reports.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    raw = models.ForeignKey("kernel.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["report", "answer", "automatic", "bounce", "refused"]),
                name="reports_mail_outcome_known",
            )
        ]
        indexes = [models.Index(fields=["received_at"], name="reports_mail_received")]

    def __str__(self) -> str:
        return f"mail {self.pk}"
