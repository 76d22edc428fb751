"""Runs the measures: `python -m bench`, or `python -m bench --only ingest`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from bench.table import Row, printed, write

HERE = Path(__file__).parent


def names() -> list[str]:
    """The measures there are: one module each in `bench/measures`."""
    return sorted(path.stem for path in (HERE / "measures").glob("*.py") if not path.stem.startswith("_"))


def main() -> int:
    """Run the measures, print the table, write `bench/report.json`; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures what must be fast, beside its target.")
    parser.add_argument("--only", choices=names(), help="run this measure alone")
    only = parser.parse_args().only
    rows: list[Row] = []
    for name in [only] if only else names():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += import_module(f"bench.measures.{name}").measure()
    print(printed(rows))
    write(rows, HERE / "report.json")
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
