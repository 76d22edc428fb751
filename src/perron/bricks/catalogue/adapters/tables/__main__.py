"""Writes the fast copy of one table in a process of its own, gently: `python -m … parquet target [geometry]`."""

import os
import sys
from pathlib import Path

from perron.bricks.catalogue.adapters.tables.fast_copy import prepare

if __name__ == "__main__":
    os.nice(10)
    prepare(Path(sys.argv[1]), Path(sys.argv[2]), geometry=sys.argv[3] if len(sys.argv) > 3 else "")
