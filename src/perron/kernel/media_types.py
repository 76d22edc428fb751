"""What a file is, by its content; its name is only asked where the content cannot tell (CSV is text like any other)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final

import puremagic

HEAD: Final = 8_192
UNKNOWN: Final = "application/octet-stream"
SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-excel"),
    (b"\x1f\x8b", "application/gzip"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
ARCHIVES: Final[Mapping[str, str]] = {  # what a ZIP holds tells what it is
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xl/workbook.bin": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc.kml": "application/vnd.google-earth.kmz",
}
TEXTS: Final[Mapping[str, str]] = {  # what a text may be called, when nothing in it says otherwise
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".md": "text/markdown",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
}


def media_type_of(path: Path, name: str) -> str:
    """The media type of the file at `path`, which its sender called `name`."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if found := _by_signature(head):
        return found
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(path)
    if (text := _as_text(head)) is not None:
        return _text(text, PurePath(name).suffix.lower())
    return _by_other_magic(head)


def _by_signature(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in {b"ftypavif", b"ftypheic"}:
        return f"image/{head[8:12].decode()}"
    if head.startswith(b"SQLite format 3\x00"):
        is_geopackage = head[68:72] in {b"GPKG", b"GP10", b"GP11"}
        return "application/geopackage+sqlite3" if is_geopackage else "application/vnd.sqlite3"
    return next((kind for signature, kind in SIGNATURES if head.startswith(signature)), None)


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:10_000])
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if _states_type(archive, names) else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return "application/zip"  # damaged or encrypted: whoever reads it will say so
    if declared.startswith("application/vnd.oasis.opendocument.") or declared == "application/epub+zip":
        return declared
    return next((kind for inside, kind in ARCHIVES.items() if inside in names), "application/zip")


def _states_type(archive: zipfile.ZipFile, names: set[str]) -> bool:
    return "mimetype" in names and archive.getinfo("mimetype").file_size < 100


def _as_text(head: bytes) -> str | None:
    """The beginning as text, or None when it is not text. An odd encoding is still text; zero bytes are not."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\x1a" for byte in head)
    return None if controls else head.decode("utf-8-sig", "replace")


def _text(text: str, suffix: str) -> str:
    start = text.lstrip().lower()
    if start.startswith(("<!doctype html", "<html")) or (start.startswith("<") and "<html" in start):
        return "text/html"
    if start.startswith("<"):
        return _xml(start)
    if start.startswith(("{", "[")) and suffix not in TEXTS:
        return _json(start, suffix)
    return TEXTS.get(suffix, "text/plain")


def _xml(start: str) -> str:
    if "<svg" in start:
        return "image/svg+xml"
    if "<kml" in start:
        return "application/vnd.google-earth.kml+xml"
    return "application/rdf+xml" if "<rdf:rdf" in start else "application/xml"


def _json(start: str, suffix: str) -> str:
    first, *more = start.splitlines()
    if suffix in {".ndjson", ".jsonl"} or (_is_object(first) and any(line.strip() for line in more)):
        return "application/x-ndjson"
    kinds = ('"featurecollection"', '"feature"', '"geometrycollection"')
    return "application/geo+json" if any(kind in start for kind in kinds) else "application/json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _by_other_magic(head: bytes) -> str:
    try:
        return puremagic.from_string(head, mime=True) or UNKNOWN
    except puremagic.PureError:
        return UNKNOWN
