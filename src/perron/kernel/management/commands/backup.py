"""`perron backup`: the whole installation in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from perron.kernel.audit import LogDamaged
from perron.kernel.backup import save
from perron.kernel.postgres_programs import ProgramTrouble


class Command(BaseCommand):
    """Safe while the site runs."""

    help = "Save everything (database, files, tables, keys) into one file. The site may go on running."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="where to write; by default perron-<date>.tar here")
        parser.add_argument("--force", action="store_true", help="write over an existing file")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        file: Path = options["file"] or Path(f"perron-{at:%Y-%m-%d-%H%M}.tar")
        if file.exists() and not options["force"]:
            raise CommandError(f"{file} exists already. Give another name, or say --force to write over it.")
        if not file.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {file.absolute().parent}. Make it first, or give another.")
        try:
            manifest = save(file.absolute(), at=at)
        except (ProgramTrouble, LogDamaged) as error:
            raise CommandError(f"Nothing was saved. {error}") from error
        except OSError as error:
            raise CommandError(f"Nothing was saved: {error.strerror or error}.") from error
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"Saved: {file} ({size:.1f} MB, {len(manifest.members)} files). It holds keys: keep it safe.")
        if manifest.files_on_s3:
            self.stdout.write("The stored files are on S3 and not in it: save the bucket too.")
