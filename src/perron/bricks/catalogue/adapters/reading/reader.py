"""Reads one file, in the process it is called in: finds out what it is, stages its tables, types and writes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from perron.bricks.catalogue.adapters.reading import (
    archives,
    columnar,
    databases,
    delimited,
    detection,
    features,
    objects,
    photos,
    tables,
    workbooks,
)
from perron.bricks.catalogue.adapters.reading.limits import Limits
from perron.bricks.catalogue.adapters.reading.refusals import (
    ArchiveNested,
    EmptyFile,
    PictureNotCleaned,
    UnreadableFile,
    UnsafeXml,
)
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage
from perron.bricks.catalogue.rules import meanings
from perron.bricks.catalogue.rules.understanding import Doubt, ReadingChoices, TableUnderstanding, Understanding

MAPS = ("gpkg", "shp", "kml", "geojson")
CLEANED = "cleaned"
BOOKS = ("xlsx", "xls", "ods")


@dataclass(slots=True)
class Found:
    """What was found in a file so far."""

    format: str = "document"
    sheets: list[Sheet] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    document: Path | None = None  # the content whose media type counts, when it was wrapped


def read(path: Path, *, name: str, into: Path, work: Path, choices: ReadingChoices, limits: Limits) -> Understanding:
    """Read a file into `into`, with `work` for what is only needed meanwhile. Raises the refusals of this package."""
    with Stage(work, limits) as stage:
        stage.connection.execute("SET TimeZone = 'UTC'")
        found = find(stage, path, name, choices)
        kept = [sheet for sheet in found.sheets if not choices.tables or sheet.name in choices.tables]
        understood = [
            tables.understand(stage, sheet, choices, tables.Output(into, number))
            for number, sheet in enumerate(_named(kept), start=1)
        ]
    media = detection.media_type(found.document or path, found.format)
    read_tables = tuple(table for table, _ in understood)
    cleaned = _cleaned(found, path, into)
    return Understanding(
        format=found.format,
        media_type=media,
        size=(into / cleaned if cleaned else path).stat().st_size,
        tables=read_tables,
        encoding=found.encoding,
        separator=found.separator,
        decimal=next((mark for _, mark in understood if mark), "") if found.sheets else "",
        languages=_languages(read_tables),
        doubts=(*found.doubts, *detection.disagreement(name, found.format, media), *_about_pictures(path, cleaned)),
        cleaned=cleaned,
    )


def _cleaned(found: Found, path: Path, into: Path) -> str:
    """The name of a picture's copy without what its camera said of it; "" when it said nothing, or is no picture."""
    clean = photos.cleaned(found.document or path) if found.format == "document" else None
    if clean is None:
        return ""
    if found.document:
        raise PictureNotCleaned(kind="GZIP")
    (into / CLEANED).write_bytes(clean)
    return CLEANED


def _about_pictures(path: Path, cleaned: str) -> tuple[Doubt, ...]:
    if cleaned:
        return (Doubt("picture_cleaned"),)
    count = photos.telling_members(path)
    return (Doubt("pictures_inside_tell", {"count": count}),) if count else ()


def _named(sheets: list[Sheet]) -> list[Sheet]:
    """Two tables never have the same name."""
    taken: set[str] = set()
    for sheet in sheets:
        number, name = 1, sheet.name
        while sheet.name in taken:
            number += 1
            sheet.name = f"{name} ({number})"
        taken.add(sheet.name)
    return sheets


def _languages(read_tables: tuple[TableUnderstanding, ...]) -> tuple[str, ...]:
    columns = [column for table in read_tables for column in table.columns]
    twins = dict.fromkeys(column.language for column in columns if column.language)
    return tuple(twins) or meanings.languages_of_headers([column.name for column in columns])


