"""Events: after commit, at least once, one listener's trouble is its own, and nothing is lost with a process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from perron.kernel import events, tasks
from perron.kernel.events import BadEvent, emit
from perron.kernel.models.event import Delivery, Event
from perron.kernel.testing.queue import run_pending, waiting
from perron.kernel.tests.bell import brick as bell
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell_installed")]

EVERYONE = [("hears_well", "north", 3), ("stumbles", "north", 3), ("is_slow", "north", 3)]


def test_each_listener_hears_an_event_once() -> None:
    emit("bell.rung", tower="north", times=3)
    assert bell.HEARD == []

    run_pending()

    assert bell.HEARD == EVERYONE
    assert not Delivery.objects.filter(delivered_at=None).exists()


def test_an_event_of_a_rolled_back_act_never_happened() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012  (the act that fails)
        emit("bell.rung", tower="north", times=3)
        raise RuntimeError

    assert (Event.objects.count(), waiting()) == (0, [])


def test_a_listener_that_fails_three_times_is_tried_again_alone() -> None:
    bell.FAILURES_LEFT["stumbles"] = 3
    emit("bell.rung", tower="north", times=3)

    attempts = run_pending(ahead=True)

    assert attempts == 6
    assert sorted(bell.HEARD) == sorted(EVERYONE)
    assert tasks.dead_letters() == []


def test_a_listener_that_always_fails_leaves_a_dead_letter_that_can_be_retried() -> None:
    bell.FAILURES_LEFT["stumbles"] = tasks.RETRIES + 1
    emit("bell.rung", tower="north", times=3)
    run_pending(ahead=True)
    (dead,) = tasks.dead_letters()
    assert dead.task == "kernel.deliver_event"
    assert dead.error.startswith("RuntimeError: stumbled on the stairs (brick.py:")
    assert dead.attempts == tasks.RETRIES + 1

    tasks.retry_dead_letter(dead.id)
    run_pending(ahead=True)

    assert sorted(bell.HEARD) == sorted(EVERYONE)
    assert tasks.dead_letters() == []


def test_a_delivery_that_was_made_is_not_made_again() -> None:
    emit("bell.rung", tower="north", times=3)
    run_pending()

    for delivery in Delivery.objects.all():
        events.deliver(delivery=delivery.pk)

    assert bell.HEARD == EVERYONE


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("bell.broken", {"tower": "north", "times": 3}),
        ("bell.rung", {"tower": "north"}),
        ("bell.rung", {"tower": "north", "times": 3, "loud": True}),
        ("bell.rung", {"tower": "north", "times": [3]}),
    ],
)
def test_what_is_not_declared_cannot_be_emitted(name: str, payload: dict[str, object]) -> None:
    with pytest.raises(BadEvent):
        emit(name, **payload)  # type: ignore[arg-type]


def test_the_sweep_queues_what_lost_its_job() -> None:
    emit("bell.rung", tower="north", times=3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert events.sweep() == 0, "not overdue yet"
    Event.objects.update(happened_at=timezone.now() - timedelta(hours=1))

    assert events.sweep() == 3
    assert events.sweep() == 0, "queued again only once"
    run_pending()

    assert bell.HEARD == EVERYONE


def test_old_events_are_forgotten_only_when_nobody_waits_for_them() -> None:
    emit("bell.rung", tower="north", times=3)
    assert events.forget_before(timezone.now()) == 0
    run_pending()

    assert events.forget_before(timezone.now()) > 0
    assert not Event.objects.exists()
