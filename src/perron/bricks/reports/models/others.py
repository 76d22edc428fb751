"""Other people's systems: who may send us reports, who hears of them, and where ours are treated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ApiKey(models.Model):
    """A key with which a program sends reports to an authority (Open311 `api_key`); kept as a hash only."""

    authority = models.ForeignKey("kernel.Authority", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Webhook(models.Model):
    """An address that hears what happens to an authority's reports; each message is signed with `secret`."""

    authority = models.ForeignKey("kernel.Authority", on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=64)
    events = models.JSONField(default=list)  # names; empty: all
    is_active = models.BooleanField(default=True)
    made_by = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One message to one address: tried until it is taken, or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    once = models.CharField(max_length=120)
    event = models.CharField(max_length=60)
    body = models.JSONField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "once"], name="reports_delivery_once")]
        indexes = [models.Index(fields=["webhook", "-made_at"], name="reports_deliveries")]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook_id}"


class Connection(models.Model):
    """The tool that an authority keeps: its reports go there, by Open311 or e-mail, and what it answers comes back."""

    authority = models.OneToOneField("kernel.Authority", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7)  # open311, email
    url = models.URLField(max_length=500, blank=True)
    jurisdiction = models.CharField(max_length=120, blank=True)
    api_key = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)  # an office's
    services = models.JSONField(default=dict, blank=True)  # our category's code -> their service_code
    is_active = models.BooleanField(default=True)
    read_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="open311") & ~Q(url="")) | (Q(kind="email") & ~Q(email="")),
                name="reports_connection_leads_somewhere",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.authority_id}"


class OutsideReport(models.Model):
    """A report as another system knows it: its number there, or the token until it has one."""

    report = models.OneToOneField("reports.Report", on_delete=models.CASCADE, related_name="outside")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="reports")
    number = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    last_status = models.CharField(max_length=60, blank=True)
    last_notes = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "number"], name="reports_outside_number")]

    def __str__(self) -> str:
        return self.number or self.token
