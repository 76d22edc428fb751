"""The command line: `perron`, with one line for each thing that an operator does.

Each command is a Django management command of the kernel or of a brick; this page gives them one door and one help.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from typing import Final

from perron.project import embedded, environment

COMMANDS: Final = {
    "Run": {
        "up": "Serve the site with all that it needs: database, worker, web server",
        "worker": "Work through the queue, beside another web server",
        "doctor": "Look at everything that can be wrong, and say what to do",
    },
    "Keep": {
        "backup": "Write everything into one file",
        "restore": "Make an installation from such a file",
        "migrate": "Bring the database to this version",
    },
    "Set up": {
        "authority": "Authorities: list, create, hosts, staff",
        "person": "Accounts: create, make an operator, reset a second factor",
        "territory": "The territory: load boundaries, show a place",
        "starter_set": "Fill an empty installation with authorities, people and data to try it with",
    },
    "Look after": {
        "catalogue": "Datasets: list, publish a file, fetch the scheduled sources",
        "reports": "Reports: open them, bring handbooks in and out, load roads and their managers",
        "search_index": "Build the search index anew",
        "tasks": "Work that failed: list it, try it again",
        "mail": "Take a report of a letter that could not be delivered, from the mail server",
        "audit": "The log: sign it, prove an act, verify a proof on any machine",
    },
}
WITHOUT_DATABASE: Final = {"up", "collectstatic", "makemigrations", "check", "doctor"}
EPILOGUE: Final = (
    "`perron COMMAND --help` tells more. Settings are environment variables: see docs/operate/settings.md."
)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; without one, or with --help, show the list."""
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron.project.settings")
    if not given or given[0] in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return 0
    if given[0] in {"-V", "--version"}:
        sys.stdout.write(f"Perron {version('perron')}\n")
        return 0
    return _run(given)


def overview() -> str:
    """The help's first page."""
    width = max(len(name) for group in COMMANDS.values() for name in group) + 2
    lines = ["Usage: perron COMMAND [OPTIONS]", "", "The software of the public square, in one program.", ""]
    for group, commands in COMMANDS.items():
        lines += [f"{group}:", *(f"  {name:<{width}}{line}" for name, line in commands.items()), ""]
    return "\n".join([*lines, EPILOGUE, ""])


def _run(given: list[str]) -> int:
    if given[:2] == ["audit", "verify"] and not {"-h", "--help"} & set(given):
        from perron.kernel.proof_file import main as verify  # noqa: PLC0415 - must work where nothing else is set up

        return verify([word for word in given[2:] if word != "--key"])
    from django.core.management import ManagementUtility  # noqa: PLC0415 - not needed for the help

    try:
        with _database_for(given):
            ManagementUtility(["perron", *given]).execute()
    except embedded.DatabaseTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _database_for(given: list[str]) -> AbstractContextManager[None]:
    """The embedded server while the command runs, unless it looks after that itself or DATABASE_URL names another."""
    if environment.text("DATABASE_URL") or given[0] in WITHOUT_DATABASE or {"-h", "--help"} & set(given):
        return nullcontext()
    return embedded.in_use(environment.var_folder())


if __name__ == "__main__":
    sys.exit(main())
