"""What a brick declares: faces it shows, duties it owes, conversation it holds. Pure data, no tables, no I/O.

Read this first. A brick's `brick.py` fills one `Brick` in; the registry finds, checks and holds them; the site, the
catalogue, the search, the map, the inbox, the privacy page and the retention job read them. No brick knows it is read.
All names start with the brick's name: `reports.close_report` is action, permission and audit verb, and
`reports.report_closed` an event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from perron.kernel.languages import Text


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A pointer to something of a brick, as a plain value: `Ref("reports", "report", "42")` is `reports:report:42`."""

    brick: str
    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.brick}:{self.kind}:{self.id}"

    @classmethod
    def parse(cls, written: str) -> Ref:
        """Read `brick:kind:id` back. Raises ValueError for anything else."""
        brick, kind, id_ = written.split(":", 2)
        return cls(brick, kind, id_)


# --- faces -----------------------------------------------------------------------------------------------------------


class Access(StrEnum):
    """Who may come in at an address. What they may do there is the permissions' business."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu, and one tile on the home page: `url_name` as in `reverse()`.

    The tile leads to `starts_at` when what it invites to begins elsewhere than where the menu leads.
    """

    title: Text
    url_name: str
    access: Access = Access.PUBLIC
    invitation: Text | None = None  # the tile: "Find data", "Tell us what is broken"
    starts_at: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """The brick's pages: a URL module mounted at `/<brick>/`, its menu, and what its addresses ask of visitors.

    `access` gives the access of each URL name; a name that is missing is an error that a guard test finds.
    """

    urls: str
    access: Mapping[str, Access]
    menu: tuple[MenuEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Api:
    """The brick's public API: a URL module mounted at `/api/<brick>/v<version>/`, with its OpenAPI document."""

    urls: str
    access: Mapping[str, Access]
    version: int = 1
    openapi: str = "openapi.json"


class ColumnType(StrEnum):
    """What the values of a column are, in open data."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    GEOMETRY = "geometry"  # GeoJSON, WGS 84 lon/lat


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an open dataset, with its dictionary entry. `meaning`: a word of `kernel.publishing.meanings`."""

    name: str
    type: ColumnType
    title: Text
    description: Text | None = None
    meaning: str = ""
    unit: str = ""


class Refresh(StrEnum):
    """When a declared dataset's file is written anew."""

    ON_CHANGE = "on_change"
    NIGHTLY = "nightly"


@dataclass(frozen=True, slots=True)
class OpenDataset:
    """A public table of the brick. The catalogue gives it a record, files, an API, a dictionary, a map, by itself.

    `rows` yields one mapping per row (keys: the columns' names; values: str, int, float, Decimal, bool, date, datetime,
    a GeoJSON mapping for geometry, or None); it must be deterministic in order. `changed_by` names the events after
    which it is written anew when `refresh` is `ON_CHANGE`.
    """

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Mapping[str, object]]]
    key: tuple[str, ...]
    licence: str = "CC-BY-4.0"
    theme: str = "GOVE"  # EU data theme
    refresh: Refresh = Refresh.NIGHTLY
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found. `words` and `title` are texts per language; `place` is an NIS code or empty.

    `address`: its page, in any language (readers get it in theirs). `also` finds it in any language, and is not shown.
    """

    ref: Ref
    title: Mapping[str, str]
    words: Mapping[str, str]
    address: str
    access: str = "public"  # "public", or "authority:<slug>" for its staff only
    authority: str = ""  # slug
    place: str = ""
    changed_at: datetime | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow what was found: `name` as in the documents' facets, `words` says a value to the reader."""

    name: str
    title: Text
    words: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of thing that is in the search: all of them (`documents`), or one (`document`, None when it is gone).

    `changed_by` maps an event to the payload value that holds the id of the thing that changed. `facets` are offered
    on the search page when only this kind is looked for, in their order.
    """

    kind: str
    title: Text
    documents: Callable[[], Iterable[SearchDocument]]
    document: Callable[[str], SearchDocument | None]
    changed_by: Mapping[str, str] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """West, south, east, north in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map. `geometry` is GeoJSON (WGS 84); `title` in the reader's language; `address` its page."""

    ref: Ref
    geometry: Mapping[str, Any]  # GeoJSON is free-form: RFC 7946
    title: str
    address: str = ""
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MapLayer:
    """Things on the map: `features(box, limit)` gives the public ones inside the box, most important first."""

    name: str
    title: Text
    features: Callable[[BoundingBox, int], Iterable[Feature]]


