"""Work orders as PDF for the van: what, where, photos, and a code to scan that opens the page or the place.

The letters are embedded (Vera, as ReportLab brings it), so that every printer has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import reportlab
from PIL import Image as Picture
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

WIDTH: Final = A4[0] - 40 * mm
PIXELS: Final = 900  # the longest side of a photo on paper: 200 an inch at its width
LONGEST: Final = 1800  # characters of words on one sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report as work. `photos` are files; `link` the page to scan (the place on a map without one)."""

    code: str
    category: str
    place: str
    commune: str
    longitude: float
    latitude: float
    words: str
    language: str
    answers: tuple[tuple[str, str], ...] = ()
    note: str = ""
    due: str = ""
    sent: str = ""
    link: str = ""
    photos: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around it, in the language of who reads it. `page` and `photo` have a place `%(number)s` or none."""

    title: str
    where: str
    coordinates: str
    told: str
    note: str
    due: str
    sent: str
    photos: str
    scan: str
    scan_place: str
    photo: str
    page: str
    language: str
    authority: str


def work_orders(sheets: Sequence[Sheet], labels: Labels) -> bytes:
    """One file, each sheet on a new page."""
    styles = _styles()
    parts: list[Any] = []  # what the library lays out has no common type
    for number, sheet in enumerate(sheets):
        parts += [PageBreak()] if number else []
        parts += _sheet(sheet, labels, styles)
    stream = BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=f"{labels.title} {', '.join(sheet.code for sheet in sheets[:3])}",
        author=labels.authority,
        lang=labels.language,
    )

    def foot(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        canvas.setFont("Work", 8)
        canvas.drawString(20 * mm, 10 * mm, labels.authority)
        canvas.drawRightString(A4[0] - 20 * mm, 10 * mm, labels.page % {"number": canvas.getPageNumber()})

    document.build(parts, onFirstPage=foot, onLaterPages=foot)
    return stream.getvalue()


def _sheet(sheet: Sheet, labels: Labels, styles: dict[str, ParagraphStyle]) -> Iterator[Any]:
    head, text, small = styles["head"], styles["text"], styles["small"]
    yield Paragraph(f"{escape(labels.title)} · {escape(sheet.code)}", small)
    yield Paragraph(escape(sheet.category), styles["title"])
    where = ", ".join(part for part in (sheet.place, sheet.commune) if part)
    facts = [(labels.where, where), (labels.coordinates, f"{sheet.latitude:.6f}, {sheet.longitude:.6f}")]
    facts += [(name, said) for name, said in ((labels.due, sheet.due), (labels.sent, sheet.sent)) if said]
    rows = [[Paragraph(escape(name), small), Paragraph(escape(said), text)] for name, said in (*facts, *sheet.answers)]
    left = Table(rows, colWidths=[32 * mm, WIDTH - 72 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    scan = Paragraph(escape(labels.scan if sheet.link else labels.scan_place), small)
    right = [_code_to_scan(sheet.link or f"geo:{sheet.latitude:.6f},{sheet.longitude:.6f}"), scan]
    yield Table([[left, right]], colWidths=[WIDTH - 38 * mm, 38 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    for title, words in ((labels.note, sheet.note), (labels.told, sheet.words)):
        if words:
            yield Paragraph(escape(title), head)
            yield Paragraph(escape(words[:LONGEST]).replace("\n", "<br/>"), text)
    pictures = [picture for path in sheet.photos if (picture := _picture(path))]
    if pictures:
        yield KeepTogether([Paragraph(escape(labels.photos), head), pictures[0]])
        for picture in pictures[1:]:
            yield Spacer(1, 4 * mm)
            yield picture


def _picture(path: Path) -> Image:
    """A photo, small enough to print and to send."""
    stream = BytesIO()
    with Picture.open(path) as opened:
        opened.draft("RGB", (PIXELS, PIXELS))
        opened.thumbnail((PIXELS, PIXELS), Picture.Resampling.BILINEAR)
        small = opened.convert("RGB")
    small.save(stream, format="JPEG", quality=80)
    stream.seek(0)
    scale = min(110 * mm / small.width, 85 * mm / small.height)
    return Image(stream, width=small.width * scale, height=small.height * scale, hAlign="LEFT")


def _code_to_scan(words: str) -> Drawing:
    side = 34 * mm
    widget = QrCodeWidget(words, barLevel="M")
    left, bottom, right, top = widget.getBounds()
    scale = (side / (right - left), 0, 0, side / (top - bottom), 0, 0)
    drawing = Drawing(side, side, transform=scale)
    drawing.add(widget)
    return drawing


@cache
def _styles() -> dict[str, ParagraphStyle]:
    fonts = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("Work", "Vera.ttf"), ("WorkBold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, fonts / file))
    text = ParagraphStyle("text", fontName="Work", fontSize=10, leading=14, splitLongWords=True)
    return {
        "text": text,
        "small": ParagraphStyle("small", parent=text, fontSize=8, leading=11),
        "head": ParagraphStyle("head", parent=text, fontName="WorkBold", fontSize=11, spaceBefore=10, spaceAfter=3),
        "title": ParagraphStyle("title", parent=text, fontName="WorkBold", fontSize=18, leading=22, spaceAfter=8),
    }
