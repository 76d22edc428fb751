"""Addresses that hear what happens to an authority's reports."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.actions.steps import delivering
from perron.bricks.reports.models import Webhook, WebhookDelivery
from perron.bricks.reports.permissions import CONNECT
from perron.bricks.reports.rules.webhooks import EVENTS, SECRET_BYTES, TEST, secret_from
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import Refused

MOST: int = 10  # per authority


class TooManyWebhooks(Refused):
    """Fact `limit`."""

    code = "too_many_webhooks"
    status = 409
    sentence = _("There are %(limit)s addresses already.")
    way_out = _("Remove one that is no longer needed.")


@transaction.atomic
def add_webhook(*, actor: Actor, authority: Authority, url: str, names: Sequence[str], at: datetime) -> Webhook:
    """Let an address hear of events (`names`; none: of all). Raises NotYours, TooManyWebhooks."""
    permissions.require(actor, CONNECT, authority)
    if Webhook.objects.filter(authority=authority).count() >= MOST:
        raise TooManyWebhooks(limit=MOST)
    webhook = Webhook.objects.create(
        authority=authority,
        url=url.strip(),
        secret=secret_from(secrets.token_bytes(SECRET_BYTES)),
        events=[name for name in EVENTS if name in names],
        made_by=actor,
        made_at=at,
    )
    facts = {"webhook": webhook.pk}
    audit.record(actor=actor, verb="reports.add_webhook", subject=authority.ref, authority=authority, facts=facts)
    return webhook


@transaction.atomic
def switch_webhook(*, actor: Actor, webhook: Webhook, is_active: bool) -> Webhook:
    """Let it hear no more, or again. Raises NotYours."""
    permissions.require(actor, CONNECT, webhook.authority)
    webhook.is_active, webhook.failing_since = is_active, None
    webhook.save(update_fields=["is_active", "failing_since"])
    _record(actor, "reports.switch_webhook", webhook)
    return webhook


@transaction.atomic
def remove_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Forget an address, with its messages. Raises NotYours."""
    permissions.require(actor, CONNECT, webhook.authority)
    _record(actor, "reports.remove_webhook", webhook)
    webhook.delete()


@transaction.atomic
def send_test(*, actor: Actor, webhook: Webhook, at: datetime) -> WebhookDelivery:
    """Send a message that means nothing, to see whether it is taken. Raises NotYours."""
    permissions.require(actor, CONNECT, webhook.authority)
    body = {"type": "reports.test", "timestamp": at.isoformat(), "data": {"authority": webhook.authority.slug}}
    _record(actor, "reports.send_test", webhook)
    return delivering.queue_message(webhook, event=TEST, once=f"test-{uuid4()}", body=body, at=at)


@transaction.atomic
def send_again(*, actor: Actor, delivery: WebhookDelivery) -> None:
    """Send a message once more, under the same identifier. Raises NotYours."""
    permissions.require(actor, CONNECT, delivery.webhook.authority)
    delivering.again(delivery)
    _record(actor, "reports.send_again", delivery.webhook)


def _record(actor: Actor, verb: str, webhook: Webhook) -> None:
    authority, facts = webhook.authority, {"webhook": webhook.pk}
    audit.record(actor=actor, verb=verb, subject=authority.ref, authority=authority, facts=facts)