class Channel(StrEnum):
    """How a notice may reach a person."""

    INBOX = "inbox"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of message to people. `refusable` ones can be switched off; the others tell of one's own affairs.

    `template` is a folder of templates: `subject.txt` and `body.txt`, translated with the reader's language active.
    `for_staff`: only people who work for an authority are ever told, so only they are asked how.
    """

    name: str
    title: Text
    template: str
    channels: tuple[Channel, ...] = (Channel.INBOX, Channel.EMAIL)
    refusable: bool = True
    for_staff: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """One line of "what concerns me here": newest first, most urgent lowest number."""

    title: str
    address: str
    line: str = ""
    at: datetime | None = None
    urgency: int = 50


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A section of the home page and of places' pages, hidden when `concerns(nis_codes, limit)` has nothing to say.

    `nis_codes` are the place itself and all that contain it, the smallest first.
    """

    name: str
    title: Text
    concerns: Callable[[tuple[str, ...], int], Iterable[Concern]]
    order: int = 50


# --- duties ----------------------------------------------------------------------------------------------------------


class Role(StrEnum):
    """A role of staff, held per authority. Each includes the ones before it."""

    READER = "reader"
    AGENT = "agent"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Permission:
    """A right, named as the action it allows. `held_from`: the lowest role that has it; None: all signed-in people."""

    name: str
    title: Text
    held_from: Role | None = Role.AGENT


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Columns of one table that tell about a person: why we hold them, how to hand them over, how to erase them.

    `model` is `app.Model`. `export(actor_id)` gives what we hold about a person; `erase(actor_id)` removes or
    detaches it and says how many rows it touched.
    """

    model: str
    columns: tuple[str, ...]
    purpose: Text
    legal_basis: Text
    export: Callable[[int], Iterable[Mapping[str, object]]]
    erase: Callable[[int], int]


class Then(StrEnum):
    """What happens when a retention term has passed."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows of a table are kept, counted from a column, on what legal basis, and what happens then.

    `apply(before)` treats all rows older than `before` and says how many.
    """

    model: str
    counted_from: str
    keep: timedelta
    legal_basis: Text
    then: Then
    apply: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A question to the brick's surroundings: `ask()` gives None when well, else one English sentence for operators."""

    name: str
    title: Text
    ask: Callable[[], str | None]


# --- conversation ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Emits:
    """An event: past tense, plain values (str, int, bool, None). Delivered after commit, at least once."""

    name: str
    payload: tuple[str, ...]
    title: Text


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb of the audit log is called for people, where no event, right or task of that name says it."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Listens:
    """A reaction: `react(**payload)` is called in a task after the event; it may be called twice, and must bear it."""

    event: str
    react: Callable[..., None]  # each event has its own payload


@dataclass(frozen=True, slots=True)
class Task:
    """Work that happens by the clock: `cron` as in crontab(5), times in UTC. `run()` must bear being called twice."""

    name: str
    title: Text
    cron: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Provides:
    """A kernel port that this brick fills: `factory()` gives the implementation."""

    port: str
    factory: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Brick:
    """Everything a brick offers and owes, on one page."""

    name: str
    title: Text
    summary: Text
    # faces
    pages: Pages | None = None
    api: Api | None = None
    datasets: tuple[OpenDataset, ...] = ()
    search: tuple[Searchable, ...] = ()
    layers: tuple[MapLayer, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    home: tuple[HomeSection, ...] = ()
    # duties
    permissions: tuple[Permission, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    retention: tuple[Retention, ...] = ()
    checks: tuple[HealthCheck, ...] = ()
    # conversation
    emits: tuple[Emits, ...] = ()
    acts: tuple[Act, ...] = ()
    listens: tuple[Listens, ...] = ()
    tasks: tuple[Task, ...] = ()
    provides: tuple[Provides, ...] = ()
    uses: tuple[str, ...] = ()
