"""`perron restore`: an installation from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from perron.kernel.audit import LogDamaged
from perron.kernel.backup import BadBackup, NotEmpty, restore
from perron.kernel.postgres_programs import ProgramTrouble


class Command(BaseCommand):
    """Into an empty installation, or in place of one with `--replace`."""

    help = "Make this installation what a backup was. Stop the site first; refuses when there is a site here already."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="put the backup in place of the site that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], replace=options["replace"])
        except (BadBackup, NotEmpty, ProgramTrouble, LogDamaged) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        except OSError as error:
            raise CommandError(f"Nothing was changed: {error.strerror or error}.") from error
        self.stdout.write(
            f"Restored: the site as of {manifest.made_at}, {len(manifest.members)} files, all with the right checksum, "
            f"audit log whole with {manifest.audit_size} signed entries."
        )
        self.stdout.write("Run `perron migrate` if this program is newer than the one that made the backup.")
