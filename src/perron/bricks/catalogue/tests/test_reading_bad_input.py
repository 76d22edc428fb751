"""Bad input has its answer: a refusal with its code, or a reading with its doubt. Nothing hangs, nothing is lost."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest
import xlsxwriter
from PIL import Image

from perron.bricks.catalogue.adapters.reading import Limits, door, read_file
from perron.bricks.catalogue.adapters.reading.refusals import (
    ArchiveBomb,
    ArchiveManyMembers,
    ArchiveNested,
    ArchiveRefused,
    ArchiveTooLarge,
    ArchiveUnsafePath,
    DamagedFile,
    EmptyFile,
    FileTooBigToRead,
    LineTooLong,
    PasswordProtected,
    ReadingFailed,
    ReadingTookTooLong,
    ReadingTookTooMuchMemory,
    TooManyColumns,
    UnreadableFile,
    UnsafeXml,
)
from perron.bricks.catalogue.rules.understanding import ReadingChoices, Understanding
from perron.bricks.catalogue.tests.bad_luck import assert_told_well
from perron.bricks.catalogue.tests.reading_files import SMALL, reading, real
from perron.kernel.errors import Refused

CSV: Final = b"name;number\nLi\xc3\xa8ge;12\nGent;13\n"
KML: Final = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{}</name><Point><coordinates>4.3,50.8</coordinates></Point></Placemark></Document></kml>'
ENTITY: Final = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS: Final = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info, target.encode()


def picture() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(written, "PNG")
    return written.getvalue()


def workbook(rows: int = 3) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["name", "number"])
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, [f"n{row}", row])
    return buffer.getvalue()


def workbook_with_entities() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    members["xl/worksheets/sheet1.xml"] = (
        sheet.replace("<worksheet", f"{evil}<worksheet", 1).replace("<v>1</v>", "<v>&e;</v>").encode()
    )
    return zip_of(*members.items())


def encrypted_zip() -> bytes:
    content = bytearray(zip_of(("a.csv", CSV)))
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    return bytes(content)


def encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def lying_size() -> bytes:
    """A member that says it is one byte long."""
    content = bytearray(zip_of(("a.csv", b"a;b\n" * 400_000)))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 1)
    return bytes(content)


def noise_of_many_megabytes() -> bytes:
    """Noise cannot be packed: 64 MB of it stay 64 MB."""
    noise = Random(7).randbytes(16_000_000)
    return stored_zip_of(*((f"{number}.csv", noise) for number in range(4)))


def stored_zip_of(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def wide(columns: int) -> bytes:
    return (
        ";".join(f"c{number}" for number in range(columns)) + "\n" + ";".join("1" for _ in range(columns)) + "\n"
    ).encode()


Made = Callable[[], bytes]
REFUSED: Final[dict[str, tuple[str, Made, type[Refused]]]] = {
    "nothing at all": ("a.csv", lambda: b"", EmptyFile),
    "blank lines only": ("a.csv", lambda: b"\n\n \r\n", EmptyFile),
    "a mark and nothing": ("a.csv", lambda: b"\xef\xbb\xbf", EmptyFile),
    "zeros only": ("a.csv", lambda: b"\0" * 5000, EmptyFile),
    "an empty gzip": ("a.csv.gz", lambda: gzip.compress(b""), EmptyFile),
    "an empty zip": ("a.zip", zip_of, EmptyFile),
    "a zip of clutter": ("a.zip", lambda: zip_of(("__MACOSX/._a", b"x")), EmptyFile),
    "an empty list": ("a.json", lambda: b"[]", EmptyFile),
    "separators only": ("a.csv", lambda: b";;;\n;;;\n", EmptyFile),
    "a cut gzip": ("a.csv.gz", lambda: gzip.compress(CSV * 1000)[:-12], DamagedFile),
    "a gzip with a broken sum": ("a.csv.gz", lambda: gzip.compress(CSV)[:-8] + b"\1" * 8, DamagedFile),
    "a cut zip": ("a.zip", lambda: zip_of(("a.csv", CSV * 100))[:-30], DamagedFile),
    "a zip head and noise": ("a.zip", lambda: b"PK\x03\x04" + b"\7" * 400, DamagedFile),
    "a cut workbook": ("a.xlsx", lambda: workbook()[:-500], DamagedFile),
    "a workbook without sheets": (
        "a.xlsx",
        lambda: zip_of(("xl/workbook.xml", b"<workbook"), ("[Content_Types].xml", b"<x/>")),
        DamagedFile,
    ),
    "a cut parquet": ("a.parquet", lambda: b"PAR1" + b"\0" * 300, DamagedFile),
    "a cut JSON": ("a.json", lambda: b'[{"a": 1}, {"a": ', DamagedFile),
    "JSON lines with a broken one": ("a.ndjson", lambda: b'{"a": 1}\n{"a": \n{"a": 3}\n', DamagedFile),
    "a cut GeoJSON": (
        "a.geojson",
        lambda: b'{"type": "FeatureCollection", "features": [{"type": "Feat',
        DamagedFile,
    ),
    "a shapefile without its parts": ("a.zip", lambda: zip_of(("a.shp", b"\0" * 100)), DamagedFile),
    "a geopackage that is none": (
        "a.gpkg",
        lambda: b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 400,
        DamagedFile,
    ),
    "a database that is none": ("a.db", lambda: b"SQLite format 3\0" + b"\1" * 600, DamagedFile),
    "a cut KML": ("a.kml", lambda: KML.format("", "x").encode()[:-60], DamagedFile),
    "a workbook with a password": ("a.xlsx", encrypted_workbook, PasswordProtected),
    "a zip with a password": ("a.zip", encrypted_zip, PasswordProtected),
    "a zip bomb": ("a.zip", lambda: zip_of(("a.csv", b"0" * 20_000_000)), ArchiveBomb),
    "a bomb in a workbook": (
        "a.xlsx",
        lambda: zip_of(("xl/workbook.xml", b"<x/>"), ("xl/media.xml", b" " * 20_000_000)),
        ArchiveBomb,
    ),
    "a bomb in many members": (
        "a.zip",
        lambda: zip_of(*((f"{n}.csv", b"0" * 1_000_000) for n in range(20))),
        ArchiveBomb,
    ),
    "a gzip bomb": ("a.csv.gz", lambda: gzip.compress(b"0" * 20_000_000), ArchiveBomb),
    "an archive too large": ("a.zip", lambda: zip_of(("a.csv", bytes(range(256)) * 250_000)), ArchiveBomb),
    "an archive too large, and no bomb": ("a.zip", noise_of_many_megabytes, ArchiveTooLarge),
    "too many members": ("a.zip", lambda: zip_of(*((f"{n}.csv", b"a") for n in range(1500))), ArchiveManyMembers),
    "a member that climbs out": ("a.zip", lambda: zip_of(("../../etc/cron.d/x", CSV)), ArchiveUnsafePath),
    "a member with backslashes": ("a.zip", lambda: zip_of(("..\\..\\x.csv", CSV)), ArchiveUnsafePath),
    "a member at the root": ("a.zip", lambda: zip_of(("/etc/passwd", CSV)), ArchiveUnsafePath),
    "a member on a drive": ("a.zip", lambda: zip_of(("C:/x.csv", CSV)), ArchiveUnsafePath),
    "a link in a zip": ("a.zip", lambda: zip_of(link("a.csv", "/etc/passwd")), ArchiveUnsafePath),
    "a zip in a zip": ("a.zip", lambda: zip_of(("b.zip", zip_of(("a.csv", CSV)))), ArchiveNested),
    "a gzip in a zip": ("a.zip", lambda: zip_of(("b.csv.gz", gzip.compress(CSV))), ArchiveNested),
    "a gzip in a gzip": ("a.csv.gz", lambda: gzip.compress(gzip.compress(CSV)), ArchiveNested),
    "a zip in a gzip": ("a.zip.gz", lambda: gzip.compress(zip_of(("a.csv", CSV))), ArchiveNested),
    "a zip in a zip under another name": ("a.zip", lambda: zip_of(("b.csv", zip_of(("a.csv", CSV)))), ArchiveNested),
    "a member that lies about its size": ("a.zip", lying_size, DamagedFile),
    "an entity in a KML": ("a.kml", lambda: KML.format(ENTITY, "&x;").encode(), UnsafeXml),
    "an entity in a KML named XML": ("a.xml", lambda: KML.format(ENTITY, "&x;").encode(), UnsafeXml),
    "an entity in a workbook": ("a.xlsx", workbook_with_entities, UnsafeXml),
    "an entity far behind a comment": (
        "a.kml",
        lambda: KML.format("<!-- <kml> " + "x" * 90_000 + " -->" + ENTITY, "&x;").encode(),
        UnsafeXml,
    ),
    "an entity in wide letters": ("a.kml", lambda: KML.format(ENTITY, "&x;").encode("utf-16"), UnsafeXml),
    "laughs in a KML": ("a.kml", lambda: KML.format(LAUGHS, "&b;").encode(), UnsafeXml),
    "an entity in a zipped KML": (
        "a.zip",
        lambda: zip_of(("doc.kml", KML.format(ENTITY, "&x;").encode())),
        UnsafeXml,
    ),
    "a hundred thousand columns": ("a.csv", lambda: wide(30_000), TooManyColumns),
    "JSON with too many names": (
        "a.json",
        ("[{" + ",".join(f'"k{n}": 1' for n in range(600)) + "}]").encode,
        TooManyColumns,
    ),
    "one endless line": ("a.csv", lambda: b"a;b\n" + b"x" * 300_000, LineTooLong),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_the_words_of_its_reader(case: str, tmp_path: Path) -> None:
    name, make, kind = REFUSED[case]
    path = tmp_path / "upload"
    content = make()
    path.write_bytes(content)

    with pytest.raises(kind) as refusal:
        reading(path, tmp_path, name=name, limits=SMALL)

    assert type(refusal.value) is kind
    assert_told_well(kind.code, refusal.value.facts)
    assert path.read_bytes() == content, "the file as it came is not touched"


def _doubts(understanding: Understanding) -> set[str]:
    tables = {doubt.code for table in understanding.tables for doubt in table.doubts}
    return tables | {doubt.code for doubt in understanding.doubts}


UNDERSTOOD: Final[dict[str, tuple[str, Made, str, str]]] = {
    "a header and nothing else": ("a.csv", lambda: b"name;number\n", "csv", "no_rows"),
    "a web page instead of data": (
        "a.csv",
        lambda: b"<!DOCTYPE html><html><body>Not found</body></html>",
        "document",
        "web_page",
    ),
    "a PDF named CSV": ("a.csv", lambda: b"%PDF-1.7\n" + b"\0\1\2" * 400, "document", "not_what_its_name_says"),
    "a picture named CSV": ("a.csv", picture, "document", "not_what_its_name_says"),
    "noise named CSV": ("a.csv", lambda: bytes(range(256)) * 40, "document", "not_what_its_name_says"),
    "a workbook named CSV": ("a.csv", workbook, "xlsx", "not_what_its_name_says"),
    "a CSV named workbook": ("a.xlsx", lambda: CSV, "csv", "not_what_its_name_says"),
    "JSON named CSV": ("a.csv", lambda: b'[{"a": 1}]', "json", "not_what_its_name_says"),
    "JSON without records": ("a.json", lambda: b'{"message": "no"}', "document", "no_records"),
    "a bad member beside a good one": (
        "a.zip",
        lambda: zip_of(("a.csv", CSV), ("b.json", b"[{")),
        "zip",
        "member_not_read",
    ),
    "a picture beside a table": (
        "a.zip",
        lambda: zip_of(("a.csv", CSV), ("b.png", b"\x89PNG\r\n" + bytes(range(256)))),
        "zip",
        "member_without_table",
    ),
    "a quotation mark never closed": ("a.csv", lambda: b'name;number\n"Gent;1\n' + b"Aat;2\n" * 900, "csv", ""),
    "rows of any length": ("a.csv", lambda: b"a;b;c\n1;2;3\n1;2\n1;2;3;4\n", "csv", ""),
    "formulas": ("a.csv", lambda: b"a;b\n=cmd|calc;1\n@SUM(1);2\n", "csv", ""),
}


@pytest.mark.parametrize("case", UNDERSTOOD)
def test_odd_input_is_understood_and_said(case: str, tmp_path: Path) -> None:
    name, make, format_, doubt = UNDERSTOOD[case]
    path = tmp_path / "upload"
    path.write_bytes(make())

    understanding = reading(path, tmp_path, name=name, limits=SMALL)

    assert understanding.format == format_
    assert doubt in _doubts(understanding) or not doubt
    assert "root:" not in repr(understanding)


def test_a_password_protected_pdf_is_kept_as_a_document(tmp_path: Path) -> None:
    assert reading(real("pdf/password-example.pdf"), tmp_path).media_type == "application/pdf"


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)

    with pytest.raises(ReadingTookTooLong):
        read_file(path, name="a.csv", into=tmp_path / "read", limits=Limits(seconds=0))

    assert not list((tmp_path / "read").iterdir())


def test_reading_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + ",".join('{"a": 1, "b": "xyz"}' for _ in range(400_000)) + "]")

    with pytest.raises(ReadingTookTooMuchMemory):
        read_file(path, name="a.json", into=tmp_path / "read", limits=Limits(memory=600_000_000))


def test_reading_that_keeps_the_processor_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"".join(b"name %d;%d\n" % (number, number) for number in range(400_000)))

    with pytest.raises(ReadingTookTooLong):
        read_file(path, name="a.csv", into=tmp_path / "read", limits=Limits(cpu_seconds=1))

    assert path.exists()


def test_reading_that_writes_too_much_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"".join(b"name %d;%d\n" % (number, number) for number in range(100_000)))

    with pytest.raises(FileTooBigToRead):
        read_file(path, name="a.csv", into=tmp_path / "read", limits=Limits(output=10_000))

    assert path.exists()


def test_a_reading_that_dies_without_a_word_is_our_fault_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PROCESS", (sys.executable, "-c", "raise SystemExit(3)"))
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)

    with pytest.raises(ReadingFailed) as refusal:
        read_file(path, name="a.csv", into=tmp_path / "read")

    assert_told_well(refusal.value.code, refusal.value.facts)
    assert path.exists()


def test_kinds_of_refusals_can_be_caught_together() -> None:
    assert issubclass(EmptyFile, UnreadableFile)
    assert issubclass(ArchiveBomb, ArchiveRefused)


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)

    with pytest.raises(FileTooBigToRead):
        read_file(path, name="big.csv", into=tmp_path / "read")


def test_the_process_reads_and_leaves_only_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)

    understanding = read_file(path, name="a.csv", into=tmp_path / "read")

    assert understanding.tables[0].row_count == 2
    assert [found.name for found in (tmp_path / "read").iterdir()] == ["1.parquet"]


def test_a_refusal_crosses_from_the_process(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of(("../x.csv", CSV)))

    with pytest.raises(Refused) as refusal:
        read_file(path, name="a.zip", into=tmp_path / "read")

    assert (refusal.value.code, refusal.value.facts) == ("archive_unsafe_path", {"member": "../x.csv"})


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (ReadingChoices(encoding="utf-8"), "wrong_encoding"),
        (ReadingChoices(encoding="klingon"), "wrong_encoding"),
        (ReadingChoices(header_row=99), "no_such_row"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choices: ReadingChoices, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("nom;nombre\nLiège;1\n".encode("cp1252"))

    with pytest.raises(Refused) as refusal:
        reading(path, tmp_path, choices=choices)

    assert refusal.value.code == code
