"""`perron up`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from perron.project import environment, serving
from perron.project.embedded import DatabaseTrouble


class Command(BaseCommand):
    help = "Serve the site with all that it needs: database, tables, territory, worker, web server. Ctrl-C stops all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=environment.text("HOST", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=environment.number("PORT", 8000), help="port (default 8000)")
        parser.add_argument(
            "--empty", action="store_true", help="no starter set in an empty installation (never behind https)"
        )

    def handle(self, *args: object, host: str, port: int, empty: bool, **options: object) -> None:
        try:
            serving.up(host=host, port=port, with_starter_set=not empty and not settings.SECURE)
        except (serving.Trouble, DatabaseTrouble) as trouble:
            raise CommandError(str(trouble)) from trouble
        except KeyboardInterrupt:
            sys.stdout.write("\nStopped before it was open. Run the same command to go on.\n")
