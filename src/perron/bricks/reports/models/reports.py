"""A report: something is wrong at a point of the street, and an authority answers for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perron.bricks.reports.rules.states import OPEN, State
from perron.kernel.contract import Ref


class Report(models.Model):
    """One report. Who sent it is in `Reporter` alone, so that nothing here tells about a person.

    `category` is a code of the handbook under which it was treated last; `team` a code of it. `routing` is a list of
    {"code", …facts}: why this authority. `answers` maps a question's code to what was answered. The database
    keeps the words of `address` and `description` in one more column, `words`, that only `queries.desk_words` asks.
    """

    code = models.CharField(max_length=12, unique=True)  # as told to people: "7KQF-3MXD"
    authority = models.ForeignKey("kernel.Authority", on_delete=models.PROTECT, related_name="+")
    handbook = models.ForeignKey("reports.Handbook", on_delete=models.PROTECT, related_name="reports")
    category = models.CharField(max_length=60)
    place = models.CharField(max_length=5)  # NIS code of the commune
    longitude = models.FloatField()
    latitude = models.FloatField()
    position_by = models.CharField(max_length=10)  # gps, map, photo, address
    address = models.CharField(max_length=300, blank=True)  # as typed, or as found
    description = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)  # web, email, counter, phone, open311, field
    state = models.CharField(max_length=12, default=State.SENT)
    is_private = models.BooleanField(default=False)  # its category is never shown to strangers
    hidden_reason = models.TextField(blank=True)  # why moderators took it from the public; empty: shown
    held_because = models.JSONField(default=list, blank=True)  # codes: why it is in quarantine
    team = models.CharField(max_length=60, blank=True)
    assignee = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    priority = models.SmallIntegerField(default=2)  # 1 low, 2 normal, 3 high
    planned_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=60, blank=True)  # code of the reason, or who it was sent to
    routing = models.JSONField(default=list, blank=True)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    related = models.ManyToManyField("self", blank=True)
    me_too = models.PositiveIntegerField(default=0)
    sent_key = models.UUIDField(null=True, blank=True, unique=True)  # of the sender's device: sent once
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)  # first act of the authority
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)  # said done by the authority
    closed_at = models.DateTimeField(null=True, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)  # really: confirmed by who sent it
    reopened = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    edit_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="reports_state_known"),
            models.CheckConstraint(condition=Q(priority__in=[1, 2, 3]), name="reports_priority_known"),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180), latitude__range=(-90, 90)), name="reports_on_earth"
            ),
            models.CheckConstraint(condition=~Q(state="planned") | Q(planned_on__isnull=False), name="reports_planned"),
            models.CheckConstraint(
                condition=(Q(state="duplicate") & Q(duplicate_of__isnull=False))
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
                name="reports_duplicate_of_one",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=sorted(OPEN)) & Q(closed_at__isnull=True))
                | (~Q(state__in=sorted(OPEN)) & Q(closed_at__isnull=False)),
                name="reports_closed_have_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-sent_at", "-id"], name="reports_desk"),
            models.Index(fields=["authority", "due_at", "id"], name="reports_due"),
            models.Index(fields=["authority", "due_at", "id"], name="reports_due_open", condition=Q(closed_at=None)),
            models.Index(fields=["authority", "-priority", "-id"], name="reports_priority"),
            models.Index(fields=["authority", "-me_too", "-id"], name="reports_seen_by_most"),
            models.Index(fields=["authority", "-changed_at"], name="reports_changed"),
            models.Index(fields=["longitude", "latitude"], name="reports_where"),
            models.Index(fields=["place", "-sent_at"], name="reports_place"),
            models.Index(fields=["-sent_at", "-id"], name="reports_newest"),
            models.Index(fields=["assignee", "state"], name="reports_assignee"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this report."""
        return Ref("reports", "report", self.code)

    @property
    def is_public(self) -> bool:
        """Whether strangers may see it."""
        return not self.is_private and not self.hidden_reason and self.state != State.QUARANTINED
