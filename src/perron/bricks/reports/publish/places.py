"""Reports where people look for a place: in the search, on the map, and as "what is being mended here"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.addresses import page_of
from perron.bricks.reports.queries.public import PublicQuestion, category_of, public_reports
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.masking import mask
from perron.kernel.contract import (
    BoundingBox,
    Concern,
    Facet,
    Feature,
    HomeSection,
    MapLayer,
    Searchable,
    SearchDocument,
)
from perron.kernel.languages import Text, pick
from perron.kernel.places import former

REPORTS = Text(fr="Signalements", nl="Meldingen", de="Meldungen", en="Reports")


def document(code: str) -> SearchDocument | None:
    """One report as it can be found; None when it is not public."""
    report = public_reports().filter(code=code).first()
    return _document(report) if report else None


def documents() -> Iterator[SearchDocument]:
    """All public reports as they can be found."""
    return map(_document, public_reports().order_by("pk").iterator(chunk_size=1000))


def _document(report: Report) -> SearchDocument:
    """Found by what it is about, its address and its code, never by what a citizen wrote."""
    names = _names(report)
    return SearchDocument(
        ref=report.ref,
        title=names,
        words=dict.fromkeys(names, mask(report.address)) if report.address else {},
        address=page_of(report),
        authority=report.authority.slug,
        place=report.place,
        changed_at=report.changed_at,
        facets={"status": ("open" if report.closed_at is None else "closed",), "category": (report.category,)},
        also=(report.code,),
    )


def features(box: BoundingBox, limit: int) -> Iterator[Feature]:
    """The open reports inside a box, the newest first."""
    for report in public_reports(PublicQuestion(is_open=True, box=box))[:limit]:
        yield Feature(
            ref=report.ref,
            geometry={"type": "Point", "coordinates": [report.longitude, report.latitude]},
            title=title_of(report),
            address=page_of(report),
            properties={"state": report.state, "category": report.category},
        )


def concerns(nis_codes: tuple[str, ...], limit: int) -> Iterable[Concern]:
    """The newest open reports at a place and in what it contains of before; without a place, of everywhere."""
    places = tuple(code for nis in nis_codes for code in (nis, *former(nis)))
    for report in public_reports(PublicQuestion(places=places, is_open=True))[:limit]:
        line = f"{label(STATES, report.state)} · {report.authority.name}"
        yield Concern(title_of(report), page_of(report), line, report.sent_at, urgency=40)


def title_of(report: Report) -> str:
    """What it is about and where, in the reader's language."""
    name = pick(_names(report)).words
    return f"{name} · {mask(report.address)}" if report.address else name


def _names(report: Report) -> Mapping[str, str]:
    category = category_of(report)
    return category.names if category else {"en": report.category}


OPEN_OR_CLOSED = {
    "open": Text(fr="Ouvert", nl="Open", de="Offen", en="Open"),
    "closed": Text(fr="Clôturé", nl="Afgesloten", de="Abgeschlossen", en="Closed"),
}
SEARCH = Searchable(
    kind="reports.report",
    title=REPORTS,
    documents=documents,
    document=document,
    changed_by={
        f"reports.{event}": "report"
        for event in ("report_sent", "report_changed", "report_hidden", "report_transferred", "report_mended")
    },
    facets=(Facet("status", Text("Statut", "Status", "Status", "Status"), lambda code: label(OPEN_OR_CLOSED, code)),),
)
LAYER = MapLayer(
    "reports.open", Text("Signalements ouverts", "Open meldingen", "Offene Meldungen", "Open reports"), features
)
SECTION = HomeSection(
    "reports.here",
    Text(fr="Ce qui est signalé ici", nl="Wat hier gemeld is", de="Was hier gemeldet ist", en="What is reported here"),
    concerns,
    order=30,
)
