"""`perron up` as an operator lives it: a first start, Ctrl-C, a kill, a taken port, a folder closed to others."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from perron.project import embedded
from tests.guards.source import ROOT
from tests.journeys.conftest import free_port, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up")]


class Installation:
    """An installation of its own, with its embedded database, in a folder that only its owner may enter."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.log = folder / "up.log"
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"

    def start(self) -> subprocess.Popen[bytes]:
        environ = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environ |= {"PERRON_VAR": str(self.var), "PERRON_BRICKS": "example", "PERRON_BASE_URL": self.address}
        command = [sys.executable, "-m", "perron.project.cli", "up", "--empty", "--port", str(self.port)]
        with self.log.open("wb") as output:
            return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT)

    def started(self) -> subprocess.Popen[bytes]:
        process = self.start()
        wait_for(f"{self.address}/readyz", process, self.log, seconds=90)
        return process

    def said(self) -> str:
        return self.log.read_text()

    def is_silent(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path)
    yield installation
    embedded.stop(installation.var)
    data = embedded.data_folder(installation.var)
    if data.is_relative_to(embedded.SHELTER):
        shutil.rmtree(data.parent, ignore_errors=True)


def until(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_it_starts_stops_by_ctrl_c_and_comes_back_whole_after_a_kill(installation):
    first = installation.started()
    assert urlopen(f"{installation.address}/fr/", timeout=10).status == 200

    first.send_signal(signal.SIGINT)
    assert first.wait(60) == 0
    assert "Everything is saved" in installation.said()
    assert not embedded.is_running(installation.var)

    second = installation.started()
    second.kill()
    second.wait()
    assert until(installation.is_silent), "the web server outlives a killed parent"

    began = time.monotonic()
    third = installation.started()
    assert urlopen(f"{installation.address}/nl/status/", timeout=10).status == 200
    assert time.monotonic() - began < 30
    third.send_signal(signal.SIGTERM)
    assert third.wait(60) == 0


def test_a_folder_closed_to_others_is_not_opened_for_the_database(installation):
    installation.var.mkdir()
    folder = installation.var.parent
    folder.chmod(0o700)

    embedded.start(installation.var, durable=False)

    assert embedded.is_running(installation.var)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_half_made_database_is_made_again(installation):
    data = embedded.data_folder(installation.var)
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18")
    (data.parent / "making").touch()

    embedded.start(installation.var, durable=False)

    assert embedded.is_running(installation.var)


def test_data_of_another_version_is_left_alone_and_said(installation):
    data = embedded.data_folder(installation.var)
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")

    with pytest.raises(embedded.DatabaseTrouble, match=r"PostgreSQL 12.*perron backup"):
        embedded.start(installation.var)

    assert (data / "PG_VERSION").read_text() == "12\n"


def test_a_taken_port_is_said_with_the_way_out(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()

        process = installation.start()
        process.wait(60)

    assert process.returncode == 1
    assert f"Port {installation.port} is taken" in installation.said()
    assert f"PORT={installation.port + 1}" in installation.said()
    assert not embedded.is_running(installation.var)


def test_a_command_leaves_the_database_to_the_site_that_uses_it(installation):
    with embedded.in_use(installation.var):
        with embedded.in_use(installation.var):
            pass
        assert embedded.is_running(installation.var)

    assert not embedded.is_running(installation.var)
