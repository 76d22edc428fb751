"""Versions of a dataset and the tables they hold. An accepted version never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from perron.bricks.catalogue.rules.dictionary import ColumnEntry, columns_from_json
from perron.bricks.catalogue.rules.states import OPEN_VERSIONS, VersionState
from perron.kernel.contract import Ref
from perron.kernel.languages import Picked, pick


class Version(models.Model):
    """One edition of a dataset's data. `changes` sums up the differences from the one before (see `rules.changes`).

    `number` counts accepted versions from 1; a proposed one bears the number it will have, a refused one leaves it.
    """

    dataset = models.ForeignKey("catalogue.Dataset", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=VersionState.PREPARING)
    notes = models.JSONField(default=dict, blank=True)  # what changed, in the agent's words, per language
    changes = models.JSONField(default=dict, blank=True)
    refused_reason = models.TextField(default="", blank=True)
    content_hash = models.CharField(max_length=64, default="", blank=True)  # SHA-256 over the tables' content
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(VersionState)), name="catalogue_version_state_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="catalogue_version_counts_from_one"),
            models.UniqueConstraint(
                fields=["dataset", "number"], condition=~Q(state="refused"), name="catalogue_one_version_per_number"
            ),
            models.UniqueConstraint(
                fields=["dataset"], condition=Q(state__in=list(OPEN_VERSIONS)), name="catalogue_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | ~Q(state="accepted") & Q(accepted_at__isnull=True),
                name="catalogue_accepted_version_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.number}"

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this version."""
        return Ref("catalogue", "version", str(self.pk))

    @property
    def note(self) -> Picked:
        """What changed, for the reader."""
        return pick(self.notes)


class TableFile(models.Model):
    """One table of a version, as an immutable Parquet file with its dictionary.

    `version` is empty while its upload is only being looked at; `upload` is empty when a brick declared the table.
    `columns` is a list of `rules.dictionary.ColumnEntry` as JSON, in the order of the file.
    """

    version = models.ForeignKey(
        "catalogue.Version", null=True, blank=True, on_delete=models.CASCADE, related_name="tables"
    )
    upload = models.ForeignKey(
        "catalogue.Upload", null=True, blank=True, on_delete=models.CASCADE, related_name="tables"
    )
    name = models.SlugField(max_length=80)  # in addresses and the API
    label = models.CharField(max_length=200, default="", blank=True)  # as written: sheet, layer or file
    position = models.PositiveSmallIntegerField(default=0)
    parquet = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    unfit = models.ForeignKey("kernel.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unfit_rows = models.PositiveBigIntegerField(default=0)
    row_count = models.PositiveBigIntegerField()
    columns = models.JSONField(default=list)
    geometry = models.CharField(max_length=120, default="", blank=True)  # the field with GeoJSON, WGS 84
    points = models.JSONField(default=list, blank=True)  # [longitude field, latitude field] or []
    covering = models.CharField(max_length=120, default="", blank=True)  # an unpublished column: each row's own box
    box = models.JSONField(default=list, blank=True)  # [west, south, east, north] or []
    key = models.JSONField(default=list, blank=True)  # fields that tell rows apart

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(upload__isnull=False), name="catalogue_table_belongs_somewhere"
            ),
            models.UniqueConstraint(
                fields=["version", "name"], condition=Q(version__isnull=False), name="catalogue_one_table_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name

    @property
    def dictionary(self) -> tuple[ColumnEntry, ...]:
        """The columns with their titles, units and figures."""
        return columns_from_json(self.columns)

    @property
    def has_places(self) -> bool:
        """Whether rows can be drawn on a map by their own coordinates."""
        return bool(self.geometry or self.points)
