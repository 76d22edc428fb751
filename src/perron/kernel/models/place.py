"""The territory: places with their codes and dates, their postal codes, and their boundaries."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron.kernel.contract import BoundingBox, Ref
from perron.kernel.languages import pick


class PlaceKind(models.TextChoices):
    """What sort of place it is."""

    COUNTRY = "country", _("Country")
    COMMUNITY = "community", _("Community")
    LANGUAGE_AREA = "language_area", _("Language area")
    REGION = "region", _("Region")
    PROVINCE = "province", _("Province")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    COMMUNE = "commune", _("Commune")


class FacilityKind(models.TextChoices):
    """Why a commune owes services in a second language to those who ask."""

    RIM = "rim", _("Around the capital")
    BORDER = "border", _("On the language border")
    FRENCH = "french", _("French-speaking, with German")
    GERMAN = "german", _("German-speaking, with French")


class Place(models.Model):
    """One place, also one that no longer exists. `nis` is its NIS code; communities and language areas, which have
    none, carry a code of ours that starts with a letter.

    `parent` is the administrative whole (commune, arrondissement, province or region, country); `also_within` are codes
    of language areas and communities; `successors` are codes of the places that took over. All of it is loaded from
    the table of facts and written by nothing else.
    """

    nis = models.CharField(_("NIS code"), max_length=5, primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    names = models.JSONField(_("names"), default=dict)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    also_within = models.JSONField(_("also within"), default=list, blank=True)
    valid_from = models.DateField(_("exists since"))
    valid_until = models.DateField(_("existed until"), null=True, blank=True)  # the last day
    successors = models.JSONField(_("successors"), default=list, blank=True)
    languages = models.JSONField(_("languages of its services"), default=list)
    facilities = models.JSONField(_("languages with facilities"), default=list, blank=True)
    facility_kind = models.CharField(_("kind of facilities"), max_length=10, choices=FacilityKind.choices, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)  # WGS 84, degrees; of a point inside it
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["nis"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PlaceKind.values), name="place_kind_is_one_of_the_list"),
            models.CheckConstraint(
                condition=models.Q(facility_kind__in=["", *FacilityKind.values]),
                name="place_facility_kind_is_one_of_the_list",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="place_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in another; the code when there is none."""
        return pick(self.names).words or self.nis

    @property
    def extent(self) -> BoundingBox | None:
        """The box around it; None when unknown (some communes that ended before 2019)."""
        if self.west is None or self.south is None or self.east is None or self.north is None:
            return None
        return BoundingBox(self.west, self.south, self.east, self.north)

    @property
    def ref(self) -> Ref:
        """The place as a plain value."""
        return Ref("kernel", "place", self.nis)

    @property
    def is_current(self) -> bool:
        """Whether the code is still in use: no end is known, or it lies ahead."""
        return self.valid_until is None or self.valid_until >= timezone.localdate()

    def exists_on(self, day: date) -> bool:
        """Whether the code is in use on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class PostalCode(models.Model):
    """A postal code as used in one commune of today, with the locality it names; `is_main`: the commune's own."""

    code = models.CharField(_("postal code"), max_length=4, db_index=True)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="postal_codes")
    names = models.JSONField(_("names"), default=dict)
    is_main = models.BooleanField(_("of the commune itself"), default=False)

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        ordering = ["code", "-is_main", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {pick(self.names).words}"


class BoundarySet(models.Model):
    """One loading of boundaries. Its number is the version by which processes and browsers know what they hold."""

    source = models.CharField(_("source"), max_length=300)
    licence = models.CharField(_("licence"), max_length=100)
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("set of boundaries")
        verbose_name_plural = _("sets of boundaries")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.source


class Boundary(models.Model):
    """The outline of a place: WKB in WGS 84 (lon, lat), in full, and simplified so that neighbours still touch."""

    place = models.OneToOneField(Place, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    loaded_in = models.ForeignKey(BoundarySet, on_delete=models.PROTECT, related_name="boundaries")
    geometry = models.BinaryField()
    simplified = models.BinaryField()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")

    def __str__(self) -> str:
        return str(self.place_id)
