"""What the operator says by environment variables, read once and typed. The operator's page lists them all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


def text(name: str, default: str = "") -> str:
    """The variable as written, `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """`1`, `true`, `yes` and `on` mean yes."""
    written = text(name).lower()
    return written in {"1", "true", "yes", "on"} if written else default


def number(name: str, default: int) -> int:
    """A whole number. Raises ValueError when it is none, so that a typing error stops the start."""
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origin(address: str) -> str:
    """Scheme and host of an address, as a content security policy names them; empty for one of our own (`/tiles/…`)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def var_folder() -> Path:
    """Where everything that must be kept lives: files, tables, keys, the embedded database."""
    return Path(text("PERRON_VAR", str(ROOT / "var"))).absolute()


def secret(name: str, file: Path) -> str:
    """The variable, else a secret made once and kept in `file`, readable by its owner only."""
    if given := text(name):
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def database(url: str) -> dict[str, object]:
    """Django's settings for a `postgresql://user:password@host:port/name?option=value` address."""
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "")) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
