"""How a column's text becomes values of its type, as SQL: the hand that follows what rules.column_types decided."""

from __future__ import annotations

from typing import Final

from perron.bricks.catalogue.adapters.reading.shapes import BLANKS, FALSE, TRUE, any_of, bare, is_void, quoted, shape
from perron.bricks.catalogue.rules.column_types import Form
from perron.kernel.contract import ColumnType

# Words that say "nothing" in any column; a dash or "NA" in a column of text may be a value.
NOTHING: Final = ("n/a", "#n/a", "null", "(null)", "#value!", "#ref!", "#div/0!")
REASONS: Final = {
    ColumnType.INTEGER: "not_a_whole_number",
    ColumnType.DECIMAL: "not_a_number",
    ColumnType.BOOLEAN: "not_yes_or_no",
    ColumnType.DATE: "not_a_date",
    ColumnType.DATETIME: "not_a_time",
}
THOUSANDS: Final = {",": {"points", "point3", "point_comma"}, ".": {"commas", "comma3", "comma_point"}}


def typed(value: str, form: Form, *, guarded: bool, signed: bool, sql_type: str = "") -> str:
    """SQL: the typed value of a text value, NULL when it does not fit. `guarded`: some values may not; `signed`: some
    carry `€` or `%`; `sql_type`: the type of decimals.
    """
    if form.type in (ColumnType.INTEGER, ColumnType.DECIMAL):
        made = f"TRY_CAST({plain_number(value, form, signed=signed)} AS {sql_type or _sql_type(form.type)})"
    elif form.type is ColumnType.DATE:
        made = f"CAST({_moment(value, form)} AS DATE)"
    elif form.type is ColumnType.DATETIME:
        made = _moment(value, form)
    elif form.type is ColumnType.BOOLEAN:
        yes, no = any_of((*TRUE, "1")), any_of((*FALSE, "0"))
        return f"CASE WHEN lower({value}) IN {yes} THEN true WHEN lower({value}) IN {no} THEN false END"
    else:
        return text(value, coded=False)
    return f"CASE WHEN {_accepted(value, form, signed=signed)} THEN {made} END" if guarded else made


def text(value: str, *, coded: bool) -> str:
    """SQL: a text value, NULL when it says "nothing"; among codes, a dash says so too."""
    nothing = is_void(value) if coded else f"(length({value}) < 8 AND lower({value}) IN {any_of(NOTHING)})"
    return f"CASE WHEN {nothing} THEN NULL ELSE {value} END"


def _sql_type(type_: ColumnType) -> str:
    return "BIGINT" if type_ is ColumnType.INTEGER else "DOUBLE"


def _accepted(value: str, form: Form, *, signed: bool) -> str:
    allowed = any_of(tuple(sorted(form.accepted)) or ("",))
    return f"({shape(bare(value) if signed else value)}) IN {allowed} AND NOT {is_void(value)}"


def plain_number(value: str, form: Form, *, signed: bool) -> str:
    """SQL: the text of a number with a decimal point and nothing else."""
    made = bare(value) if signed else value
    if any(name.startswith(("space", "apos")) for name in form.accepted):
        made = f"regexp_replace({made}, '[ \u00a0\u202f\u2009''’]', '', 'g')"
    thousands = "." if form.decimal == "," else ","
    if form.accepted & THOUSANDS[form.decimal or "."]:
        made = f"replace({made}, '{thousands}', '')"
    return f"replace({made}, ',', '.')" if form.decimal == "," else made


def _moment(value: str, form: Form) -> str:
    """SQL: the timestamp of a date or time, in the order of day and month that was found."""
    if form.order == "compact":
        return f"try_strptime({value}, '%Y%m%d')"
    if form.accepted and form.accepted <= {"date:y"}:
        return f"TRY_CAST(translate({value}, '/.', '--') AS TIMESTAMP)"
    plain = (
        f"translate(trim({value}, {quoted(BLANKS)}), '/.T', '-- ')"
        if _has_times(form)
        else f"translate({value}, '/.', '--')"
    )
    parsed = f"try_strptime({plain}, [{', '.join(quoted(each) for each in _formats(form))}])"
    if not form.accepted or any(each.endswith((":y", "yz")) for each in form.accepted):
        dashed = f"regexp_replace({value}, '^(\\d{{4}})[/.-](\\d{{1,2}})[/.-]', '\\1-\\2-')"
        iso = f"CAST(TRY_CAST({dashed} AS TIMESTAMPTZ) AS TIMESTAMP)"
        return f"CASE WHEN regexp_matches({value}, '^\\d{{4}}[/.-]') THEN {iso} ELSE {parsed} END"
    return parsed


def _has_times(form: Form) -> bool:
    return not form.accepted or any(each.startswith("time:") for each in form.accepted)


def _formats(form: Form) -> list[str]:
    order = "%m-%d-" if form.order == "mdy" else "%d-%m-"
    shapes = form.accepted or {"date:?", "date:?2", "time:?"}
    days = [f"{order}%y"] if any(each.endswith("2") for each in shapes) else []
    days += [f"{order}%Y"] if any(each.startswith("date:") and each[-1] not in "2y" for each in shapes) else []
    times = [f"{order}%Y {hour}" for hour in ("%H:%M", "%H:%M:%S", "%H:%M:%S-%f")] if _has_times(form) else []
    return [*days, *times] or [f"{order}%Y"]
