"""What a reader asks of a table, as the address of an explore page has it: tidied, read, written back into links."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.urls import reverse

from perron.bricks.catalogue.queries.exploring import Explored, explored
from perron.bricks.catalogue.rules.exploring import NUMBERS
from perron.bricks.catalogue.rules.query import Operator, Query
from perron.bricks.catalogue.schemas.query import FIGURES, check_places, parse
from perron.bricks.catalogue.schemas.query_string import parameters
from perron.bricks.catalogue.schemas.refusals import QuestionRefused
from perron.kernel.web.requests import Request

PAGE_WORDS = ("version", "figure", "of", "chart", "x", "y", "cut", "series", "kind", "trail", "show")
MOST_PARAMETERS = 400
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A question to a table on one of its pages. `refusal` says why the question could not be read; then it is empty.

    `typed` holds all parameters as they came, `words` those of the page itself.
    """

    seen: Explored
    view: str
    query: Query
    typed: Mapping[str, Sequence[str]]
    words: Mapping[str, str]
    refusal: QuestionRefused | None = None

    @cached_property
    def kept_words(self) -> dict[str, str]:
        """What each link keeps of the page's own words: the version."""
        return {"version": self.words["version"]} if self.words.get("version") else {}

    @property
    def path(self) -> str:
        """The address of this view, without a question."""
        return self._path(self.view)

    @property
    def nothing(self) -> str:
        """The address of this view with nothing asked, of the same version."""
        return f"{self.path}?{urlencode(self.kept_words)}" if self.kept_words else self.path

    def to(self, query: Query | None = None, view: str | None = None, **words: str) -> str:
        """The address of a question in a view; `words` are of the page, "" leaves one out."""
        own = {**(self.words if view in (None, self.view) else self.kept_words), "trail": "", **words}
        pairs = [*parameters(self.query if query is None else query), *((k, v) for k, v in own.items() if v)]
        path = self._path(view or self.view)
        return f"{path}?{urlencode(pairs, safe=',:')}" if pairs else path

    def _path(self, view: str) -> str:
        name = "catalogue:explore" if view == "table" else f"catalogue:explore_{view}"
        if name not in self._paths:
            where = {"slug": self.seen.found.dataset, "table": self.seen.found.name}
            self._paths[name] = reverse(name, kwargs=where)
        return self._paths[name]

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {}

    @cached_property
    def from_the_start(self) -> Query:
        """The question from its first page."""
        return replace(self.query, after="")

    @cached_property
    def rows_only(self) -> Query:
        """Only which rows are meant: what all views share."""
        return Query(filters=self.query.filters, words=self.query.words, box=self.query.box, places=self.query.places)


def asked(request: Request, slug: str, table: str, view: str) -> Asked:
    """The question of a request. Raises as `queries.exploring.explored`."""
    words = {name: request.GET[name] for name in PAGE_WORDS if request.GET.get(name)}
    version = words.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 7 else None
    words = {name: value for name, value in words.items() if name != "version" or number}
    seen = explored(slug=slug, table=table, version=number, actor=request.actor)
    typed = dict(request.GET.lists())
    try:
        query = parse(request.META.get("QUERY_STRING", ""), seen.entries, ignored=PAGE_WORDS)
        check_places(query, seen.entries, has_places=seen.has_places)
    except QuestionRefused as refusal:
        return Asked(seen, view, Query(), typed, words, refusal)
    return Asked(seen, view, query, typed, words)


def tidied(request: HttpRequest, seen: Explored) -> str | None:
    """The address without what an empty form leaves in it, its choices gathered; None when it is tidy already."""
    written = request.META.get("QUERY_STRING", "")
    given = parse_qsl(written, keep_blank_values=True)[:MOST_PARAMETERS]
    filled = [(name, value.strip()) for name, value in given if value.strip()]
    tidy = _gathered([(name, _number(seen, name, value)) for name, value in filled], seen)
    if ("show", "groups") in tidy:
        tidy = _from_table_form(tidy, seen)
    if sorted(tidy) == sorted(given):
        return None
    return f"{request.path}?{urlencode(tidy, safe=',:')}" if tidy else request.path


def _number(seen: Explored, name: str, value: str) -> str:
    """A number as people write it, with a comma, as the grammar has it."""
    column, _separator, operator = name.rpartition("__")
    entry = seen.by_field.get(column)
    if entry is None or entry.type not in NUMBERS or operator not in {Operator.GE, Operator.LE, Operator.EQ}:
        return value
    return "".join(value.split()).replace(",", ".") if value.count(",") == 1 and "." not in value else value


def _gathered(pairs: Pairs, seen: Explored) -> Pairs:
    """Ticked boxes of one column become one parameter; all columns ticked are as good as none."""
    found: Pairs = []
    several: dict[str, list[str]] = {}
    for name, value in pairs:
        is_choice = name.endswith("__in") and name.removesuffix("__in") in seen.by_field
        if is_choice or name in {"select", "group"}:
            several.setdefault(name, []).append(value)
        else:
            found.append((name, value))
    for name, values in several.items():
        listed = list(dict.fromkeys(item for value in values for item in _items(name, value)))
        if name == "select" and set(listed) >= set(seen.by_field):
            continue
        found.append((name, _line(listed) if name not in {"select", "group"} else ",".join(listed)))
    return found


def _items(name: str, value: str) -> list[str]:
    return value.split(",") if name in {"select", "group"} else next(csv.reader([value]), [])


def _line(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _from_table_form(pairs: Pairs, seen: Explored) -> Pairs:
    """`figure=sum&of=population`, as two lists of the form say it, becomes `sum=population`.

    The form does not know whether its order and its columns are of rows or of groups: what does not fit goes.
    """
    figures = [value for name, value in pairs if name == "figure"]
    columns = [value for name, value in pairs if name == "of"]
    left = [(name, value) for name, value in pairs if name not in {"figure", "of", "show", *FIGURES}]
    chosen: dict[str, list[str]] = {}
    for figure, column in zip(figures, columns, strict=False):
        if figure in FIGURES:
            chosen.setdefault(figure, []).append(column)
    left += [(figure, ",".join(dict.fromkeys(names))) for figure, names in chosen.items()]
    keys = [key.partition(":")[0] for name, value in left if name == "group" for key in value.split(",")]
    if not keys and not chosen:
        return [(name, value) for name, value in left if name != "sort" or value.removeprefix("-") in seen.by_field]
    known = {*keys, "count", *(f"{figure}_{column}" for figure, names in chosen.items() for column in names)}
    return [
        (name, value)
        for name, value in left
        if name != "select" and (name != "sort" or value.removeprefix("-") in known)
    ]


def typed_line(values: Iterable[str]) -> str:
    """Values as the parameter of a ticked box has them."""
    return _line(values)
