"""How an authority treats reports, in numbered versions, and who is in its teams."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Handbook(models.Model):
    """One version of an authority's handbook: categories, teams, rules, service levels, texts, quiet hours.

    `content` has the shape of `rules.handbook`. One version is live; a draft is tried on past reports before it is.
    """

    authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=5)  # draft, live, past
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)  # what changed
    made_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    live_from = models.DateTimeField(null=True, blank=True)
    live_until = models.DateTimeField(null=True, blank=True)
    edit_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="reports_handbook_number"),
            models.UniqueConstraint(
                fields=["authority", "state"],
                condition=Q(state__in=["draft", "live"]),
                name="reports_one_live_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "live", "past"]), name="reports_handbook_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"handbook {self.number}"


class TeamMember(models.Model):
    """Somebody of the authority's staff in one of its teams (a code of the handbook); away until a day, perhaps."""

    authority = models.ForeignKey("kernel.Authority", on_delete=models.CASCADE, related_name="+")
    team = models.CharField(max_length=60)
    actor = models.ForeignKey("kernel.Actor", on_delete=models.CASCADE, related_name="+")
    away_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "team", "actor"], name="reports_team_member_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} in {self.team}"
