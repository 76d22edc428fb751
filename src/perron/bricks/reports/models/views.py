"""Ways of looking at the desk that agents keep."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A question to the desk with a name; `question` is its query string. Shared ones are seen by all colleagues."""

    authority = models.ForeignKey("kernel.Authority", on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey("kernel.Actor", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "actor", "name"], name="reports_view_name_once")]

    def __str__(self) -> str:
        return self.name
