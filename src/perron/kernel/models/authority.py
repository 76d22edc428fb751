"""An authority that this installation serves people for: a commune, a province, a region, a federal service …"""

from __future__ import annotations

from django.core.validators import RegexValidator, validate_email
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron.kernel.contract import Ref
from perron.kernel.languages import pick

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class AuthorityKind(models.TextChoices):
    """What sort of public body it is."""

    COMMUNE = "commune", _("Commune")
    PROVINCE = "province", _("Province")
    REGION = "region", _("Region")
    COMMUNITY = "community", _("Community")
    FEDERAL_SERVICE = "federal_service", _("Federal service")
    INTERMUNICIPAL = "intermunicipal", _("Intermunicipal body")
    POLICE_ZONE = "police_zone", _("Police zone")
    SOCIAL_WELFARE_CENTRE = "social_welfare_centre", _("Public centre for social welfare")
    OTHER = "other", _("Other public body")


class Authority(models.Model):
    """One tenant. `slug` is its address and never changes; `names` are texts per language; `colours` design tokens."""

    slug = models.CharField(max_length=60, unique=True, validators=[RegexValidator(SLUG)])
    kind = models.CharField(max_length=30, choices=AuthorityKind.choices)
    names = models.JSONField(default=dict)
    place = models.ForeignKey("kernel.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    languages = models.JSONField(default=list)  # two-letter codes, the first one is the default
    # Not an EmailField: those are people's, and this is an office's.
    email = models.CharField(max_length=254, blank=True, validators=[validate_email])
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    colours = models.JSONField(default=dict, blank=True)  # {"accent": "#rrggbb"}
    enterprise_number = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG), name="authority_slug_is_plain"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AuthorityKind.values), name="authority_kind_is_one_of_the_list"
            ),
            models.CheckConstraint(
                condition=models.Q(enterprise_number__regex=r"^([01][0-9]{9})?$"),
                name="authority_enterprise_number_has_ten_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in another; the slug when there is none."""
        return pick(self.names).words or self.slug

    @property
    def language(self) -> str:
        """The first of its languages, in which it speaks to someone who has not chosen; English when none is set."""
        return str(self.languages[0]) if self.languages else "en"

    @property
    def ref(self) -> Ref:
        """The authority as a plain value; its id is the slug."""
        return Ref("kernel", "authority", self.slug)


class AuthorityHost(models.Model):
    """A host name under which an authority is served, in lower case and without port."""

    host = models.CharField(max_length=253, unique=True)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="hosts")

    class Meta:
        ordering = ["host"]
        constraints = [
            models.CheckConstraint(condition=models.Q(host=Lower("host")), name="authority_host_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.host
