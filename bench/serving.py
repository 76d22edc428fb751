"""Servers for the measures: started, waited for, watched in memory and processor time, and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx

ADDRESS = "/?&=%+,:;*()"  # characters that mean something in an address, besides letters
WARM, PAUSE, PATIENCE = 5, 0.2, 1200  # requests not counted; seconds between looks; looks


@dataclass(frozen=True, slots=True)
class Times:
    """What requests took: wall time of each in ms, and processor time of the server per request in ms."""

    wall: tuple[float, ...]
    processor: float

    @property
    def p50(self) -> float:
        """In ms."""
        return median(self.wall)

    def told(self) -> str:
        """The spread, and what a quiet machine would not change."""
        slow = sorted(self.wall)[int(len(self.wall) * 0.95)]
        return (
            f"{len(self.wall)} requests: min {min(self.wall):.1f}, p95 {slow:.1f} ms; "
            f"{self.processor:.1f} ms of processor time each"
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, with a client on one kept connection."""

    client: httpx.Client
    process: subprocess.Popen[bytes]

    def times(self, address: Callable[[], str], count: int = 200) -> Times:
        """Ask one address after the other, on one kept connection, by a client that does nothing but wait.

        AssertionError when an answer is none.
        """
        wall, before = [], 0.0
        with closing(self.connection()) as connection:
            for index in range(count + WARM):
                if index == WARM:
                    before = self.processor_seconds()
                asked, start = address(), time.perf_counter()
                get(connection, asked)
                if index >= WARM:
                    wall.append((time.perf_counter() - start) * 1000)
        return Times(tuple(wall), (self.processor_seconds() - before) * 1000 / count)

    def connection(self) -> HTTPConnection:
        """A connection of one's own."""
        return HTTPConnection(self.client.base_url.host, self.client.base_url.port, timeout=60)

    def memory(self) -> float:
        """Resident megabytes of the largest of the server's processes."""
        return max(int(_status(pid).get("VmRSS", "0 kB").split()[0]) / 1024 for pid in self._processes())

    def processor_seconds(self) -> float:
        """User and system time of the server's processes; the database, which has another parent, is not among them."""
        ticks = 0
        for pid in self._processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> list[int]:
        """The process that was started, and those below it."""
        tree = [self.process.pid]
        for pid in sorted(int(path.name) for path in Path("/proc").glob("[0-9]*")):
            if int(_status(pid).get("PPid", "0")) in tree:
                tree.append(pid)
        return tree


@contextmanager
def served(command: Sequence[str], port: int, ready: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """The server of `command` on `port`, once `ready` answers; stopped afterwards."""
    process = subprocess.Popen(command, env=dict(environ), stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait(client, ready, process)
            yield Server(client, process)
    finally:
        process.terminate()
        process.wait(20)


def get(connection: HTTPConnection, address: str) -> None:
    """Ask and read the whole answer. AssertionError when it is none."""
    connection.request("GET", quote(address, safe=ADDRESS), headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise AssertionError(f"{answer.status} {address} {content[:200]!r}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(client: httpx.Client, ready: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(PATIENCE):
        try:
            if client.get(ready).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            raise AssertionError(f"the server stopped with {process.returncode}")
        time.sleep(PAUSE)
    raise AssertionError("the server did not start")


def _status(pid: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)
