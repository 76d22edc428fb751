"""Other people's systems: keys, webhooks with their messages, the authority's own tool."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from perron.bricks.reports.models import ApiKey, Connection, OutsideReport, Report, Webhook, WebhookDelivery
from perron.bricks.reports.rules.sending import Channel
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound
from perron.kernel.staff import staff_of

__all__ = [
    "ApiKey",
    "Connection",
    "Delivery",
    "OutsideReport",
    "Owed",
    "Report",
    "Webhook",
    "administrators_of",
    "by_number",
    "came_from_us",
    "connection_of",
    "connections",
    "deliveries_of",
    "delivery_of",
    "failing_connections",
    "failing_webhooks",
    "hashed",
    "key_by_secret",
    "key_of",
    "keys_of",
    "owed",
    "report_by_code",
    "webhook_of",
    "webhooks_of",
]
Delivery = WebhookDelivery
CODE: Final = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")  # of a report, as words tell it
STILL_READ = timedelta(days=30)  # what they closed is asked about for so long: they may open it again
PATIENCE = timedelta(hours=1)  # a failure that lasts no longer than this is nobody's business yet


@dataclass(frozen=True, slots=True)
class Owed:
    """What a connection still has to ask about."""

    with_number: tuple[OutsideReport, ...]
    with_token: tuple[OutsideReport, ...]


def report_by_code(code: str) -> Report:
    """A report, with whoever treats it."""
    return Report.objects.select_related("authority").get(code=code)


def hashed(secret: str) -> str:
    """A secret as it is kept: it is long and random, so that a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def key_by_secret(secret: str) -> ApiKey | None:
    """The key that somebody shows, while it is good and its authority is served."""
    if not secret:
        return None
    good = ApiKey.objects.filter(secret_hash=hashed(secret), revoked_at=None, authority__is_active=True)
    return good.select_related("authority").first()


def keys_of(authority: Authority) -> QuerySet[ApiKey]:
    """The keys of an authority that are good, the newest first."""
    return ApiKey.objects.filter(authority=authority, revoked_at=None).select_related("made_by").order_by("-pk")


def key_of(authority: Authority, pk: int) -> ApiKey:
    """One good key. Raises NotFound."""
    found = keys_of(authority).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def webhooks_of(authority: Authority) -> QuerySet[Webhook]:
    """The webhooks of an authority, the newest first."""
    return Webhook.objects.filter(authority=authority).order_by("-pk")


def webhook_of(authority: Authority, pk: int) -> Webhook:
    """One of them. Raises NotFound."""
    found = webhooks_of(authority).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def deliveries_of(webhook: Webhook, limit: int = 50) -> list[WebhookDelivery]:
    """Its last messages, the newest first."""
    return list(WebhookDelivery.objects.filter(webhook=webhook).order_by("-made_at", "-pk")[:limit])


def delivery_of(webhook: Webhook, pk: int) -> WebhookDelivery:
    """One message. Raises NotFound."""
    found = WebhookDelivery.objects.filter(webhook=webhook, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def connection_of(authority: Authority) -> Connection | None:
    """The connection of an authority to its own tool, if it has one."""
    return Connection.objects.filter(authority=authority).select_related("authority").first()


def connections() -> QuerySet[Connection]:
    """All that are switched on."""
    return Connection.objects.filter(is_active=True, authority__is_active=True).order_by("pk")


def came_from_us(report: Report) -> bool:
    """Whether another system gave us back what we had given to a tool: two that give to each other would never end."""
    if report.channel != Channel.OPEN311:
        return False
    named = set(CODE.findall(report.description))
    return bool(named) and OutsideReport.objects.filter(report__code__in=named).exists()


def owed(connection: Connection, at: datetime) -> Owed:
    """The reports whose news are asked for: open ones, and those that were closed lately."""
    lately = Q(report__closed_at=None) | Q(report__closed_at__gt=at - STILL_READ)
    sent = OutsideReport.objects.filter(lately, connection=connection, report__authority=connection.authority_id)
    rows = list(sent.exclude(number="", token="").order_by("read_at", "pk"))
    return Owed(tuple(row for row in rows if row.number), tuple(row for row in rows if not row.number))


def by_number(rows: Iterable[OutsideReport]) -> dict[str, OutsideReport]:
    """The same by their number over there."""
    return {row.number: row for row in rows}


def administrators_of(authority: Authority) -> list[Actor]:
    """Those who look after what is connected."""
    return [role.actor for role in staff_of(authority) if role.role == Role.ADMINISTRATOR and role.actor.is_active]


def failing_connections() -> int:
    """How many have failed for more than an hour."""
    since = timezone.now() - PATIENCE
    return Connection.objects.filter(is_active=True, failing_since__lt=since, authority__is_active=True).count()


def failing_webhooks() -> int:
    """How many have failed for more than an hour."""
    since = timezone.now() - PATIENCE
    return Webhook.objects.filter(is_active=True, failing_since__lt=since, authority__is_active=True).count()
