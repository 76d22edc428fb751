"""Webhooks against a real receiver: signed, each message once, retried, given up with word to people."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from perron.bricks.reports.actions import treating, webhooks
from perron.bricks.reports.actions.steps.announcing import announce
from perron.bricks.reports.actions.webhooks import TooManyWebhooks
from perron.bricks.reports.models import Report, Update, Webhook, WebhookDelivery
from perron.bricks.reports.publish.connections import CHECKS
from perron.bricks.reports.rules.webhooks import MOST_TRIES
from perron.bricks.reports.tests.factories import LATER, NOON, a_report, a_report_elsewhere, a_serving_authority
from perron.kernel import notices
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotYours
from perron.kernel.testing.factories import an_agent_of, with_second_factor
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it hears; answers with the status it is told to."""

    heard: list[tuple[dict[str, str], bytes]] = []
    status = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def receiver(settings) -> Iterator[str]:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    Receiver.heard, Receiver.status = [], 204
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hear"
    server.shutdown()
    server.server_close()


@pytest.fixture
def town() -> Authority:
    return a_serving_authority()


def an_administrator_of(town: Authority):
    return with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR))


def a_webhook(town: Authority, url: str, *names: str) -> Webhook:
    return webhooks.add_webhook(actor=an_administrator_of(town), authority=town, url=url, names=names, at=NOON)


def bodies() -> list[dict]:
    return [json.loads(body) for _headers, body in Receiver.heard]


def test_what_happens_is_told_signed_and_once(town, receiver):
    webhook = a_webhook(town, receiver)
    report = a_report(town, description="Madame Untel, 02 123 45 67")
    a_report_elsewhere()
    run_pending()
    treating.change_state(actor=an_agent_of(town), report=report, to="done", at=LATER)
    run_pending()

    assert [one["type"] for one in bodies()] == [
        "reports.report_sent",
        "reports.report_changed",
        "reports.report_closed",
    ]
    assert bodies()[2]["data"]["service_request_id"] == report.code
    assert (bodies()[2]["data"]["status"], bodies()[2]["data"]["state"]) == ("closed", "done")
    assert "Untel" not in str(bodies())
    headers, body = Receiver.heard[0]
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    step = Update.objects.filter(report=report).latest("pk")
    announce("report_closed", report=report.code, update=step.pk, at=LATER)
    assert run_pending() == 0
    assert len({headers["webhook-id"] for headers, _body in Receiver.heard}) == 3


def test_only_what_was_chosen_is_told(town, receiver):
    a_webhook(town, receiver, "report_closed")
    report = a_report(town)
    treating.change_state(actor=an_agent_of(town), report=report, to="done", at=LATER)
    run_pending()

    assert [one["type"] for one in bodies()] == ["reports.report_closed"]


def test_it_is_tried_again_until_it_is_taken(town, receiver):
    webhook = a_webhook(town, receiver, "report_sent")
    Receiver.status = 503
    a_report(town)
    run_pending()
    (delivery,) = webhook.deliveries.all()
    assert (delivery.tries, delivery.status, delivery.delivered_at) == (1, 503, None)
    webhook.refresh_from_db()
    assert webhook.failing_since

    Receiver.status = 200
    run_pending(ahead=True)

    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.tries, delivery.status) == (2, 200)
    assert delivery.delivered_at
    assert webhook.failing_since is None
    assert len({headers["webhook-id"] for headers, _body in Receiver.heard}) == 1


def test_it_is_given_up_after_hours_and_administrators_are_told_once(town, receiver):
    webhook, administrator = a_webhook(town, receiver, "report_sent"), an_administrator_of(town)
    Receiver.status = 500
    a_report(town)
    a_report(town)
    run_pending(ahead=True)

    assert [one.tries for one in webhook.deliveries.all()] == [MOST_TRIES, MOST_TRIES]
    assert all(one.given_up_at for one in webhook.deliveries.all())
    told = [one for one in notices.inbox(administrator) if one.kind == "reports.webhook_failing"]
    assert len(told) == 1
    assert receiver in told[0].body
    Webhook.objects.update(failing_since=NOON)
    assert [check.ask() for check in CHECKS if check.name == "reports.webhooks"] != [None]


def test_a_message_is_sent_again_under_the_same_identifier(town, receiver):
    webhook = a_webhook(town, receiver, "report_sent")
    a_report(town)
    run_pending()
    (delivery,) = webhook.deliveries.all()

    webhooks.send_again(actor=an_administrator_of(town), delivery=delivery)
    run_pending()

    assert len(Receiver.heard) == 2
    assert len({headers["webhook-id"] for headers, _body in Receiver.heard}) == 1


def test_a_test_is_sent_and_what_is_switched_off_hears_nothing(town, receiver):
    webhook, administrator = a_webhook(town, receiver), an_administrator_of(town)
    webhooks.send_test(actor=administrator, webhook=webhook, at=NOON)
    run_pending()
    webhooks.switch_webhook(actor=administrator, webhook=webhook, is_active=False)
    a_report(town)
    run_pending()

    assert [one["type"] for one in bodies()] == ["reports.test"]
    webhooks.remove_webhook(actor=administrator, webhook=webhook)
    assert not WebhookDelivery.objects.exists()


def test_nobody_is_led_into_a_private_network(town):
    webhook = a_webhook(town, "http://169.254.169.254/latest/", "report_sent")
    a_report(town)
    run_pending()

    (delivery,) = webhook.deliveries.all()
    assert delivery.status is None
    assert delivery.tries == 1


def test_only_administrators_connect_and_not_without_end(town):
    with pytest.raises(NotYours):
        webhooks.add_webhook(actor=an_agent_of(town), authority=town, url="https://a.example", names=(), at=NOON)
    for number in range(webhooks.MOST):
        a_webhook(town, f"https://a.example/{number}")
    with pytest.raises(TooManyWebhooks):
        a_webhook(town, "https://a.example/more")
    assert Report.objects.count() == 0
