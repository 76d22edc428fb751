"""Where the built front end is: names with a hash from Vite's manifest; all other static files as they are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

BUILT: Final = "ui/built/"
FOLDER: Final = Path(__file__).parent / "static" / "ui" / "built"


@dataclass(frozen=True, slots=True)
class Built:
    """One entry of the build: its file, the scripts and style sheets that it needs (paths below the static address)."""

    file: str
    imports: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def built(entry: str) -> Built | None:
    """The built files of an entry such as `main.css` or `map.ts`; None when the front end was not built.

    Raises KeyError when the front end was built without that entry: a typing mistake in a template must be loud.
    """
    manifest = FOLDER / "manifest.json"
    if not manifest.is_file():
        return None
    return _entries(manifest, manifest.stat().st_mtime_ns)[entry]


@lru_cache(maxsize=2)
def _entries(manifest: Path, _changed_at: int) -> dict[str, Built]:
    chunks = json.loads(manifest.read_text(encoding="utf-8"))
    return {Path(name).name: _built(chunks, name) for name, chunk in chunks.items() if chunk.get("isEntry")}


def _built(chunks: dict[str, dict[str, object]], name: str) -> Built:
    needed = _with_imports(chunks, name)
    styles = [BUILT + str(style) for part in needed for style in _names(chunks[part].get("css"))]
    files = [BUILT + str(chunks[part]["file"]) for part in needed]
    return Built(files[0], tuple(files[1:]), tuple(styles))


def _with_imports(chunks: dict[str, dict[str, object]], name: str) -> list[str]:
    """The chunk and all it imports at once, itself first, each once."""
    found = [name]
    for part in found:
        found += [other for other in _names(chunks[part].get("imports")) if other not in found]
    return found


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


class BuiltStaticFiles(StaticFilesStorage):
    """Static files under their own names: what Vite built has its hash in the name, the rest gets it as `?v=`."""

    def url(self, name: str | None) -> str:
        """The address of a static file; it changes when the file does."""
        address = super().url(name)
        if name is None or name.startswith(BUILT):
            return address
        version = _version(name)
        return f"{address}?v={version}" if version else address


@lru_cache(maxsize=512)
def _version(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if isinstance(found, str) else ""
