"""Runs the measures: `python -m bench`, or `python -m bench --only ingest`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from bench.table import Row, merged, printed, read, write

HERE = Path(__file__).parent
REPORT = HERE / "report.json"


def names() -> list[str]:
    """The measures there are: one module each in `bench/measures`."""
    return sorted(path.stem for path in (HERE / "measures").glob("*.py") if not path.stem.startswith("_"))


def main() -> int:
    """Run the measures, print the table, write `bench/report.json`; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures what must be fast, beside its target.")
    parser.add_argument("--only", choices=names(), help="run this measure alone; the others keep their rows")
    only = parser.parse_args().only
    rows: list[Row] = []
    with _installation():
        for name in [only] if only else names():
            rows += _measured(name)
    write(merged(read(REPORT), rows) if only else rows, REPORT)
    print(printed(rows))
    return 0 if all(row.ok for row in rows) else 1


def _measured(name: str) -> list[Row]:
    """The rows of a measure; each says how busy the machine was."""
    print(f"measuring {name} … ", end="", file=sys.stderr, flush=True)
    before, start = os.getloadavg()[0], time.perf_counter()
    rows: list[Row] = import_module(f"bench.measures.{name}").measure()
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    busy = f"{os.cpu_count()} cores, load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    return [replace(row, how=f"{row.how}; {busy}") for row in rows]


@contextmanager
def _installation() -> Iterator[None]:
    """An empty installation of its own, with a database, that is gone afterwards: nothing real is touched."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        Path(folder).chmod(0o755)
        os.environ |= {"PERRON_VAR": str(var), "DJANGO_SETTINGS_MODULE": "perron.project.settings"}
        from perron.project import embedded  # noqa: PLC0415 - reads the environment

        os.environ["DATABASE_URL"] = embedded.start(var, durable=False)
        import django  # noqa: PLC0415 - the settings read the environment

        django.setup()
        try:
            yield
        finally:
            embedded.stop(var)


if __name__ == "__main__":
    sys.exit(main())
