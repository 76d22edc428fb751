"""The code that the explore page offers to copy, run as it is against a running server."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest

FIRST = "Été « 27 », l’autre"
QUESTION = "?prix__ge=12&sort=-id&limit=10&select=id,commune"
RUN: dict[str, Callable[[str], list[str]]] = {
    "curl": lambda code: ["bash", "-c", code.replace("curl ", "curl --silent --fail ", 1)],
    "Python": lambda code: [sys.executable, "-c", code],
    "JavaScript": lambda code: ["node", "--input-type=module", "--eval", code],
}


@pytest.fixture
def page(transactional_db, published, live_server) -> str:
    """The explore page of the table, as a browser gets it."""
    table = published.current.tables.get().name
    address = f"{live_server.url}/en/catalogue/{published.slug}/explore/{table}/{QUESTION}"
    with urlopen(Request(address, headers={"Accept-Encoding": "identity"}), timeout=20) as answer:
        return answer.read().decode()


def test_what_is_offered_runs_and_gives_the_rows_that_were_asked_for(page: str):
    found = re.findall(r'aria-label="([^"]+)"><code>(.*?)</code>', page, re.DOTALL)
    offered = {title: html.unescape(code) for title, code in found}

    for title, command in RUN.items():
        if shutil.which(command(offered[title])[0]):
            done = subprocess.run(command(offered[title]), capture_output=True, text=True, timeout=30, check=False)
            assert done.returncode == 0, f"{title}: {done.stderr}"
            assert FIRST in done.stdout, f"{title}: {done.stdout[:500]}"
