"""Why a column with personal data is public all the same, said by somebody with the right to say it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Justification(models.Model):
    """Holds for a field of a table through all versions of the dataset: the reason and the law are public."""

    dataset = models.ForeignKey("catalogue.Dataset", on_delete=models.CASCADE, related_name="justifications")
    table = models.SlugField(max_length=80)
    field = models.CharField(max_length=120)
    reason = models.TextField()
    legal_basis = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "table", "field"], name="catalogue_one_justification_per_field"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(legal_basis=""), name="catalogue_justification_gives_reason_and_law"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.field}"
