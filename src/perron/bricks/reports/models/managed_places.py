"""Roads, areas and equipment whose manager is known: what decides when the commune is not the one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ManagedPlace(models.Model):
    """A street, an area or a thing, and who manages it: an authority of this installation, or a name.

    `geometry` is GeoJSON (WGS 84): a line for a road, a polygon for an area, a point for equipment.
    """

    source = models.CharField(max_length=60)  # the file or service it was loaded from
    identifier = models.CharField(max_length=120)
    kind = models.CharField(max_length=9)  # road, area, equipment
    names = models.JSONField(default=dict, blank=True)
    manager = models.ForeignKey("kernel.Authority", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    manager_names = models.JSONField(default=dict, blank=True)  # when it is not on this installation
    geometry = models.JSONField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "identifier"], name="reports_managed_place_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["road", "area", "equipment"]), name="reports_managed_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier
