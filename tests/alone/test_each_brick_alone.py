"""A brick can be deleted, and any one can live alone: the house starts with each, and with none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.guards.source import ROOT, brick_folders

START = """
import django
django.setup()
from django.core.management import call_command
from django.urls import get_resolver
from perron.kernel import registry
call_command("check", fail_level="WARNING")
get_resolver().url_patterns
print(",".join(brick.name for brick in registry.bricks()))
"""


@pytest.mark.parametrize("bricks", ["", *(folder.name for folder in brick_folders())])
def test_the_house_starts_with_one_brick_or_none(bricks: str):
    environ = os.environ | {"PERRON_BRICKS": bricks or ",", "DJANGO_SETTINGS_MODULE": "perron.project.settings"}

    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().splitlines()[-1] == ",".join(filter(None, ["kernel", bricks]))
