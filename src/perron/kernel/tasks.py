"""Work for later: put in the queue in the transaction that asks for it, retried with growing pauses, never lost.

`@task(name="catalogue.read_upload")` makes a function into `Work`: call it to do it now, `.later(…)` to queue it.
A job that keeps failing becomes a dead letter, visible until somebody retries it. The worker is in `worker.py`.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from perron.kernel.errors import NotFound
from perron.kernel.models.task import TaskFailure

P = ParamSpec("P")
R = TypeVar("R")

RETRIES = 8  # with the pauses below: about five hours before a job is given up
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=2)


class GrowingPauses(BaseRetryStrategy):
    """Retry after 10 s, 40 s, 160 s … up to two hours, a little spread so that failures do not come back together."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        """When to try again; None when it was tried often enough."""
        if job.attempts >= self.retries:
            return None
        pause = min(FIRST_PAUSE * 4**job.attempts, LONGEST_PAUSE)
        return RetryDecision(retry_at=timezone.now() + pause * random.uniform(0.9, 1.1))  # noqa: S311  (not a secret)


class Work(Generic[P, R]):
    """A function that can be done now (call it) or by the worker (`later`). Arguments are plain JSON values.

    Arguments are kept in the queue and may be logged: pass ids, never personal data.
    """

    def __init__(self, run: Callable[P, R], *, name: str, retries: int, lock: str, once: str) -> None:
        self.run, self.name, self.retries, self.lock, self.once = run, name, retries, lock, once
        self.__doc__ = run.__doc__
        self._queued = app.task(name=name, retry=GrowingPauses(retries))(run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it now, here."""
        return self.run(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue it, in this transaction: the worker sees it after the commit, nobody after a rollback."""
        if args:
            raise TypeError(f"{self.name}.later takes keyword arguments only")
        self._queue(None, dict(kwargs))

    def not_before(self, moment: datetime) -> Callable[P, None]:
        """As `later`, for a time that comes: `work.not_before(tomorrow)(notice=1)`. What has passed is due at once."""

        def queue(*_args: P.args, **kwargs: P.kwargs) -> None:
            self._queue(moment, dict(kwargs))

        return queue

    def _queue(self, moment: datetime | None, values: dict[str, object]) -> None:
        job = self._queued.configure(
            lock=self.lock.format(**values) or None,
            queueing_lock=self.once.format(**values) or None,
            schedule_at=moment,
        )
        try:
            with transaction.atomic():  # a savepoint: the refusal of a second one must not end the caller's work
                job.defer(**values)  # type: ignore[arg-type]  # the queue refuses what is not JSON
        except AlreadyEnqueued:
            return


def task(
    *, name: str, retries: int = RETRIES, lock: str = "", once: str = ""
) -> Callable[[Callable[P, R]], Work[P, R]]:
    """Make a function into work for the queue.

    `lock` (may hold `{argument}` places): jobs with the same lock run one after the other. `once`: a second job with
    the same words is not queued while one waits. `retries` counts the tries after the first.
    """

    def make(run: Callable[P, R]) -> Work[P, R]:
        return Work(run, name=name, retries=retries, lock=lock, once=once)

    return make


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that was given up: what it was, how often it was tried, why it failed last."""

    id: int
    task: str
    arguments: dict[str, object]
    attempts: int
    error: str
    failed_at: datetime | None


def dead_letters(limit: int = 200) -> list[DeadLetter]:
    """Jobs that were given up, the newest first."""
    jobs = list(ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:limit])
    failures = TaskFailure.objects.in_bulk([job.id for job in jobs])
    return [_dead_letter(job, failures.get(job.id)) for job in jobs]


def count_dead_letters() -> int:
    """How many jobs were given up."""
    return ProcrastinateJob.objects.filter(status="failed").count()


def retry_dead_letter(job_id: int) -> None:
    """Queue a given-up job once more. Raises NotFound when there is no such dead letter."""
    if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
        raise NotFound
    app.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())


def forget_dead_letter(job_id: int) -> None:
    """Remove a given-up job for good. Raises NotFound when there is no such dead letter."""
    if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
        raise NotFound
    with connection.cursor() as cursor:  # the library's own model is read-only
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [job_id])
    TaskFailure.objects.filter(pk=job_id).delete()


def note_failure(job: Job, error: BaseException) -> None:
    """Remember why this job failed. Called by the worker."""
    facts = {"task": job.task_name, "error": _in_short(error), "failed_at": timezone.now()}
    TaskFailure.objects.update_or_create(job_id=job.id or 0, defaults=facts)


def _dead_letter(job: ProcrastinateJob, failure: TaskFailure | None) -> DeadLetter:
    return DeadLetter(
        id=job.id,
        task=job.task_name,
        arguments=job.args,
        attempts=job.attempts,
        error=failure.error if failure else "",
        failed_at=failure.failed_at if failure else None,
    )


def _in_short(error: BaseException) -> str:
    """`ValueError: no such thing (reading.py:42)`."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}"[:440] + place
