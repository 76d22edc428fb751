"""The story of a report: each step that was made, and its journeys from one authority to another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Update(models.Model):
    """One step. `words` is what was said to the public, or, for an internal one, among colleagues.

    `facts` are plain values for the sentence of its `kind` (slugs, codes, dates): never about a citizen.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12)  # after it
    by = models.CharField(max_length=10)  # reporter, staff, contractor, outside, system
    actor = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    authority = models.ForeignKey("kernel.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by__in=["reporter", "staff", "contractor", "outside", "system"]),
                name="reports_update_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["report", "at"], name="reports_story"),
            models.Index(fields=["at"], name="reports_updates_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"


class Transfer(models.Model):
    """A report offered by one authority to another, which accepts it or sends it back with its reason."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="transfers")
    from_authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    to_authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey("kernel.Actor", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=9, blank=True)  # accepted, sent_back
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(answered_at=None), name="reports_one_open_transfer"),
            models.CheckConstraint(condition=~Q(reason=""), name="reports_transfer_says_why"),
            models.CheckConstraint(
                condition=~Q(answer="sent_back") | ~Q(answer_reason=""), name="reports_sent_back_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["to_authority"], name="reports_transfers_open", condition=Q(answered_at=None)),
            models.Index(fields=["report", "asked_at"], name="reports_transfers"),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"
