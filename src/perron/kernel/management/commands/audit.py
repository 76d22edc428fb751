"""`perron audit`: check a proof file, sign the log, write a proof file, check the whole log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from perron.kernel import audit, proof_file
from perron.kernel.contract import Ref
from perron.kernel.errors import NotFound


class Command(BaseCommand):
    """One word more says what to do; each has its own help."""

    help = "The audit log: verify a proof file, sign a checkpoint, export a proof file, check the whole log."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        verify = words.add_parser("verify", help="check a proof file; needs no database and no network")
        verify.add_argument("file", type=Path)
        verify.add_argument("--key", help="the public key that you trust (name+id+key); without it, the file's own")
        words.add_parser("checkpoint", help="sign the log as it stands, and show what was signed")
        export = words.add_parser("export", help="write all that the log says of one thing, with its proofs")
        export.add_argument("subject", help="as brick:kind:id")
        export.add_argument("file", type=Path)
        words.add_parser("check", help="compute the whole log anew and compare it with all that was signed")
        words.add_parser("key", help="show the public key")

    def handle(self, *args: Any, **options: Any) -> None:
        word = {"verify": _verify, "checkpoint": _checkpoint, "export": _export, "check": _check, "key": _key}
        self.stdout.write(word[options["word"]](options))


def _verify(options: dict[str, Any]) -> str:  # argparse's values
    try:
        verified = proof_file.verify_file(options["file"], key=options["key"])
    except proof_file.NotProven as error:
        raise CommandError(f"Not proven. {error}") from error
    except OSError as error:
        raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
    return "\n".join(proof_file.lines(verified))


def _checkpoint(_options: dict[str, Any]) -> str:
    return audit.checkpoint(timezone.now()).note


def _export(options: dict[str, Any]) -> str:
    try:
        subject = Ref.parse(options["subject"])
        audit.export_file(options["file"], subject, at=timezone.now())
    except ValueError as error:
        raise CommandError("A subject is written as brick:kind:id.") from error
    except NotFound as error:
        raise CommandError(f"The log says nothing of {options['subject']}.") from error
    return f"Written to {options['file']}. Anyone can check it with: perron audit verify {options['file']}"


def _check(_options: dict[str, Any]) -> str:
    try:
        count = audit.check()
    except audit.LogDamaged as error:
        raise CommandError(f"The log is damaged. {error}") from error
    return f"The log is whole: {count} entries, each as recorded, each checkpoint as signed."


def _key(_options: dict[str, Any]) -> str:
    return str(audit.public_key())
