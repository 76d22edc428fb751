"""What a file is, by its content: its name is only a hint, and when the two disagree somebody is told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

import puremagic

from perron.bricks.catalogue.adapters.reading import archives, markup
from perron.bricks.catalogue.adapters.reading.limits import Limits
from perron.bricks.catalogue.adapters.reading.refusals import EmptyFile, PasswordProtected
from perron.bricks.catalogue.rules.understanding import Doubt

HEAD: Final = 65_536
MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "sqlite": "application/vnd.sqlite3",
    "shp": "application/vnd.shp",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
    "gtfs": "application/zip",
    "zip": "application/zip",
    "gzip": "application/gzip",
}
EXTENSIONS: Final = {
    "csv": {"csv", "gtfs"}, "tsv": {"csv"}, "txt": {"csv", "document"}, "tab": {"csv"},
    "xlsx": {"xlsx"}, "xlsm": {"xlsx"}, "xlsb": {"xlsx"}, "xls": {"xls"}, "ods": {"ods"},
    "json": {"json", "geojson", "ndjson"}, "ndjson": {"ndjson", "json"}, "jsonl": {"ndjson", "json"},
    "geojson": {"geojson"}, "gpkg": {"gpkg", "sqlite"}, "kml": {"kml"}, "parquet": {"parquet"},
    "sqlite": {"sqlite"}, "db": {"sqlite"},
    "zip": {"zip", "shp", "gtfs", "csv", "document"},
    "pdf": {"document"}, "docx": {"document"}, "png": {"document"}, "jpg": {"document"},
}  # fmt: skip
# Text that is no table, whatever its punctuation looks like.
WRITINGS: Final = frozenset(
    {
        "ttl", "n3", "nt", "nq", "trig", "rdf", "owl", "xml", "html", "htm", "md", "rst", "py",
        "js", "css", "yaml", "yml", "ics", "eml", "vcf", "sql", "pdf", "tex", "rtf", "sh", "ini",
    }
)  # fmt: skip
GTFS: Final = ({"stops.txt", "routes.txt"}, {"agency.txt", "stops.txt"})
OFFICE: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def extension(name: str) -> str:
    """The extension a file claims, without the `.gz` around it."""
    return PurePosixPath(name.lower().removesuffix(".gz")).suffix.lstrip(".")


def recognise(path: Path, name: str, limits: Limits) -> str:
    """The format of a file: one of MEDIA_TYPES, or "document". EmptyFile, PasswordProtected, UnsafeXml, archives'
    refusals.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise EmptyFile
    if head.startswith(b"PK\x03\x04"):
        return _zip(path, limits)
    if head.startswith(b"PK\x05\x06"):
        raise EmptyFile
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(path)
    for sign, format_ in ((b"\x1f\x8b", "gzip"), (b"PAR1", "parquet")):
        if head.startswith(sign):
            return format_
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "sqlite"
    format_ = _text(head, name)
    if format_ == "kml":
        markup.refuse_declarations(path)
    return format_


def _zip(path: Path, limits: Limits) -> str:
    names = {info.filename for info in archives.members(path, limits)}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        return "ods" if b"spreadsheet" in _mimetype(path) else "document"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    lower = {PurePosixPath(name).name.lower() for name in names}
    if any(name.endswith(".shp") for name in lower):
        return "shp"
    return "gtfs" if any(needed <= lower for needed in GTFS) else "zip"


def _mimetype(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive, archive.open("mimetype") as file:
        return file.read(200)


def _compound(path: Path) -> str:
    """The container of old Office files, and of new ones with a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PasswordProtected
    is_workbook = any(word.encode("utf-16-le") in content for word in ("Workbook", "Book\0"))
    return "xls" if is_workbook else "document"


def _text(head: bytes, name: str) -> str:
    if (
        head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
        or extension(name) in WRITINGS
        or _is_binary(head)
    ):
        return _markup(_plain(head).lstrip()) if b"<kml" in head[:4000] else "document"
    start = _plain(head).lstrip()
    if start.startswith("<"):
        return _markup(start)
    if start.startswith(("{", "[")):
        return "json"
    return "csv"


def _plain(head: bytes) -> str:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.decode("utf-16" if wide else "utf-8-sig", "replace")


def _is_binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = head.count(0)
    if zeros and max(head[::2].count(0), head[1::2].count(0)) == zeros and zeros > len(head) * 0.3:
        return False  # UTF-16 without its mark
    odd = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return zeros > 3 or odd > len(head) * 0.02


def _markup(start: str) -> str:
    return "kml" if re.search(r"<(?:\w+:)?kml[\s>]", start[:4000]) else "document"


def media_type(path: Path, format_: str) -> str:
    """The media type of a file, given its format; of a document, by its content."""
    if format_ in MEDIA_TYPES:
        return MEDIA_TYPES[format_]
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                return archive.read("mimetype")[:100].decode("ascii", "replace").strip()
        return next(
            (type_ for folder, type_ in OFFICE.items() if any(n.startswith(folder) for n in names)), "application/zip"
        )
    if re.match(rb"\s*(<!doctype html|<html)", head, re.IGNORECASE):
        return "text/html"
    try:
        return puremagic.magic_string(head)[0].mime_type or "application/octet-stream"
    except (puremagic.PureError, ValueError, IndexError):
        return "application/octet-stream" if _is_binary(head) else "text/plain"


def disagreement(name: str, format_: str, media: str) -> tuple[Doubt, ...]:
    """What to say when the name of a file promises something else than its content."""
    promised = EXTENSIONS.get(extension(name))
    if media == "text/html" and extension(name) not in ("html", "htm"):
        return (Doubt("web_page", {"extension": extension(name) or "?"}),)
    if promised is None or format_ in promised:
        return ()
    return (
        Doubt(
            "not_what_its_name_says",
            {"extension": extension(name), "found": media if format_ == "document" else format_},
        ),
    )
