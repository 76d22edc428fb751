"""Write the locked requirements anew from pyproject.toml: exact versions with hashes, no address of a registry."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"]
PLAIN = ["--no-annotate", "--no-header", "--no-emit-index-url"]
LOCKS = {"run": [], "dev": ["--group", "dev", "--group", "bench", "-c", "requirements/run.txt"]}


def main() -> int:
    """Both lists; more arguments go to uv (`--upgrade-package django`)."""
    for name, options in LOCKS.items():
        target = ["--output-file", f"requirements/{name}.txt"]
        command = [str(ROOT / ".venv" / "bin" / COMPILE[0]), *COMPILE[1:], *PLAIN, *options, *target, *sys.argv[1:]]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
