"""Which type a column has, decided from the shapes of all its values: never from a sample, never by losing a zero.

A *shape* is what a value looks like (`int:5`, `zero:5`, `comma`, `date:/`…, see adapters.reading.shapes); this file
gets
how many values have each shape, and says how to read the column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from perron.bricks.catalogue.rules.understanding import Doubt
from perron.kernel.contract import ColumnType

ENOUGH: Final = 20  # values that fit, before others may be called unfit
SHARE: Final = 0.95  # of the filled values must fit
LONGEST_INTEGER: Final = 18  # digits

WITH_COMMA: Final = frozenset({"comma", "point_comma", "space_comma", "apos_comma", "points"})
WITH_POINT: Final = frozenset({"point", "comma_point", "space_point", "apos_point", "commas", "exp"})
WHOLE: Final = frozenset({"space", "apos"})
NUMBERS: Final = WITH_COMMA | WITH_POINT | WHOLE | {"point3", "comma3"}
BROKEN_BY_COMMA: Final = frozenset({"comma", "comma3", "point_comma", "space_comma", "apos_comma", "exp"})
BROKEN_BY_POINT: Final = frozenset({"point", "point3", "comma_point", "space_point", "apos_point", "exp"})
FORBIDS_NUMBERS: Final = ("zero:",)
_NUMBER_NAMES: Final = re.compile(
    r"(^|[^a-z])(nr|no|n°|nummer|numero|numéro|huisnr|huisnummer|code|cd|id|ref|reference|référence|kenmerk|matricule)([^a-z]|$)",
    re.IGNORECASE,
)
_DATE_NAMES: Final = re.compile(r"date|datum|(^|[^a-z])(jour|dag|tag|day|dt)([^a-z]|$)", re.IGNORECASE)
_DEGREES: Final = re.compile(
    r"(^|[^a-z])(lat|lon|lng|long|latitude|longitude|x|y|breedtegraad|lengtegraad)([^a-z]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """How many values of a column have each shape. `signs` counts those written with `€` or `%`; `void` those that only
    say that there is nothing (`-`, `n.d.`).
    """

    counts: Mapping[str, int]
    signs: Mapping[str, int] = field(default_factory=dict)
    void: int = 0

    @property
    def filled(self) -> int:
        """Values that say something."""
        return sum(self.counts.values())

    def of(self, *prefixes: str) -> int:
        """How many values have a shape that starts with one of the prefixes."""
        return sum(count for shape, count in self.counts.items() if shape.startswith(prefixes))


@dataclass(frozen=True, slots=True)
class Form:
    """How to read a column's values. `accepted` are the shapes that fit; `order` is dmy, mdy, ymd or compact."""

    type: ColumnType
    accepted: frozenset[str] = frozenset()
    decimal: str = ""
    order: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The decimal mark of a file: "," or "." or "" (unknown). `chosen`: the agent said so, whatever the values
    prove.
    """

    mark: str = ""
    chosen: bool = False


NO_MARK: Final = Mark()
TEXT: Final = Form(ColumnType.TEXT)


def decide(shapes: Shapes, *, name: str, mark: Mark = NO_MARK, forced: ColumnType | None = None) -> Form:
    """How to read a column. `mark` is what is known of the file's decimal mark; `forced` the type the agent decided."""
    if forced is not None:
        return _forced(shapes, name, mark, forced)
    if not shapes.filled:
        return TEXT
    for form in (_number(shapes, name, mark), _moment(shapes, name), _boolean(shapes)):
        if form is not None and _fits(form, shapes, name):
            return form
    return replace(TEXT, doubts=_why_text(shapes))


def decimal_mark(columns: list[Shapes]) -> str:
    """The decimal mark that the columns of a file agree on; "" when none shows or they disagree."""
    numeric = [shapes for shapes in columns if _numeric_count(shapes) > 0.5 * shapes.filled]
    comma, point = (sum(_count(shapes, marks) for shapes in numeric) for marks in (WITH_COMMA, WITH_POINT - {"exp"}))
    return "," if comma and not point else "." if point and not comma else ""


def _count(shapes: Shapes, of: frozenset[str]) -> int:
    return sum(shapes.counts.get(shape, 0) for shape in of)


def _numeric_count(shapes: Shapes) -> int:
    return sum(count for shape, count in shapes.counts.items() if shape in NUMBERS or _is_integer(shape))


def _is_integer(shape: str) -> bool:
    return shape.startswith("int:") and int(shape[4:]) <= LONGEST_INTEGER


def _forced(shapes: Shapes, name: str, mark: Mark, forced: ColumnType) -> Form:
    match forced:
        case ColumnType.INTEGER | ColumnType.DECIMAL:
            # A leading zero is no longer a reason to stay text.
            zeros = frozenset(shape for shape in shapes.counts if shape.startswith("zero:"))
            without = Shapes({shape: count for shape, count in shapes.counts.items() if shape not in zeros})
            form = _number(without, name, mark) or Form(forced, decimal=mark.mark or ".")
            return replace(form, type=forced, accepted=_of_type(form, forced) | zeros)
        case ColumnType.DATE | ColumnType.DATETIME:
            form = _moment(shapes, name) or Form(forced, order="dmy")
            return replace(form, type=forced)
        case ColumnType.BOOLEAN:
            return Form(forced, frozenset({"bool", "int:1"}))
    return Form(forced)


