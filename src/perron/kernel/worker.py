"""The worker: takes jobs from the queue, runs what happens by the clock, takes back the jobs of workers that died."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from perron.kernel import registry
from perron.kernel.tasks import RETRIES, note_failure, task

logger = logging.getLogger(__name__)

CAUGHT_UP = timedelta(hours=25)  # what the clock missed while the machine slept is done once at the start


class WorkerDied(Exception):
    """The process that did a job ended without a word, each time: too little memory, most likely."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a worker lives: jobs at once, seconds between signs of life, after how many it counts as dead."""

    concurrency: int = 4
    heartbeat: float = 5.0
    dead_after: float = 20.0
    grace: float = 25.0


@task(name="kernel.run_by_the_clock", retries=3, lock="clock:{name}", once="clock:{name}")
def run_by_the_clock(*, name: str, timestamp: int) -> None:
    """Do one declared task; `timestamp` (seconds) is when it was due. A task that is declared no more is left alone."""
    declared = {work.name: work for work in registry.tasks()}
    if name in declared:
        declared[name].run()


def run_worker(rhythm: Rhythm = Rhythm()) -> None:
    """Work until SIGINT or SIGTERM, then finish what was begun. A lost database is waited for."""
    register_clock()
    asyncio.run(_work(rhythm))


def register_clock() -> None:
    """Tell the queue of every declared task; doing so twice changes nothing."""
    known = {periodic_id for _task, periodic_id in app.periodic_registry.periodic_tasks}
    for work in registry.tasks():
        if work.name not in known:
            app.periodic_registry.register_task(
                task=app.tasks[run_by_the_clock.name],
                cron=work.cron,
                periodic_id=work.name,
                configure_kwargs={
                    "task_kwargs": {"name": work.name},
                    "lock": f"clock:{work.name}",
                    "queueing_lock": f"clock:{work.name}",
                },
            )


def take_back(dead_after: float) -> int:
    """Queue the jobs of dead workers again and say how many; one that keeps killing workers becomes a dead letter."""
    died = Q(worker=None) | Q(worker__last_heartbeat__lt=timezone.now() - timedelta(seconds=dead_after))
    stalled = list(ProcrastinateJob.objects.filter(died, status="doing"))
    for job in stalled:
        logger.warning("The worker of job %s (%s) died; the job is taken back.", job.id, job.task_name)
        app.job_manager.retry_job_by_id(job.id, retry_at=timezone.now())
        if job.attempts >= RETRIES:
            note_failure(job.procrastinate_job, WorkerDied("each time it did this"))
            app.job_manager.connector.get_sync_connector().execute_query(
                "SELECT procrastinate_finish_job_v1(%(job)s, 'failed', false)", job=job.id
            )
    return len(stalled)


async def _work(rhythm: Rhythm) -> None:
    while True:
        try:
            await _work_while_connected(rhythm)
        except (ConnectorException, OSError) as error:
            logger.warning("The worker waits for the database: %s", error)
            await asyncio.sleep(2)
        else:
            return


async def _work_while_connected(rhythm: Rhythm) -> None:
    async with _app_of_worker().open_async() as worker_app:
        keeper = asyncio.create_task(_take_back_for_ever(rhythm))
        try:
            await worker_app.run_worker_async(
                concurrency=rhythm.concurrency,
                update_heartbeat_interval=rhythm.heartbeat,
                stalled_worker_timeout=rhythm.dead_after,
                shutdown_graceful_timeout=rhythm.grace,
                delete_jobs="successful",
                task_middleware=[close_db_connections, _note_why_it_failed],
            )
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


def _note_why_it_failed(call_next: Callable[[], object], context: JobContext, _worker: Worker) -> object:
    """Around each job: keep the reason of a failure, in a transaction of its own."""
    try:
        return call_next()
    except Exception as error:
        note_failure(context.job, error)
        raise


def _app_of_worker() -> App:
    """The same tasks over a pool of asynchronous connections.

    The tasks keep pointing to the Django app, so that what a job queues is queued in the job's own transaction.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # it is a DjangoConnector
    made = DjangoApp(connector=connector, periodic_defaults={"max_delay": CAUGHT_UP.total_seconds()})
    made.tasks, made.periodic_registry = app.tasks, app.periodic_registry
    return made


async def _take_back_for_ever(rhythm: Rhythm) -> None:
    while True:
        await sync_to_async(_take_back_now, thread_sensitive=False)(rhythm.dead_after)
        await asyncio.sleep(rhythm.heartbeat)


def _take_back_now(dead_after: float) -> None:
    try:
        take_back(dead_after)
    finally:
        close_old_connections()
