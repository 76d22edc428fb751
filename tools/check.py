"""What a machine can check of the style, each by the tool that knows it; all are run, then the failures are listed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "floors": ["lint-imports", "--no-cache"],
    "types": ["mypy"],
    "templates": ["djlint", "src", "--lint", "--quiet"],
    "dependencies": ["deptry", "src"],
    "translations": ["python", "-m", "perron.project.translations", "check"],
    "migrations": ["python", "-m", "perron.project.cli", "makemigrations", "--check", "--dry-run"],
    "front end": ["npm", "run", "--silent", "check"],
}


def main() -> int:
    """All checks, or only those named as arguments; the exit code is the number of failures."""
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "PERRON_BRICKS": "catalogue,example,reports"}
    failed = []
    for name, command in CHECKS.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        well = done.returncode == 0
        print(f"{'ok  ' if well else 'FAIL'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
        if not well:
            failed.append(name)
            print((done.stdout + done.stderr).strip()[-6000:])
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
