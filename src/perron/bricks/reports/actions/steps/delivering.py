"""Messages to webhooks: written down once, tried until they are taken, given up after hours with word to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import orjson
from django.urls import reverse
from django.utils import timezone

from perron.bricks.reports.adapters.signed_messages import hand_over
from perron.bricks.reports.models import Webhook, WebhookDelivery
from perron.bricks.reports.queries.others import administrators_of
from perron.bricks.reports.rules.webhooks import MOST_TRIES
from perron.kernel import notices
from perron.kernel.errors import Refused, Unavailable
from perron.kernel.tasks import task

Body = Mapping[str, object]


def queue_message(webhook: Webhook, *, event: str, once: str, body: Body, at: datetime) -> WebhookDelivery:
    """Write a message down and queue it; the one that is there already, when it was written before."""
    found, is_new = WebhookDelivery.objects.get_or_create(
        webhook=webhook, once=once, defaults={"event": event, "body": dict(body), "made_at": at}
    )
    if is_new:
        deliver.later(delivery=found.pk)
    return found


def again(delivery: WebhookDelivery) -> None:
    """Queue a message once more, with all its tries before it."""
    delivery.tries, delivery.given_up_at, delivery.delivered_at = 0, None, None
    delivery.save(update_fields=["tries", "given_up_at", "delivered_at"])
    deliver.later(delivery=delivery.pk)


@task(name="reports.deliver", lock="reports-delivery-{delivery}", once="reports-delivery-{delivery}", retries=8)
def deliver(*, delivery: int) -> None:
    """Try once. Raises Unavailable, so that the queue tries again, until it was tried often enough."""
    found = WebhookDelivery.objects.select_related("webhook__authority").filter(pk=delivery).first()
    if found is None or found.delivered_at or found.given_up_at or not found.webhook.is_active:
        return
    failure, now = _tried(found, timezone.now()), timezone.now()
    found.tries += 1
    if not failure:
        found.delivered_at = now
    elif found.tries >= MOST_TRIES:
        found.given_up_at = now
    found.save(update_fields=["tries", "status", "delivered_at", "given_up_at"])
    _note(found.webhook, has_failed=bool(failure), at=now)
    if found.given_up_at:
        _tell_administrators(found)
    elif failure:
        raise Unavailable(found.webhook.url, failure)


def _tried(delivery: WebhookDelivery, at: datetime) -> str:
    """Why it was not taken; empty when it was."""
    webhook, body = delivery.webhook, orjson.dumps(delivery.body)
    try:
        delivery.status = hand_over(webhook.url, secret=webhook.secret, message=f"msg_{delivery.pk}", body=body, at=at)
    except (Unavailable, Refused) as error:
        delivery.status = None
        return str(error)[:300]
    return "" if 200 <= delivery.status < 300 else f"answered {delivery.status}"


def _note(webhook: Webhook, *, has_failed: bool, at: datetime) -> None:
    since = (webhook.failing_since or at) if has_failed else None
    if since != webhook.failing_since:
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=since)
        webhook.failing_since = since


def _tell_administrators(delivery: WebhookDelivery) -> None:
    """Once for each time that it began to fail."""
    webhook = delivery.webhook
    address = reverse("reports:desk_webhook", args=[webhook.authority.slug, webhook.pk])
    since = webhook.failing_since.isoformat() if webhook.failing_since else ""
    for administrator in administrators_of(webhook.authority):
        notices.tell(
            "reports.webhook_failing",
            to=administrator,
            subject=webhook.authority.ref,
            address=address,
            once=f"{webhook.pk} {since}",
            url=webhook.url,
        )
