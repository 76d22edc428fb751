"""The people behind reports: the only table of this brick that tells about a citizen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reporter(models.Model):
    """Who sent a report, or said "me too". Nameless when neither account nor address is given.

    `secret` opens this person's side of the report (her verdict, her answers) to whoever holds the link.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="reporters")
    actor = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2)
    is_first = models.BooleanField(default=True)  # sent it; the others said "me too"
    wants_mail = models.BooleanField(default=True)
    secret = models.CharField(max_length=43, unique=True)
    since = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)  # mended, not_mended
    verdict_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(is_first=True), name="reports_one_first_reporter"),
            models.UniqueConstraint(
                fields=["report", "actor"], condition=Q(actor__isnull=False), name="reports_reporter_once"
            ),
            models.UniqueConstraint(
                fields=["report", "email"], condition=~Q(email=""), name="reports_reporter_address_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=["", "mended", "not_mended"]), name="reports_verdict_known"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(actor=None, name="", email="", phone=""),
                name="reports_forgotten_has_nothing",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="reports_reporter_email", condition=~Q(email=""))]

    def __str__(self) -> str:
        return f"reporter {self.pk}"
