"""Tasks: queued with the transaction, retried with growing pauses, visible when dead, taken back from dead workers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from perron.kernel import tasks, worker
from perron.kernel.errors import NotFound
from perron.kernel.tasks import GrowingPauses, task
from perron.kernel.testing.queue import make_all_due, run_pending, waiting
from perron.kernel.tests.bell import brick as bell
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
DONE: list[str] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


@task(name="kernel.tests.write", lock="write:{word}")
def write(*, word: str) -> None:
    DONE.append(word)


@task(name="kernel.tests.write_once", once="write")
def write_once(*, word: str) -> None:
    DONE.append(word)


@task(name="kernel.tests.fail", retries=2)
def fail(*, word: str) -> None:
    DONE.append(word)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_a_task_can_be_called_as_the_function_it_is() -> None:
    write(word="now")

    assert (DONE, waiting()) == (["now"], [])


def test_a_task_for_later_is_done_by_the_queue() -> None:
    write.later(word="later")
    assert DONE == []

    assert run_pending() == 1
    assert (DONE, run_pending()) == (["later"], 0)


def test_a_task_of_a_rolled_back_act_is_never_done() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012  (the act that fails)
        write.later(word="never")
        raise RuntimeError

    assert run_pending() == 0


def test_a_task_that_waits_already_is_not_queued_twice() -> None:
    for word in ("one", "two", "three"):
        write_once.later(word=word)

    assert run_pending() == 1
    assert DONE == ["one"]


def test_a_failing_task_is_given_up_after_its_retries_and_says_why() -> None:
    fail.later(word="again")

    run_pending(ahead=True)

    (dead,) = tasks.dead_letters()
    assert DONE == ["again"] * 3
    assert (dead.task, dead.attempts, dead.arguments) == ("kernel.tests.fail", 3, {"word": "again"})
    assert dead.error.startswith("DataError: division by zero")


def test_a_failed_task_waits_for_its_time() -> None:
    fail.later(word="again")

    assert (run_pending(), run_pending()) == (1, 0)
    assert waiting() == ["kernel.tests.fail"]


def test_a_dead_letter_can_be_forgotten_and_an_unknown_one_is_not_found() -> None:
    fail.later(word="again")
    run_pending(ahead=True)
    (dead,) = tasks.dead_letters()

    tasks.forget_dead_letter(dead.id)

    assert tasks.count_dead_letters() == 0
    with pytest.raises(NotFound):
        tasks.retry_dead_letter(dead.id)


def test_pauses_grow_up_to_two_hours_and_end() -> None:
    rule = GrowingPauses(retries=8)

    def pause(attempts: int) -> float:
        job = Job(queue="default", lock=None, queueing_lock=None, task_name="any", attempts=attempts)
        decision = rule.get_retry_decision(exception=RuntimeError(), job=job)
        assert decision is not None
        assert decision.retry_at is not None
        return (decision.retry_at - timezone.now()).total_seconds()

    assert [pause(attempts) for attempts in range(5)] == pytest.approx([10, 40, 160, 640, 2560], rel=0.2)
    assert pause(7) == pytest.approx(7200, rel=0.2)
    with pytest.raises(AssertionError):
        pause(8)


def test_the_job_of_a_dead_worker_is_taken_back() -> None:
    write.later(word="later")
    _begin_as_worker(silent_for=timedelta(minutes=5))
    assert run_pending() == 0

    assert worker.take_back(dead_after=30) == 1
    run_pending(ahead=True)

    assert DONE == ["later"]


def test_the_job_of_a_living_worker_is_left_to_it() -> None:
    write.later(word="later")
    _begin_as_worker(silent_for=timedelta(seconds=3))

    assert worker.take_back(dead_after=30) == 0


def test_a_job_that_kills_every_worker_becomes_a_dead_letter() -> None:
    write.later(word="poison")
    for _death in range(tasks.RETRIES + 1):
        _begin_as_worker(silent_for=timedelta(minutes=5))
        worker.take_back(dead_after=30)
        make_all_due()

    (dead,) = tasks.dead_letters()
    assert dead.error == "WorkerDied: each time it did this"


@pytest.mark.usefixtures("bell_installed")
def test_declared_tasks_are_done_by_the_clock() -> None:
    worker.register_clock()
    worker.register_clock()
    (periodic,) = [
        known for known in app.periodic_registry.periodic_tasks.values() if known.periodic_id == "bell.strike"
    ]
    assert periodic.cron == "0 * * * *"

    worker.run_by_the_clock(name="bell.strike", timestamp=0)
    worker.run_by_the_clock(name="bell.removed", timestamp=0)

    assert bell.STRUCK == ["struck"]


def _begin_as_worker(*, silent_for: timedelta) -> None:
    """Take the next job as a worker would that then falls silent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [timezone.now() - silent_for]
        )
        (number,) = cursor.fetchone()
        cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [number])
