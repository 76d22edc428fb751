"""What a value looks like, as one SQL expression: DuckDB names the shape of each distinct value of a column."""

from __future__ import annotations

from typing import Final

BLANKS: Final = " \t\r\n\u00a0\u202f\u2007\u200b\ufeff"
VOID: Final = (
    "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "/",
    "n/a", "na", "n.a.", "#n/a", "nan", "null", "none", "nil",
    "n.d.", "nd", "n.c.", "nc", "n.b.", "nb", "nvt", "n.v.t.", "k.a.", "k. a.",
    "#value!", "#ref!", "#div/0!", "(null)", "*", "**", "***", "****", "*****", "x.x", ":",
)  # fmt: skip
TRUE: Final = ("oui", "ja", "yes", "vrai", "waar", "wahr", "true", "juist", "richtig")
FALSE: Final = ("non", "nee", "neen", "nein", "no", "faux", "onwaar", "falsch", "false", "onjuist")
SIGNS: Final = r"€|EUR|euros?|%"
_SPACE: Final = "[ \u00a0\u202f\u2009]"
_HOUR: Final = r"[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"

# Tried in this order on values made of digits and marks only; the first that matches names the shape.
NUMBER_SHAPES: Final = (
    ("points", r"[-+]?[1-9]\d{0,2}(\.\d{3}){2,}"),
    ("point3", r"[-+]?[1-9]\d{0,2}\.\d{3}"),
    ("point", r"[-+]?\d*\.\d+"),
    ("commas", r"[-+]?[1-9]\d{0,2}(,\d{3}){2,}"),
    ("comma3", r"[-+]?[1-9]\d{0,2},\d{3}"),
    ("comma", r"[-+]?\d*,\d+"),
    ("point_comma", r"[-+]?[1-9]\d{0,2}(\.\d{3})+,\d+"),
    ("comma_point", r"[-+]?[1-9]\d{0,2}(,\d{3})+\.\d+"),
    ("space", rf"[-+]?[1-9]\d{{0,2}}({_SPACE}\d{{3}})+"),
    ("space_comma", rf"[-+]?[1-9]\d{{0,2}}({_SPACE}\d{{3}})+,\d+"),
    ("space_point", rf"[-+]?[1-9]\d{{0,2}}({_SPACE}\d{{3}})+\.\d+"),
    ("apos", r"[-+]?[1-9]\d{0,2}(['’]\d{3})+"),
    ("apos_point", r"[-+]?[1-9]\d{0,2}(['’]\d{3})+\.\d+"),
    ("apos_comma", r"[-+]?[1-9]\d{0,2}(['’]\d{3})+,\d+"),
)
OTHER_SHAPES: Final = (
    ("nn", r"\d{2}[. ]\d{2}[. ]\d{2}[- .]\d{3}[. ]\d{2}"),
    ("kbo", r"[01]\d{3}\.\d{3}\.\d{3}"),
    ("pair", r"[(]?-?\d{1,3}\.\d+\s*[,; ]\s*-?\d{1,3}\.\d+[)]?"),
    ("hour", r"\d{1,2}:\d{2}(:\d{2})?"),
    ("phone", r"(\+|00)\d[\d /.-]{7,18}|\(?0\d{1,3}\)?[ /.-][\d ./-]{5,12}"),
)


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def any_of(words: tuple[str, ...]) -> str:
    """Words as an SQL list, for `IN`."""
    return "(" + ", ".join(quoted(word) for word in words) + ")"


def cleaned(column: str, blanks: str = BLANKS) -> str:
    """SQL: the value without blanks around it; NULL when nothing is left. Plain spaces alone are trimmed much
    faster.
    """
    return f"nullif(trim({column}), '')" if blanks == " " else f"nullif(trim({column}, {quoted(blanks)}), '')"


def is_void(value: str) -> str:
    """SQL: whether a value only says that there is nothing."""
    return f"(length({value}) < 8 AND lower({value}) IN {any_of(VOID)})"


