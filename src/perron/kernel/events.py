"""Events: what happened in one brick, told to the others after commit, at least once, and never lost.

`emit` writes the event, what is owed to each listener and the jobs that deliver it, all in the caller's transaction.
A delivery and its mark are one transaction too: what a listener does in the database happens exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from perron.kernel import registry
from perron.kernel.contract import Listens
from perron.kernel.models.event import Delivery, Event
from perron.kernel.tasks import task

Value = str | int | bool | None

Wants = Callable[[str], bool]
Overhears = Callable[[str, Mapping[str, Value]], None]

OVERDUE: Final = timedelta(minutes=10)
EVENT_KEPT: Final = timedelta(days=90)


_overhearing: dict[str, tuple[Wants, Overhears]] = {}


class BadEvent(Exception):
    """Somebody emits what no brick declares, or with other values than declared: a bug."""


class ListenerGone(Exception):
    """An event is owed to a listener that is not installed any more."""


def emit(name: str, /, **payload: Value) -> None:
    """Say that something happened. Call it inside the act's transaction. Raises BadEvent when not declared."""
    _check(name, payload)
    with transaction.atomic():
        event = Event.objects.create(name=name, payload=payload)
        owed = [Delivery(event=event, listener=listener) for listener in _listeners(name)]
        for delivery in Delivery.objects.bulk_create(owed):
            deliver.later(delivery=delivery.pk)


def overhear(who: str, wants: Wants, react: Overhears) -> None:
    """Listen to every event that one `wants`: `react(name, payload)`. Bricks declare `Listens` instead.

    Called when the program starts; `who` is `brick:part`. Delivered like any other: after commit, at least once.
    """
    _overhearing[who] = (wants, react)


@task(name="kernel.deliver_event")
def deliver(*, delivery: int) -> None:
    """Bring one event to one listener; nothing happens when it has been brought already."""
    with transaction.atomic():
        owed = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery)
        if owed.delivered_at:
            return
        _reaction(owed)(**owed.event.payload)
        owed.delivered_at = timezone.now()
        owed.save(update_fields=["delivered_at"])


def sweep() -> int:
    """Queue again what is owed for long and has no job left; says how many. Called by the clock."""
    waiting = Delivery.objects.filter(delivered_at=None, event__happened_at__lt=timezone.now() - OVERDUE)
    owed = set(waiting.values_list("pk", flat=True))
    jobs = ProcrastinateJob.objects.filter(task_name=deliver.name, status__in=("todo", "doing", "failed"))
    lost = owed - {int(arguments["delivery"]) for arguments in jobs.values_list("args", flat=True)} if owed else owed
    for delivery in sorted(lost):
        deliver.later(delivery=delivery)
    return len(lost)


def forget_before(before: datetime) -> int:
    """Delete events older than that which owe nothing to anybody; says how many."""
    owing = Delivery.objects.filter(delivered_at=None).values("event")
    return Event.objects.filter(happened_at__lt=before).exclude(pk__in=owing).delete()[0]


def _check(name: str, payload: dict[str, Value]) -> None:
    try:
        declared = registry.event(name)
    except KeyError as error:
        raise BadEvent(f"{name} is emitted, but no brick declares it.") from error
    if set(payload) != set(declared.payload):
        raise BadEvent(f"{name} is emitted with {sorted(payload)}, declared with {sorted(declared.payload)}.")
    for key, value in payload.items():
        if not isinstance(value, str | int | bool | None):
            raise BadEvent(f"{name} is emitted with {key} as {type(value).__name__}: only plain values travel.")


def _listeners(event: str) -> dict[str, Callable[..., None]]:
    """The reactions to an event, by the name under which they are owed it."""
    found = {_name(brick, heard): heard.react for brick, heard in registry.listeners(event)}
    overhearing = {who: _overheard(event, react) for who, (wants, react) in _overhearing.items() if wants(event)}
    return found | overhearing


def _overheard(event: str, react: Overhears) -> Callable[..., None]:
    def pass_on(**payload: Value) -> None:
        react(event, payload)

    return pass_on


def _name(brick: str, heard: Listens) -> str:
    react = heard.react
    return f"{brick}:{getattr(react, '__module__', '')}.{getattr(react, '__qualname__', repr(react))}"[:200]


def _reaction(owed: Delivery) -> Callable[..., None]:
    try:
        return _listeners(owed.event.name)[owed.listener]
    except KeyError as error:
        raise ListenerGone(f"{owed.event.name} is owed to {owed.listener}, which is not installed.") from error
