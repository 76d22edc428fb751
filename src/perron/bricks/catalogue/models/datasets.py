"""Datasets and their addresses: the record that people find, in the words of DCAT (dataset, distribution, theme)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from perron.bricks.catalogue.rules.states import AccessRight, DatasetState
from perron.kernel.contract import Ref
from perron.kernel.languages import Picked, pick


class Dataset(models.Model):
    """One dataset. Texts are per language, `{"fr": "Écoles", "nl-t-fr": "Scholen"}` (`kernel.languages`).

    A dataset without authority belongs to the installation: it is declared by a brick (`origin`) and keeps itself up to
    date. `edit_number` counts the changes of the description, so that two agents never overwrite each other.
    """

    authority = models.ForeignKey("kernel.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slug = models.SlugField(max_length=120, unique=True)
    origin = models.CharField(max_length=160, default="", blank=True)  # "" or "declared:<brick>.<dataset>"
    state = models.CharField(max_length=12, default=DatasetState.DRAFT)
    current = models.ForeignKey(
        "catalogue.Version", null=True, blank=True, on_delete=models.RESTRICT, related_name="current_of"
    )

    titles = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict, blank=True)
    keywords = models.JSONField(default=dict, blank=True)  # {"fr": ["école", …]}
    themes = models.JSONField(default=list, blank=True)  # codes of rules.themes
    high_value = models.CharField(max_length=20, default="", blank=True)  # code of rules.high_value
    licence = models.CharField(max_length=40, default="", blank=True)  # code of rules.licences
    licence_reason = models.TextField(default="", blank=True)  # why conditions are needed (see rules.licences)
    licence_url = models.URLField(max_length=500, default="", blank=True)  # of a licence that is not on our list
    access = models.CharField(max_length=12, default=AccessRight.PUBLIC)
    frequency = models.CharField(max_length=20, default="", blank=True)  # code of rules.frequencies
    place = models.CharField(max_length=5, default="", blank=True)  # NIS code
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)  # of the data
    contact_name = models.CharField(max_length=200, default="", blank=True)
    contact_email = models.EmailField(default="", blank=True)
    contact_url = models.URLField(max_length=500, default="", blank=True)

    quality = models.PositiveSmallIntegerField(default=0)
    edit_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    data_changed_at = models.DateTimeField(null=True, blank=True)  # when the current version was accepted
    refreshed_at = models.DateTimeField(null=True, blank=True)  # declared datasets: last looked at
    abandoned_at = models.DateTimeField(null=True, blank=True)  # declared datasets: the brick that declared it is gone
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(default="", blank=True)
    sent_back_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(DatasetState)), name="catalogue_dataset_state_known"),
            models.CheckConstraint(condition=Q(access__in=list(AccessRight)), name="catalogue_dataset_access_known"),
            models.CheckConstraint(
                condition=Q(authority__isnull=False) | ~Q(origin=""),
                name="catalogue_dataset_without_authority_is_declared",
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=~Q(origin=""), name="catalogue_one_dataset_per_origin"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"]) | Q(current__isnull=False, published_at__isnull=False),
                name="catalogue_public_dataset_has_version_and_date",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
                name="catalogue_withdrawn_dataset_says_why",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="catalogue_dataset_period_in_order",
            ),
            models.CheckConstraint(condition=Q(quality__lte=100), name="catalogue_dataset_quality_at_most_100"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="catalogue_dataset_newest"),
            models.Index(fields=["authority", "state", "-changed_at"], name="catalogue_dataset_desk"),
            models.Index(fields=["place", "state", "-published_at"], name="catalogue_dataset_place"),
        ]

    def __str__(self) -> str:
        return self.title.words or self.slug

    def get_absolute_url(self) -> str:
        """Its page, in the reader's language."""
        return reverse("catalogue:dataset", args=[self.slug])

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this dataset."""
        return Ref("catalogue", "dataset", str(self.pk))

    @property
    def title(self) -> Picked:
        """The title for the reader, with its language."""
        return pick(self.titles)

    @property
    def description(self) -> Picked:
        """The description for the reader, with its language; no words when there is none."""
        return pick(self.descriptions)

    @property
    def is_published(self) -> bool:
        """Whether strangers see it."""
        return self.state == DatasetState.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was public and is no more."""
        return self.state == DatasetState.WITHDRAWN

    @property
    def is_declared(self) -> bool:
        """Whether a brick declares it, so that nobody edits it by hand."""
        return self.origin.startswith("declared:")


class DatasetAddress(models.Model):
    """An address that a dataset had: links from elsewhere go on to the present one, for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="addresses")
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
