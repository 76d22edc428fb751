"""One column of the stage: the shapes of all its values, the type and meaning decided, and the SQL that makes it
typed.
"""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from perron.bricks.catalogue.adapters.reading import forms
from perron.bricks.catalogue.adapters.reading.shapes import bare, is_void, shape, sign
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage
from perron.bricks.catalogue.rules import column_types, meanings, personal
from perron.bricks.catalogue.rules.column_types import Form, Mark, Shapes
from perron.bricks.catalogue.rules.understanding import NO_MEANING, ColumnChoice, Doubt
from perron.kernel.contract import ColumnType

TOGETHER: Final = 100  # columns counted in one query
LOOK_AT: Final = 5_000  # different values, to know a code by its check digits
CODE: Final = r"[0-9]+ ?[-/]?[A-Za-z]{1,4}|[A-Za-z][0-9]+"
PERSONAL_LOOK_AT: Final = 100_000  # different values, to count personal identifiers
PERSONAL_READ: Final = 10_000  # characters of one value
MAY_BE_PERSONAL: Final = (
    "contains(v, '@') OR (length(v) > 8 AND regexp_matches(v, "
    "'[0-9](?:[ ./()-]{0,3}[0-9]){8}|[A-Za-z]{2}[0-9]{2}(?:[ .-]?[A-Za-z0-9]{4}){2}'))"
)
PERSONAL_SHAPES: Final = ("at", "iban", "nn", "phone", "int:11", "zero:11", "zero:10", "zero:9", "digits")


@dataclass(slots=True)
class Seen:
    """A column of a sheet as its values show it; `values` is the relation of its different values (`v`, how many
    `n`).
    """

    place: int
    name: str
    field: str
    shapes: Shapes
    distinct: int
    values: str
    choice: ColumnChoice = dataclasses.field(default_factory=ColumnChoice)
    meaning: str = ""
    form: Form = column_types.TEXT
    personal: int = 0
    sql_type: str = ""
    doubts: list[Doubt] = dataclasses.field(default_factory=list)

    @property
    def guarded(self) -> bool:
        """Whether some values may not fit the type."""
        return bool(self.shapes.void) or any(name not in self.form.accepted for name in self.shapes.counts)

    @property
    def is_plain(self) -> bool:
        """Whether the agent said that the values mean nothing in particular."""
        return self.choice.meaning == NO_MEANING

    def taken_for(self, guess: str) -> str:
        """Its meaning, a guess when none is settled; never one that the agent took away."""
        return "" if self.is_plain else self.meaning or guess

    def expression(self) -> str:
        """SQL: the typed value, from the stage's column."""
        return self.typed(f"c{self.place}")

    def typed(self, value: str) -> str:
        """SQL: the typed value of any text expression."""
        if self.form.type in (ColumnType.TEXT, ColumnType.GEOMETRY):
            return forms.text(value, coded=self.meaning in meanings.CODES)
        signed = bool(self.shapes.signs)
        return forms.typed(value, self.form, guarded=self.guarded, signed=signed, sql_type=self.sql_type)


def look(stage: Stage, sheet: Sheet, places: Sequence[int], fields: Sequence[str]) -> list[Seen]:
    """Count the shapes of all values of some columns, over their different values."""
    relations = [_different(stage, sheet, place) for place in places]
    seen = [
        Seen(place, sheet.names[place], field, Shapes({}), 0, values)
        for place, field, values in zip(places, fields, relations, strict=True)
    ]
    for start in range(0, len(seen), TOGETHER):
        _count_shapes(stage, seen[start : start + TOGETHER])
    return seen


def _different(stage: Stage, sheet: Sheet, place: int) -> str:
    """The relation of the different values of a column."""
    values = stage.new_name("values")
    stage.connection.execute(
        f"CREATE TEMP TABLE {values} AS SELECT c{place} AS v, count(*) AS n FROM {sheet.relation} "
        f"WHERE c{place} IS NOT NULL GROUP BY 1"
    )
    return values


def _count_shapes(stage: Stage, seen: Sequence[Seen]) -> None:
    """Count the shapes of several columns in one query: to prepare it takes longer than to run it on a small table."""
    together = " UNION ALL ".join(f"SELECT {number} AS c, v, n FROM {each.values}" for number, each in enumerate(seen))
    tallies: list[tuple[Counter[str], Counter[str]]] = [(Counter(), Counter()) for _ in seen]
    for number, mark, name, rows, different in stage.rows(_shapes_query(f"({together})")):
        place, shape_name, times = int(str(number)), str(name), int(str(rows))
        counts, signs = tallies[place]
        counts[shape_name] += times
        seen[place].distinct += int(str(different)) if shape_name != "void" else 0
        if mark and (shape_name in column_types.NUMBERS or shape_name.startswith("int:")):
            signs[str(mark)] += times
    for each, (counts, signs) in zip(seen, tallies, strict=True):
        void = counts.pop("void", 0)
        each.shapes = Shapes(dict(counts), dict(signs), void)


def _shapes_query(values: str) -> str:
    number = f"{shape('b')}"
    return f"""
        SELECT c, sign, CASE WHEN sign = '' THEN first WHEN starts_with(second, 'int:') OR second IN
            ({", ".join(repr(name) for name in sorted(column_types.NUMBERS))}) THEN second ELSE 'other' END AS shape,
            CAST(sum(n) AS BIGINT), count(*)
        FROM (SELECT c, n, sign, first, CASE WHEN sign = '' THEN '' ELSE {number} END AS second
            FROM (SELECT c, n, first, sign, CASE WHEN sign = '' THEN '' ELSE {bare("v")} END AS b
                FROM (SELECT c, v, n, first, CASE WHEN first = 'other' THEN {sign("v")} ELSE '' END AS sign
                    FROM (SELECT c, v, n, CASE WHEN {is_void("v")} THEN 'void' ELSE {shape("v")} END AS first
                        FROM {values}))))
        GROUP BY ALL ORDER BY ALL"""


