"""What is counted of all reports, each night: what the page of statistics shows and the open data holds."""

from __future__ import annotations

from django.db import models


class Statistic(models.Model):
    """The numbers of one set of reports. An empty value means all: all authorities, all communes, all categories, ever.

    `period`: year (`2026`) or quarter (`2026-Q3`) of sending. `numbers` has the shape of `rules.statistics.Numbers`.
    """

    authority = models.SlugField(max_length=100, blank=True)
    place = models.CharField(max_length=5, blank=True)  # NIS code of the commune
    category = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=7, blank=True)
    numbers = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "place", "category", "period"], name="reports_statistic_counted_once"
            )
        ]

    def __str__(self) -> str:
        return "/".join(one or "*" for one in (self.authority, self.place, self.category, self.period))
