"""The real queue, worked through here and now: for tests."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from psycopg.pq import TransactionStatus

from perron.kernel.models.event import Event
from perron.kernel.tasks import note_failure

LONG = 1000
log = logging.getLogger("perron.testing")


def run_pending(*, ahead: bool = False) -> int:
    """Do every job that is due, in order, in this thread and this transaction; says how many attempts that were.

    `ahead`: also what waits for a later time (retries), as if the time had come. A job that fails is retried or
    given up by the same rule as in production; its exception is not raised here.
    """
    for done in range(LONG):
        if ahead:
            make_all_due()
        job = _next_job()
        if job is None:
            return done
        _attempt(job)
    raise AssertionError(f"The queue is not empty after {LONG} jobs.")


def waiting() -> list[str]:
    """The names of the tasks in the queue, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [str(name) for (name,) in cursor.fetchall()]


def empty_queue() -> None:
    """Forget every job, done or not, and every worker: for tests that commit, as Django's flush leaves the queue alone
    (its models are not managed), and a real worker would try the jobs of tests before, whose rows are gone.
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def make_all_due() -> None:
    """The time of everything in the queue has come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def _next_job() -> Job | None:
    row = app.connector.get_sync_connector().execute_query_one(
        "SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts,"
        " worker_id"
        " FROM procrastinate_fetch_job_v2(NULL, NULL)"
    )
    return Job.from_row(row | {"args": json.loads(row["args"])}) if row["id"] else None


def _attempt(job: Job) -> None:
    task = app.tasks[job.task_name]
    savepoint = transaction.savepoint()
    try:
        task.func(**job.task_kwargs)
    except Exception as error:
        _leave(savepoint)
        log.warning("job failed task=%s", job.task_name, exc_info=error)  # a test that fails because of it shows why
        note_failure(job, error)
        retry = task.get_retry_exception(error, job)
        if retry:
            at = retry.retry_decision.retry_at or timezone.now() - timedelta(seconds=1)
            app.job_manager.retry_job_by_id(int(job.id or 0), retry_at=at)
        else:
            _finish(job, "failed")
    else:
        _leave(savepoint)
        _finish(job, "succeeded")


def _leave(savepoint: str) -> None:
    """Keep what the job did, unless the database refuses to go on."""
    if not connection.in_atomic_block:
        return
    broken = connection.needs_rollback or (connection.connection.info.transaction_status == TransactionStatus.INERROR)
    if broken:
        transaction.savepoint_rollback(savepoint)
        connection.needs_rollback = False
    else:
        transaction.savepoint_commit(savepoint)


def _finish(job: Job, status: str) -> None:
    app.connector.get_sync_connector().execute_query(
        "SELECT procrastinate_finish_job_v1(%(job)s, %(status)s::procrastinate_job_status, %(delete)s)",
        job=job.id,
        status=status,
        delete=status == "succeeded",
    )


def forget_everything() -> None:
    """Empty the queue, and the events that filled it: after preparations that are no part of any test."""
    Event.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
