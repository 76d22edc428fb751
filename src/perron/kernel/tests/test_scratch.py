"""Work under way leaves nothing behind, not even when its process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from perron.kernel import registry, scratch

KILLED = """
import django, os, signal
django.setup()
from perron.kernel import scratch
with scratch.folder("reading") as folder:
    (folder / "tables").mkdir()
    (folder / "tables" / "1.parquet").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def store(tmp_path: Path, settings) -> Path:
    settings.FILES = {**settings.FILES, "folder": tmp_path / "files", "s3_bucket": ""}
    return tmp_path / "files"


def everything_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_folder_is_gone_with_the_work(store: Path):
    with scratch.folder("reading") as folder:
        (folder / "half").write_text("half")
        assert folder.is_relative_to(store)

    assert everything_in(store) == []


def test_what_a_killed_process_leaves_is_swept_a_day_later(tmp_path: Path, store: Path):
    own = {"PERRON_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "perron.project.settings"}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=os.environ | own, check=False)
    (store / "unfinished" / "tmpabc").write_text("an upload that was cut")
    assert killed.returncode == -signal.SIGKILL
    assert len(everything_in(store)) == 2

    assert scratch.sweep(at=timezone.now()) == 0
    assert len(everything_in(store)) == 2
    assert scratch.sweep(at=timezone.now() + timedelta(days=1, hours=1)) == 2

    assert everything_in(store) == []


def test_sweeping_leaves_what_a_link_points_to(tmp_path: Path, store: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    with scratch.folder("reading") as folder:
        (folder.parent / "link").symlink_to(outside)

    scratch.sweep(at=timezone.now() + timedelta(days=2))

    assert (outside / "kept").read_text() == "kept"


def test_the_clock_sweeps():
    assert "kernel.sweep_scratch" in {task.name for task in registry.tasks()}
