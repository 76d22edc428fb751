"""The one table of the notice board."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perron.bricks.example.rules import State
from perron.kernel.contract import Ref


class Note(models.Model):
    """A note that an authority hangs on its board, at a place."""

    authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("kernel.Actor", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.JSONField()  # words per language
    place = models.CharField(max_length=5, blank=True)  # NIS code
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    state = models.CharField(max_length=12, default=State.POSTED)
    posted_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="taken_down_notes_have_a_date",
                condition=Q(state=State.POSTED, taken_down_at=None)
                | Q(state=State.TAKEN_DOWN, taken_down_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def ref(self) -> Ref:
        """Its pointer."""
        return Ref("example", "note", str(self.pk))
