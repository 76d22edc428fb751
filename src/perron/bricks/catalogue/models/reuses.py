"""What people made with a dataset."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from perron.bricks.catalogue.rules.states import ReuseKind, ReuseState
from perron.kernel.contract import Ref


class Reuse(models.Model):
    """An application, an article, a map…: shown once a moderator has looked at it."""

    dataset = models.ForeignKey("catalogue.Dataset", on_delete=models.CASCADE, related_name="reuses")
    kind = models.CharField(max_length=14, default=ReuseKind.APPLICATION)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    description = models.TextField(default="", blank=True)
    language = models.CharField(max_length=2)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=120, default="", blank=True)  # as shown
    author_email = models.EmailField(default="", blank=True)  # never shown
    state = models.CharField(max_length=8, default=ReuseState.WAITING)
    added_at = models.DateTimeField()
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    refused_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ReuseState)), name="catalogue_reuse_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(ReuseKind)), name="catalogue_reuse_kind_known"),
            models.UniqueConstraint(fields=["dataset", "url"], name="catalogue_one_reuse_per_address"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_reason=""), name="catalogue_refused_reuse_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state", "-added_at"], name="catalogue_reuse_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this reuse."""
        return Ref("catalogue", "reuse", str(self.pk))
