"""A plugin of pytest: what must be there before Django's settings are read: a real PostgreSQL, a VAR of its own.

Named in pyproject.toml, so that it comes before pytest-django. `DATABASE_URL` replaces the embedded server.
"""

from __future__ import annotations

import os
import tempfile

from perron.project import embedded, environment

os.environ.setdefault("PERRON_VAR", tempfile.mkdtemp(prefix="perron-tests-"))
(environment.var_folder() / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is absent
os.environ.setdefault("PERRON_BRICKS", "catalogue,example")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = embedded.start(environment.ROOT / "var" / "test-server", durable=False)
