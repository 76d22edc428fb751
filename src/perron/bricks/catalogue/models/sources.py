"""Addresses that are fetched by the clock, and how well that goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from perron.bricks.catalogue.rules.states import Every
from perron.kernel.contract import Ref


class Source(models.Model):
    """One per dataset: “fetch this address every night”. `drift`: how columns differ from the current version.

    With `accept_alone`, a new version whose columns are the same is published without anybody looking.
    """

    dataset = models.OneToOneField("catalogue.Dataset", on_delete=models.CASCADE, related_name="source")
    url = models.URLField(max_length=2000)
    every = models.CharField(max_length=5, default=Every.DAY)
    is_active = models.BooleanField(default=True)
    accept_alone = models.BooleanField(default=True)
    etag = models.CharField(max_length=500, default="", blank=True)
    last_modified = models.CharField(max_length=100, default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)  # of the file last taken
    fetched_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)  # one after the other
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    drift = models.JSONField(default=list, blank=True)  # of rules.changes.Drift as JSON
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__in=list(Every)), name="catalogue_source_rhythm_known"),
            models.CheckConstraint(
                condition=Q(failures=0, error_code="") | Q(failures__gte=1) & ~Q(error_code=""),
                name="catalogue_failing_source_says_why",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(is_active=True), name="catalogue_source_due")]

    def __str__(self) -> str:
        return self.url

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this source."""
        return Ref("catalogue", "source", str(self.pk))
