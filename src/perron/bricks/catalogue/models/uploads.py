"""Files that agents drop or fetch: what they are, what was understood of them, and how far the reading is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from perron.bricks.catalogue.rules.as_json import load_choices, load_understanding
from perron.bricks.catalogue.rules.states import UploadState
from perron.bricks.catalogue.rules.understanding import ReadingChoices, Understanding
from perron.kernel.contract import Ref


class Upload(models.Model):
    """A file as it came. Once its version is accepted it stays as the original, offered to all when `offered`.

    `heartbeat_at` is renewed while a worker reads: an old one means that the worker died, and another takes over.
    """

    authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "catalogue.Version", null=True, blank=True, on_delete=models.CASCADE, related_name="uploads"
    )
    file = models.ForeignKey("kernel.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # as the sender called it
    url = models.URLField(max_length=2000, default="", blank=True)  # when it is fetched
    choices = models.JSONField(default=dict, blank=True)
    understanding = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, default=UploadState.WAITING)
    attempt = models.PositiveIntegerField(default=1)  # each new choice of reading is a new attempt
    starts = models.PositiveSmallIntegerField(
        default=0
    )  # how often a worker began: a file that kills workers is given up
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    offered = models.BooleanField(default=True)  # false when columns were left out: the original still has them
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(UploadState)), name="catalogue_upload_state_known"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(url=""), name="catalogue_upload_has_file_or_address"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(error_code="") | ~Q(state="failed") & Q(error_code=""),
                name="catalogue_failed_upload_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-received_at"], name="catalogue_upload_desk"),
            models.Index(
                fields=["heartbeat_at"], condition=Q(state__in=["waiting", "reading"]), name="catalogue_upload_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this upload."""
        return Ref("catalogue", "upload", str(self.pk))

    @property
    def understood(self) -> Understanding | None:
        """What the reading understood; None until it did."""
        return load_understanding(self.understanding) if self.understanding else None

    @property
    def reading_choices(self) -> ReadingChoices:
        """What the agent decided about the reading."""
        return load_choices(self.choices)
