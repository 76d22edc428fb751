"""A plugin of pytest: what must be there before Django's settings are read: a real PostgreSQL, a VAR of its own.

Named in pyproject.toml, so that it comes before pytest-django. `DATABASE_URL` replaces the embedded server, which is
stopped after the last run that uses it.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from perron.project import embedded, environment

_open = ExitStack()
atexit.register(_open.close)

os.environ.setdefault("PERRON_BRICKS", "catalogue,example,reports")
os.environ.setdefault("PERRON_TESTS_VAR", tempfile.mkdtemp(prefix="perron-tests-"))
# Each process has a folder of its own, so that none trips over another's files.
os.environ["PERRON_VAR"] = str(Path(os.environ["PERRON_TESTS_VAR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main"))
(environment.var_folder() / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is absent
if "PERRON_TESTS_SERVER" not in os.environ and "DATABASE_URL" not in os.environ:
    os.environ["PERRON_TESTS_SERVER"] = str(environment.ROOT / "var" / "test-server")
if server := os.environ.get("PERRON_TESTS_SERVER"):
    _open.enter_context(embedded.in_use(Path(server), durable=False))
    os.environ["DATABASE_URL"] = embedded.url(Path(server))
