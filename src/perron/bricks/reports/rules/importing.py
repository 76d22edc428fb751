"""Category trees of others as a handbook: FixMyStreet Brussels, Signalen, Open311 GeoReport v2, or our own document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perron.bricks.reports.rules.handbook import Audience, Category, Datatype, Handbook, Question, Texts, Value
from perron.kernel.folding import fold

Row = Mapping[str, object]
LONGEST_CODE = 60


class NotATree(ValueError):
    """The document is none of those that are known."""


def read_tree(document: object, language: str = "fr", definitions: Mapping[str, Row] | None = None) -> Handbook:
    """The handbook in a document of any known sort. Raises NotATree, HandbookWrong.

    `language` is that of trees that do not say theirs; `definitions` are Open311 service definitions by service code.
    """
    if isinstance(document, Mapping) and "categories" in document:
        return Handbook.read(document)
    rows = [row for row in document if isinstance(row, Mapping)] if isinstance(document, Sequence) else []
    if any(row.get("model") == "fixmystreet.reportcategory" for row in rows):
        return _of(_from_fixmystreet(rows))
    if any(row.get("model") == "signals.category" for row in rows):
        return _of(_from_signalen(rows))
    if any("service_code" in row for row in rows):
        return _of(_from_open311(rows, language, definitions or {}))
    raise NotATree


def _of(categories: Iterable[Category]) -> Handbook:
    """Checked as every handbook is."""
    return Handbook.read(Handbook(categories=tuple(categories)).write())


class _Codes:
    """Codes made of words, each given once."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def new(self, words: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[: LONGEST_CODE - 4].rstrip("-") or "category"
        numbered = (f"{plain}-{number}" for number in range(2, 1000))
        code = plain if plain not in self.given else next(one for one in numbered if one not in self.given)
        self.given.add(code)
        return code


def _fields(row: Row) -> Row:
    found = row.get("fields")
    return found if isinstance(found, Mapping) else {}


def _rows_of(rows: Iterable[Row], model: str) -> Iterator[tuple[object, Row]]:
    return ((row.get("pk"), _fields(row)) for row in rows if row.get("model") == model)


def _names(fields: Row) -> Texts:
    """The names of a FixMyStreet row, in the languages that have one."""
    return {language: str(words) for language in ("fr", "nl") if (words := fields.get(f"name_{language}"))}


def _from_fixmystreet(rows: Sequence[Row]) -> Iterator[Category]:
    """Three levels: the main classes, under each its secondary classes, under those the categories."""
    codes = _Codes()
    mains = dict(_rows_of(rows, "fixmystreet.reportmaincategoryclass"))
    seconds = dict(_rows_of(rows, "fixmystreet.reportsecondarycategoryclass"))
    main_codes: dict[object, str] = {}
    second_codes: dict[tuple[object, object], str] = {}
    for position, (_, fields) in enumerate(_rows_of(rows, "fixmystreet.reportcategory")):
        main, second = fields.get("category_class"), fields.get("secondary_category_class")
        if main not in main_codes:
            main_codes[main] = codes.new(_words(_names(mains[main])))
            yield Category(main_codes[main], _names(mains[main]), position=position)
        if (main, second) not in second_codes:
            second_codes[main, second] = codes.new(f"{main_codes[main]} {_words(_names(seconds[second]))}")
            yield Category(second_codes[main, second], _names(seconds[second]), main_codes[main], position=position)
        yield Category(
            code=codes.new(f"{second_codes[main, second]} {_words(_names(fields))}"),
            names=_names(fields),
            parent=second_codes[main, second],
            audience=Audience.PUBLIC if fields.get("public") is True else Audience.STAFF,
            position=position,
        )


def _words(names: Texts) -> str:
    return next(iter(names.values()), "")


def _from_signalen(rows: Sequence[Row]) -> Iterator[Category]:
    """Two levels, in Dutch; those that are switched off are left out."""
    active = {pk: fields for pk, fields in _rows_of(rows, "signals.category") if fields.get("is_active") is not False}
    codes, given = _Codes(), dict[object, str]()
    for pk, fields in active.items():
        given[pk] = codes.new(str(fields.get("slug") or fields.get("name")))
    for position, (pk, fields) in enumerate(active.items()):
        yield Category(
            code=given[pk],
            names={"nl": str(fields.get("name"))},
            parent=given.get(fields.get("parent"), ""),
            position=position,
        )


def _from_open311(rows: Sequence[Row], language: str, definitions: Mapping[str, Row]) -> Iterator[Category]:
    """One level, or two where services have a `group`. Source: GeoReport v2, GET Service List and Definition."""
    codes, groups = _Codes(), dict[str, str]()
    for position, row in enumerate(rows):
        group = str(row.get("group") or "").strip()
        if group and group not in groups:
            groups[group] = codes.new(f"group {group}")
            yield Category(groups[group], {language: group}, position=position)
        service = str(row.get("service_code"))
        words = str(row.get("description") or "").strip()
        yield Category(
            code=codes.new(service),
            names={language: str(row.get("service_name") or service)},
            parent=groups.get(group, ""),
            description={language: words} if words else {},
            keywords=_keywords(row, language),
            questions=tuple(_questions(definitions.get(service, {}), language)),
            position=position,
        )


def _keywords(row: Row, language: str) -> Mapping[str, tuple[str, ...]]:
    said = tuple(word.strip()[:60] for word in str(row.get("keywords") or "").split(",") if word.strip())
    return {language: said} if said else {}


def _questions(definition: Row, language: str) -> Iterator[Question]:
    """The attributes that are asked; those with `variable` false are only shown by the other system."""
    attributes = definition.get("attributes")
    codes = _Codes()
    for one in attributes if isinstance(attributes, list) else ():
        if not isinstance(one, Mapping) or one.get("variable") in (False, "false"):
            continue
        yield Question(
            code=codes.new(str(one.get("code"))),
            names={language: str(one.get("description") or one.get("code"))},
            datatype=Datatype(str(one.get("datatype") or Datatype.STRING)),
            required=one.get("required") in (True, "true"),
            help={language: str(words)} if (words := one.get("datatype_description")) else {},
            values=tuple(_values(one.get("values"), language)),
        )


def _values(given: object, language: str) -> Iterator[Value]:
    for one in given if isinstance(given, list) else ():
        if isinstance(one, Mapping):
            yield Value(str(one.get("key")), {language: str(one.get("name") or one.get("key"))})
