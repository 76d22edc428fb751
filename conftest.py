"""What every test stands on: a real PostgreSQL, a VAR folder of its own, no network but this machine."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent
SHARED = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared"))

os.environ.setdefault("PERRON_VAR", tempfile.mkdtemp(prefix="perron-tests-"))
os.environ.setdefault("PERRON_BRICKS", "catalogue,example")
if "DATABASE_URL" not in os.environ:
    from perron.project import embedded

    os.environ["DATABASE_URL"] = embedded.start(ROOT / "var" / "tests")
