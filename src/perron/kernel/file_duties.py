"""What the file store owes: to answer, to have room, and to keep nothing by half."""

from __future__ import annotations

import shutil
from typing import Final

from django.utils import timezone

from perron.kernel import file_parts, scratch
from perron.kernel.contract import HealthCheck, Task
from perron.kernel.errors import Unavailable
from perron.kernel.file_stores import file_store, working_folder
from perron.kernel.languages import Text

LEAST_ROOM: Final = 2_000_000_000  # bytes: one largest upload


def _trouble() -> str | None:
    try:
        file_store().holds("0" * 64)
    except Unavailable as failure:
        return f"The file store does not answer: {failure.reason}."
    folder = working_folder()
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        return f"The disk of {folder} has only {free // 1_000_000} MB left."
    return None


def _sweep_parts() -> None:
    file_parts.sweep(at=timezone.now())


def _sweep_scratch() -> None:
    scratch.sweep(at=timezone.now())


FILE_TASKS: Final = (
    Task(
        "kernel.sweep_file_parts",
        Text(
            fr="Jeter les fichiers envoyés à moitié",
            nl="Half verstuurde bestanden weggooien",
            de="Halb gesendete Dateien verwerfen",
            en="Throw away files that were sent by half",
        ),
        "17 * * * *",
        _sweep_parts,
    ),
    Task(
        "kernel.sweep_scratch",
        Text(
            fr="Jeter ce qu'un travail interrompu a laissé",
            nl="Wegwerpen wat onderbroken werk achterliet",
            de="Verwerfen, was unterbrochene Arbeit hinterließ",
            en="Throw away what interrupted work left behind",
        ),
        "15 3 * * *",
        _sweep_scratch,
    ),
)
FILE_CHECKS: Final = (
    HealthCheck(
        "kernel.file_store",
        Text(fr="Fichiers", nl="Bestanden", de="Dateien", en="Files"),
        _trouble,
    ),
)
