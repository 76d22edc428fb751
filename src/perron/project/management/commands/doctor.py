"""`perron doctor`."""

from __future__ import annotations

import shutil
import stat
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from perron.kernel import health, tasks
from perron.project import embedded, environment, serving

Finding = tuple[str, str]  # what was looked at, and what is wrong with it ("" when nothing)


class Command(BaseCommand):
    help = "Look at everything that can be wrong, and say what to do. Exit code 1 when something is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail", action="store_true", help="also open a connection to the mail server")

    def handle(self, *args: object, mail: bool, **options: object) -> None:
        wrong = 0
        for name, trouble in [*surroundings(), *the_database(), *(the_mail() if mail else [])]:
            wrong += bool(trouble)
            self.stdout.write(f"{'WRONG' if trouble else 'well '}  {name}{': ' if trouble else ''}{trouble}")
        if wrong:
            raise SystemExit(1)


def surroundings() -> Iterator[Finding]:
    """The disk, the keys, the front end, the settings."""
    free = shutil.disk_usage(settings.VAR).free
    short = f"only {free // 1_000_000} MB are free at {settings.VAR}. Free some, or move PERRON_VAR."
    yield "disk", short if free < serving.ROOM_NEEDED else ""
    yield "keys", _open_keys(settings.VAR / "keys")
    built = Path(environment.ROOT / "src/perron/ui/static/ui/built/.vite/manifest.json")
    yield "front end", "" if built.exists() else "it is not built. Run `make up`."
    public = settings.SECURE and "*" in settings.ALLOWED_HOSTS
    yield "host names", "PERRON_HOSTS is not set, so any host name is answered. List yours." if public else ""
    yield "debugging", "PERRON_DEBUG is on for a public site. Unset it." if settings.DEBUG and settings.SECURE else ""


def _open_keys(folder: Path) -> str:
    exposed = [path.name for path in folder.glob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    return f"others can read {', '.join(sorted(exposed))} in {folder}. Run `chmod 600` on them." if exposed else ""


def the_database() -> Iterator[Finding]:
    """Whether it answers, is new enough and up to date; then what each brick says, and what work failed."""
    if not environment.text("DATABASE_URL") and not embedded.is_running(settings.VAR):
        yield "database", "the embedded database does not run: the site is not up. `make up` starts both."
        return
    try:
        serving.check_database()
    except serving.Trouble as trouble:
        yield "database", str(trouble)
        return
    yield "database", ""
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield "tables", f"{len(behind)} changes are waiting. Run `perron migrate`." if behind else ""
    if not behind:
        yield from ((str(answer.title.en), answer.trouble) for answer in health.ask_all())
        failed = len(tasks.dead_letters())
        yield "tasks", f"{failed} gave up. See `perron tasks`." if failed else ""


def the_mail() -> Iterator[Finding]:
    """Whether the mail server takes a connection."""
    try:
        get_connection().open()
    except OSError as error:
        yield "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({error}). See PERRON_SMTP_HOST."
    else:
        yield "mail", ""
