"""Events that happened, and their delivery to each listener: written in the transaction of the act itself."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened. `payload` holds plain values only (str, int, bool, None)."""

    name = models.CharField(_("name"), max_length=100)
    payload = models.JSONField(_("payload"), default=dict, encoder=DjangoJSONEncoder)
    happened_at = models.DateTimeField(_("happened"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Delivery(models.Model):
    """One event owed to one listener: `brick:module.function`. Delivered once `delivered_at` is set."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(_("listener"), max_length=200)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery of an event")
        verbose_name_plural = _("deliveries of events")
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="one_delivery_per_event_and_listener"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(delivered_at=None), name="deliveries_still_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.listener}"