def settle(stage: Stage, seen: Seen, mark: Mark, declared: ColumnType | None) -> None:
    """Decide meaning and type of a column: the agent's choice first, then what the file declares, then its values."""
    sample: list[str] = []
    if meanings.needs_values(seen.name, seen.shapes):
        sample = [str(row[0]) for row in stage.rows(f"SELECT v FROM {seen.values} ORDER BY v LIMIT {LOOK_AT}")]
    code = "" if seen.is_plain else meanings.code(seen.name, seen.shapes, sample)
    seen.meaning = "" if seen.is_plain else seen.choice.meaning or code
    if seen.choice.type:
        seen.form = column_types.decide(seen.shapes, name=seen.name, mark=mark, forced=ColumnType(seen.choice.type))
    elif code or declared is ColumnType.TEXT:
        seen.doubts += _lost_zeros(seen, code)
    else:
        seen.form = column_types.decide(seen.shapes, name=seen.name, mark=mark, forced=declared)
        _verify(stage, seen, forced=declared is not None)
    seen.doubts += seen.form.doubts
    if seen.form.type is ColumnType.DECIMAL:
        seen.sql_type = _decimal_type(stage, seen, declared)


def _lost_zeros(seen: Seen, code: str) -> list[Doubt]:
    shorter = {meanings.NIS_CODE: "int:4", meanings.ENTERPRISE_NUMBER: "int:9"}.get(code, "")
    count = seen.shapes.counts.get(shorter, 0) if shorter else 0
    return [Doubt("lost_leading_zeros", {"values": count})] if count else []


def _verify(stage: Stage, seen: Seen, *, forced: bool) -> None:
    """A shape is only a promise (31/02/2020): when too many values do not keep it, the column is text after all."""
    if seen.form.type is ColumnType.TEXT or forced:
        return
    typed = seen.typed("v")
    fits = stage.number(f"SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM {seen.values} WHERE {typed} IS NOT NULL")
    unfit = seen.shapes.filled - fits
    # "3A", or both "A" and "B", among whole numbers are the mark of a code, not a mistake ("X" alone is).
    codes = (
        f"SELECT 2 * count(*) FILTER (regexp_full_match(v, '{CODE}')) "
        f"+ count(*) FILTER (regexp_full_match(v, '[A-Z]')) FROM {seen.values} WHERE {typed} IS NULL"
    )
    is_code = unfit and seen.form.type is ColumnType.INTEGER and stage.number(codes) > 1
    if unfit and (is_code or fits < column_types.ENOUGH or fits < column_types.SHARE * seen.shapes.filled):
        seen.form = replace(
            column_types.TEXT,
            doubts=(Doubt("almost_all", {"type": seen.form.type.value, "fits": fits, "others": unfit}),),
        )


def _decimal_type(stage: Stage, seen: Seen, declared: ColumnType | None) -> str:
    """DECIMAL when all values have up to three decimals (money stays exact), else DOUBLE."""
    if "exp" in seen.form.accepted:
        return "DOUBLE"
    number = forms.plain_number("v", seen.form, signed=bool(seen.shapes.signs))
    free = not seen.choice.type and ColumnType.DECIMAL is not declared
    condition = "WHERE " + seen.typed("v") + " IS NOT NULL" if seen.guarded else ""
    row = stage.rows(
        f"SELECT max(CASE WHEN contains(x, '.') THEN length(x) - position('.' IN x) ELSE 0 END), "
        f"max(length(ltrim(split_part(x, '.', 1), '+-'))), bool_and(suffix(x, '.0') OR NOT contains(x, '.'))"
        f" FROM (SELECT {number} AS x FROM {seen.values} {condition})"
    )[0]
    decimals, digits = (int(str(item or 0)) for item in row[:2])
    # 78871.0: a whole number that a program wrote as it does
    if row[2] and free and digits <= column_types.LONGEST_INTEGER:
        seen.form = replace(seen.form, type=ColumnType.INTEGER)
        return "BIGINT"
    return f"DECIMAL(18, {decimals})" if decimals <= 3 and digits <= 14 else "DOUBLE"


def count_personal(stage: Stage, seen: Seen) -> tuple[personal.Finding, ...]:
    """What tells of persons in a column, each kind with how many values hold it, also in the middle of a text."""
    texts = ("other",) if seen.form.type is ColumnType.TEXT else ()
    if seen.form.type not in (ColumnType.TEXT, ColumnType.INTEGER) or not seen.shapes.of(*PERSONAL_SHAPES, *texts):
        return ()
    tally = personal.Tally()
    for value, count in stage.rows(
        f"SELECT left(v, {PERSONAL_READ}), n FROM {seen.values} WHERE {MAY_BE_PERSONAL} LIMIT {PERSONAL_LOOK_AT}"
    ):
        tally.add(str(value), int(str(count)))
    named = meanings.says(seen.name, meanings.NATIONAL_NUMBER)
    found = tally.findings(filled=seen.shapes.filled, named=named)
    seen.personal = tally.values if found else 0
    return found