def sign(value: str) -> str:
    """SQL: the sign that a value carries, `%` or `€`; '' when none."""
    return (
        f"CASE WHEN suffix({value}, '%') THEN '%' WHEN contains({value}, '€') THEN '€' "
        f"WHEN regexp_matches({value}, '^(EUR|euro) ?[-+0-9]|[0-9] ?(EUR|euros?)$', 'i') THEN '€' ELSE '' END"
    )


def bare(value: str) -> str:
    """SQL: a value without its sign."""
    return f"trim(regexp_replace({value}, '{SIGNS}', '', 'gi'), {quoted(BLANKS)})"


def shape(value: str) -> str:
    """SQL: the name of the shape of a value that is neither NULL nor void."""
    return f"""CASE
        WHEN regexp_full_match({value}, '[-+]?(0|[1-9][0-9]*)') THEN 'int:' || length(ltrim({value}, '-+'))
        WHEN regexp_full_match({value}, '0[0-9]+') THEN 'zero:' || length({value})
        WHEN regexp_full_match({value}, '[-+0-9.,;''’ \u00a0\u202f\u2009/:TZ()]+') THEN {_of_digits(value)}
        WHEN contains({value}, '@') THEN 'at'
        WHEN length({value}) < 8 AND lower({value}) IN {any_of(TRUE + FALSE)} THEN 'bool'
        WHEN starts_with({value}, 'http') AND regexp_matches({value}, '^https?://\\S+$') THEN 'url'
        WHEN regexp_full_match({value}, '[A-Za-z]{{2}}[0-9]{{2}}([ .-]?[A-Za-z0-9]{{2,4}}){{3,8}}') THEN 'iban'
        WHEN regexp_full_match({value}, '(BE|be)[ .]?[01]?[0-9]{{3}}\\.?[0-9]{{3}}\\.?[0-9]{{3}}') THEN 'kbo'
        WHEN regexp_full_match({value}, '[-+]?\\d+([.,]\\d+)?[eE][-+]?\\d{{1,3}}') THEN 'exp'
        ELSE 'other' END"""


def _of_digits(value: str) -> str:
    numbers = " ".join(
        f"WHEN regexp_full_match({value}, {quoted(pattern)}) THEN '{name}'" for name, pattern in NUMBER_SHAPES
    )
    others = " ".join(
        f"WHEN regexp_full_match({value}, {quoted(pattern)}) THEN '{name}'" for name, pattern in OTHER_SHAPES
    )
    return f"CASE {_of_moments(value)} {numbers} {others} ELSE 'digits' END"


def _of_moments(value: str) -> str:
    """Dates and times: `date:` or `time:`, then which comes first (`d` surely the day, `m` surely the month, `?`,
    `y`).
    """
    first = f"CAST(regexp_extract({value}, '^\\d+') AS INTEGER)"
    second = f"CAST(regexp_extract({value}, '^\\d+[/.-](\\d+)', 1) AS INTEGER)"
    order = f"CASE WHEN {first} > 12 THEN 'd' WHEN {second} > 12 THEN 'm' ELSE '?' END"
    day = r"\d{1,2}[/.-]\d{1,2}[/.-]"
    year = r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    short = r"\d{1,2}([/-]\d{1,2}[/-]|\.(0[1-9]|1[0-2])\.)\d{2}"
    return f"""
        WHEN regexp_full_match({value}, '{year}') THEN 'date:y'
        WHEN regexp_full_match({value}, '{day}\\d{{4}}') THEN 'date:' || {order}
        WHEN regexp_full_match({value}, '{short}') THEN 'date:' || {order} || '2'
        WHEN regexp_full_match({value}, '{year}{_HOUR}') THEN 'time:y'
        WHEN regexp_full_match({value}, '{year}{_HOUR} ?(Z|[-+]\\d{{2}}(:?\\d{{2}})?)') THEN 'time:yz'
        WHEN regexp_full_match({value}, '{day}\\d{{4}}{_HOUR}') THEN 'time:' || {order}"""