def find(stage: Stage, path: Path, name: str, choices: ReadingChoices, *, inside: bool = False) -> Found:
    """Find the tables of a file, whatever its format; `inside` an archive already, no other is opened."""
    format_ = detection.recognise(path, name, stage.limits)
    title = PurePosixPath(name.removesuffix(".gz")).stem
    if format_ == "gzip":
        unpacked = archives.gunzip(
            path,
            stage.work / (stage.new_name("gunzipped") + PurePosixPath(name.lower().removesuffix(".gz")).suffix),
            stage.limits,
        )
        return replace(find(stage, unpacked, name.removesuffix(".gz"), choices, inside=True), document=unpacked)
    if format_ in ("zip", "gtfs", "shp"):
        if inside:
            raise ArchiveNested(member=name)
        return _archive(stage, path, format_, choices)
    if format_ in BOOKS:
        sheets, doubts = workbooks.read(stage, path, format_, choices)
        return Found(format_, sheets, doubts) if sheets else Found(doubts=doubts)
    if format_ == "json":
        return _json(stage, path, title)
    if format_ == "csv":
        return _text(stage, path, name, title, choices)
    sheets = _typed(stage, path, format_, title)
    return Found(format_, sheets) if sheets else Found()


def _typed(stage: Stage, path: Path, format_: str, title: str) -> list[Sheet]:
    """The tables of a format that says what is in it; none for a document."""
    if format_ == "parquet":
        return [columnar.read(stage, path, title)]
    if format_ == "sqlite":
        return databases.read(stage, path)
    if format_ in MAPS:
        return features.read(stage, _with_suffix(stage, path, format_), format_, title)
    return []


def _with_suffix(stage: Stage, path: Path, format_: str) -> Path:
    """The same file under a name that ends as its format does: some readers go by the name."""
    if path.suffix.lower() == f".{format_}":
        return path
    link = stage.work / f"{stage.new_name('map')}.{format_}"
    link.symlink_to(path.resolve())
    return link


def _json(stage: Stage, path: Path, title: str) -> Found:
    format_, value = objects.parse(stage, path)
    if format_ == "geojson":
        return Found(format_, features.read(stage, _with_suffix(stage, path, format_), format_, title))
    sheet = objects.read(stage, value, title)
    return Found(format_, [sheet]) if sheet else Found(doubts=[Doubt("no_records")])


def _text(stage: Stage, path: Path, name: str, title: str, choices: ReadingChoices) -> Found:
    text = delimited.prepare(stage, path, choices)
    one_column = all(len(row) < 2 for _, row in text.first)
    if one_column and detection.extension(name) not in ("csv", "tsv", "tab"):
        return Found(encoding=text.encoding)
    sheet = delimited.read(stage, text, title, choices)
    return Found("csv", [sheet], text.doubts, text.encoding, "" if one_column else text.separator)


def _archive(stage: Stage, path: Path, format_: str, choices: ReadingChoices) -> Found:
    folder = stage.work / stage.new_name("unpacked")
    folder.mkdir()
    members = archives.unpack(path, folder, stage.limits)
    if not members:
        raise EmptyFile
    if format_ == "shp":
        return _shapefiles(stage, members)
    found = Found(format_)
    for member, file in sorted(members.items()):
        _add_member(stage, found, member, file, choices)
    if not found.sheets:
        found.format = "document"
    return found


def _add_member(stage: Stage, found: Found, member: str, file: Path, choices: ReadingChoices) -> None:
    """Read one file of an archive; what is no table, or cannot be read, is named in a doubt."""
    try:
        inner = find(stage, file, member, choices, inside=True)
    except UnsafeXml:
        raise
    except UnreadableFile as refusal:
        facts = {key: value for key, value in refusal.facts.items() if isinstance(value, str | int)}
        found.doubts.append(Doubt("member_not_read", {**facts, "member": member, "reason": refusal.code}))
        return
    if not inner.sheets:
        found.doubts.append(Doubt("member_without_table", {"member": member}))
    found.sheets += inner.sheets
    found.doubts += inner.doubts
    found.encoding = found.encoding or inner.encoding
    found.separator = found.separator or inner.separator


def _shapefiles(stage: Stage, members: dict[str, Path]) -> Found:
    """Give the parts of each shapefile their common name back, then read them."""
    found = Found("shp")
    for number, member in enumerate(name for name in sorted(members) if name.lower().endswith(".shp")):
        stem = member[:-4]
        folder = stage.work / f"shape{number}"
        folder.mkdir()
        title = PurePosixPath(stem).name
        for other, file in members.items():
            if other.lower().startswith(f"{stem.lower()}."):
                file.rename(folder / f"{title}{PurePosixPath(other).suffix.lower()}")
        found.sheets += features.read(stage, folder / f"{title}.shp", "shp", title)
    return found
