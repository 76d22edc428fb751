"""Where rows are: columns of coordinates found, Lambert and "lat, lon" texts turned into longitude and latitude."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyproj

from perron.bricks.catalogue.adapters.reading.columns import Seen
from perron.bricks.catalogue.adapters.reading.shapes import quoted
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage
from perron.bricks.catalogue.adapters.reading.statistics import NUMBERS, facts_of
from perron.bricks.catalogue.rules import identifiers, meanings
from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding, Doubt
from perron.kernel.contract import ColumnType

SYSTEMS: Final = {"72": "EPSG:31370", "2008": "EPSG:3812"}
COVERING: Final = "bbox"
PAIR: Final = r"^[(]?(-?\d{1,3}\.\d+)\s*[,; ]\s*(-?\d{1,3}\.\d+)[)]?$"


@dataclass(slots=True)
class Mapped:
    """How a table's rows get a place: SQL `expressions` added to the Parquet file (`joined` tells with what), the
    fields
    of the points, and whether those fields are `derived`, not in the file.
    """

    points: tuple[str, str] | None = None
    expressions: list[str] = field(default_factory=list)
    joined: str = ""
    derived: bool = False
    covering: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def find(stage: Stage, sheet: Sheet, seen: Sequence[Seen]) -> Mapped:
    """How the rows of a sheet get their place; an empty answer when they have none."""
    if sheet.geometry is not None:
        return _of_geometry(stage, sheet, seen)
    facts = [_facts(stage, column) for column in seen]
    named = {
        kind: [p for p, each in enumerate(facts) if seen[p].taken_for(meanings.of_column(each)) == kind]
        for kind in (meanings.LONGITUDE, meanings.LATITUDE, meanings.COORDINATES)
    }
    if named[meanings.LONGITUDE] and named[meanings.LATITUDE]:
        return _of_degrees(seen, facts, named[meanings.LONGITUDE][0], named[meanings.LATITUDE][0])
    if pair := meanings.eastings(facts):
        x, y, system = pair
        if not system:
            seen[x].meaning, seen[y].meaning = meanings.LONGITUDE, meanings.LATITUDE
            return _of_degrees(seen, facts, x, y)
        seen[x].meaning, seen[y].meaning = f"lambert{system}_x", f"lambert{system}_y"
        return _of_lambert(stage, sheet, seen, seen[x], seen[y], system)
    if named[meanings.COORDINATES]:
        return _of_pairs(stage, sheet, seen, seen[named[meanings.COORDINATES][0]])
    return Mapped()


def _facts(stage: Stage, column: Seen) -> meanings.Facts:
    low = high = None
    if column.form.type in NUMBERS and not column.is_plain:
        low, high = (
            None if item is None else str(item)
            for item in stage.rows(
                f"SELECT min(x), max(x) FROM (SELECT {column.typed('v')} AS x FROM {column.values})"
            )[0]
        )
    return facts_of(column, low, high, column.distinct)


def _of_degrees(seen: Sequence[Seen], facts: Sequence[meanings.Facts], x: int, y: int) -> Mapped:
    if meanings.are_swapped(facts[x], facts[y]):
        x, y = y, x
        seen[x].meaning, seen[y].meaning = meanings.LONGITUDE, meanings.LATITUDE
        return Mapped(
            (seen[x].field, seen[y].field),
            doubts=[Doubt("swapped_coordinates", {"longitude": seen[x].name, "latitude": seen[y].name})],
        )
    return Mapped((seen[x].field, seen[y].field))


def _derived_fields(seen: Sequence[Seen]) -> tuple[str, str]:
    taken = {column.field for column in seen}
    return identifiers.free(meanings.LONGITUDE, taken), identifiers.free(meanings.LATITUDE, taken)


def _of_lambert(stage: Stage, sheet: Sheet, seen: Sequence[Seen], x: Seen, y: Seen, system: str) -> Mapped:
    query = (
        f"SELECT line, CAST({x.expression()} AS DOUBLE) AS x, CAST({y.expression()} AS DOUBLE) AS y "
        f"FROM {sheet.relation}"
    )
    found = stage.connection.execute(
        f"SELECT line, x, y FROM ({query}) WHERE x IS NOT NULL AND y IS NOT NULL"
    ).fetchnumpy()
    transformer = pyproj.Transformer.from_crs(SYSTEMS[system], "OGC:CRS84", always_xy=True)
    longitude, latitude = transformer.transform(np.asarray(found["x"]), np.asarray(found["y"]))
    points = {"line": np.asarray(found["line"]), "longitude": np.round(longitude, 7), "latitude": np.round(latitude, 7)}
    relation = stage.new_name("points")
    stage.connection.register(f"{relation}_source", points)
    stage.connection.execute(f"CREATE TABLE {relation} AS SELECT * FROM {relation}_source")
    fields = _derived_fields(seen)
    return Mapped(
        fields,
        [f'{relation}.longitude AS "{fields[0]}"', f'{relation}.latitude AS "{fields[1]}"'],
        joined=f"LEFT JOIN {relation} USING (line) ORDER BY line",
        derived=True,
        doubts=[Doubt("converted_coordinates", {"system": f"Lambert {system}", "x": x.name, "y": y.name})],
    )


def _of_pairs(stage: Stage, sheet: Sheet, seen: Sequence[Seen], column: Seen) -> Mapped:
    """Texts such as `50.467, 4.867`: latitude first, unless only the other order can be."""
    value = f"c{column.place}"
    first, second = (f"TRY_CAST(nullif(regexp_extract({value}, '{PAIR}', {place}), '') AS DOUBLE)" for place in (1, 2))
    low, high = stage.rows(f"SELECT min(abs({first})), max(abs({first})) FROM {sheet.relation}")[0]
    latitude_second = float(str(high or 0)) > 90 or (float(str(high or 0)) < 8 and float(str(low or 0)) > 2)
    longitude, latitude = (first, second) if latitude_second else (second, first)
    fields = _derived_fields(seen)
    return Mapped(
        fields,
        [f'{longitude} AS "{fields[0]}"', f'{latitude} AS "{fields[1]}"'],
        derived=True,
        doubts=[Doubt("split_coordinates", {"column": column.name or column.field})],
    )


def _of_geometry(stage: Stage, sheet: Sheet, seen: Sequence[Seen]) -> Mapped:
    """The box of each geometry, computed where it was read, as a column of the file that is not published."""
    place = sheet.geometry
    if place is None or not any(column.place == place for column in seen):
        return Mapped()
    name = identifiers.free(COVERING, {column.field for column in seen})
    pair = r"(-?[0-9.]+(?:e-?[0-9]+)?),(-?[0-9.]+(?:e-?[0-9]+)?)\]"
    numbers = f"[CAST(n AS DOUBLE) FOR n IN regexp_extract_all(c{place}, '{pair}', {{}})]"
    xs, ys = (numbers.format(group) for group in (1, 2))
    least = f"'xmin': list_min({xs}), 'ymin': list_min({ys})"
    most = f"'xmax': list_max({xs}), 'ymax': list_max({ys})"
    box = f"CASE WHEN c{place} IS NOT NULL THEN {{{least}, {most}}} END"
    return Mapped(expressions=[f'{box} AS "{name}"'], covering=name)


def understood(stage: Stage, mapped: Mapped, parquet: Path) -> tuple[ColumnUnderstanding, ...]:
    """The derived columns, as any other."""
    if not mapped.derived or not mapped.points:
        return ()
    return tuple(
        _derived(stage, name, meaning, parquet)
        for name, meaning in zip(mapped.points, (meanings.LONGITUDE, meanings.LATITUDE), strict=True)
    )


def _derived(stage: Stage, name: str, meaning: str, parquet: Path) -> ColumnUnderstanding:
    column = f'"{name}"'
    source = f"read_parquet({quoted(str(parquet))})"
    row = stage.rows(f"SELECT count({column}), count(DISTINCT {column}), min({column}), max({column}) FROM {source}")[0]
    low, high = (None if item is None else str(item) for item in row[2:])
    examples = stage.rows(
        f"SELECT DISTINCT {column} FROM (SELECT {column} FROM {source} WHERE {column} IS NOT NULL LIMIT 5)"
    )
    return ColumnUnderstanding(
        name, name, ColumnType.DECIMAL, meaning,
        filled=int(str(row[0])), distinct=int(str(row[1])), minimum=low, maximum=high,
        examples=tuple(str(item[0]) for item in examples), doubts=(Doubt("derived_column"),),
    )  # fmt: skip


def box(stage: Stage, mapped: Mapped, parquet: Path) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the points of a table; None when there are none."""
    if not mapped.points:
        return None
    x, y = (f'CAST("{name}" AS DOUBLE)' for name in mapped.points)
    row = stage.rows(f"SELECT min({x}), min({y}), max({x}), max({y}) FROM read_parquet({quoted(str(parquet))})")[0]
    if any(item is None for item in row):
        return None
    west, south, east, north = (float(str(item)) for item in row)
    return west, south, east, north