def _of_type(form: Form, forced: ColumnType) -> frozenset[str]:
    broken = BROKEN_BY_COMMA if form.decimal == "," else BROKEN_BY_POINT
    return form.accepted - broken if forced is ColumnType.INTEGER else form.accepted


def _fits(form: Form, shapes: Shapes, name: str) -> bool:
    fits = sum(count for shape, count in shapes.counts.items() if shape in form.accepted)
    if fits == shapes.filled:
        return True
    if form.type is ColumnType.BOOLEAN or (form.type is ColumnType.INTEGER and _NUMBER_NAMES.search(name)):
        return False  # "12A" among house numbers is not a mistake
    return fits >= ENOUGH and fits >= SHARE * shapes.filled


def _number(shapes: Shapes, name: str, known: Mark) -> Form | None:
    if not _numeric_count(shapes) or shapes.of(*FORBIDS_NUMBERS):
        return None
    mark, doubts = _mark(shapes, name, known)
    refused = (WITH_POINT - {"exp"} if mark == "," else WITH_COMMA) if mark else frozenset()
    accepted = frozenset(shape for shape in shapes.counts if (shape in NUMBERS - refused) or _is_integer(shape))
    broken = accepted & (
        ({"comma", "comma3", "point_comma", "space_comma", "apos_comma"})
        if mark == ","
        else {"point", "point3", "comma_point", "space_point", "apos_point"}
    )
    whole = not broken and "exp" not in accepted
    return Form(ColumnType.INTEGER if whole else ColumnType.DECIMAL, accepted, mark or ".", doubts=doubts)


def _mark(shapes: Shapes, name: str, known: Mark) -> tuple[str, tuple[Doubt, ...]]:
    """The decimal mark of one column: what its values prove, else what the file uses, else the likelier reading."""
    if known.chosen:
        return known.mark, ()
    decimal = known.mark
    comma, point = _count(shapes, WITH_COMMA), _count(shapes, WITH_POINT - {"exp"})
    if comma or point:
        return ("," if comma >= point else "."), ()
    three = "." if shapes.counts.get("point3") else "," if shapes.counts.get("comma3") else ""
    if not three:
        return decimal or ".", ()
    if decimal:
        return decimal, ()
    # 1.234 alone: had thousands no mark, whole numbers of four digits would show without one.
    is_decimal = any(_is_integer(shape) and int(shape[4:]) > 3 for shape in shapes.counts) or bool(
        _DEGREES.search(name)
    )
    other = "," if three == "." else "."
    return (three if is_decimal else other), (
        Doubt("ambiguous_numbers", {"mark": three, "read_as": "decimal" if is_decimal else "thousands"}),
    )


def _moment(shapes: Shapes, name: str) -> Form | None:
    if shapes.counts.get("int:8") and _DATE_NAMES.search(name):
        return Form(ColumnType.DATE, frozenset({"int:8"}), order="compact")
    accepted = frozenset(shape for shape in shapes.counts if shape.startswith(("date:", "time:")))
    if not accepted:
        return None
    american, european = shapes.of("date:m", "time:m"), shapes.of("date:d", "time:d")
    order = "mdy" if american > european else "dmy"
    wrong = ("date:d", "time:d") if order == "mdy" else ("date:m", "time:m")
    accepted = frozenset(shape for shape in accepted if not shape.startswith(wrong))
    type_ = ColumnType.DATETIME if any(shape.startswith("time:") for shape in accepted) else ColumnType.DATE
    return Form(type_, accepted, order=order, doubts=_moment_doubts(accepted, order))


def _moment_doubts(accepted: frozenset[str], order: str) -> tuple[Doubt, ...]:
    doubts = [Doubt("month_before_day")] if order == "mdy" else []
    if any(shape.endswith("2") for shape in accepted):
        doubts.append(Doubt("two_digit_years"))
    if any(shape.endswith("z") for shape in accepted):
        doubts.append(Doubt("times_in_utc"))
    return tuple(doubts)


def _boolean(shapes: Shapes) -> Form | None:
    return Form(ColumnType.BOOLEAN, frozenset({"bool"})) if shapes.counts.get("bool") else None


def _why_text(shapes: Shapes) -> tuple[Doubt, ...]:
    """Say why a column of digits stays text: zeros in front, or some values that are something else."""
    filled, numbers = shapes.filled, _numeric_count(shapes)
    if zeros := shapes.of("zero:"):
        return (Doubt("leading_zeros", {"values": zeros}),) if zeros + numbers == filled else ()
    dates = shapes.of("date:", "time:")
    for type_, count in (("number", numbers), ("date", dates)):
        if filled > count >= 0.8 * filled:
            return (Doubt("almost_all", {"type": type_, "fits": count, "others": filled - count}),)
    return ()
