"""A report as work to do: what, where, in which words, with which photos; and the same as a PDF for the van."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from perron.bricks.reports.adapters.work_order import Labels, Sheet, work_orders
from perron.bricks.reports.queries.forwardings import photos_for_work
from perron.bricks.reports.queries.handbooks import of_report
from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.views.public_words import category_of, place_of
from perron.kernel.files import local_path
from perron.kernel.languages import pick
from perron.kernel.places.facts import places
from perron.ui import words

MOST_PHOTOS: Final = 3  # on paper


def sheet_of(report: Report, *, note: str = "", link: str = "", with_photos: bool = False) -> Sheet:
    """What whoever does the work needs to know; nothing about who reported it, whose words are masked."""
    commune = places().get(report.place)
    return Sheet(
        code=report.code,
        category=category_of(report),
        place=place_of(report),
        commune=commune.name if commune and commune.name != place_of(report) else "",
        longitude=report.longitude,
        latitude=report.latitude,
        words=mask(report.description),
        language=report.language,
        answers=tuple(_answers(report)),
        note=note,
        due=words.date(localtime(report.due_at).date(), "long") if report.due_at else "",
        sent=words.date(localtime(report.sent_at).date(), "long"),
        link=link,
        photos=tuple(local_path(photo.shown) for photo in photos_for_work(report)[:MOST_PHOTOS])
        if link or with_photos
        else (),
    )


def pdf_of(sheets: Sequence[Sheet], authority: str) -> bytes:
    """One page or more for each, in the reader's language."""
    labels = Labels(
        title=_("Work order"),
        where=_("Where"),
        coordinates=_("Coordinates"),
        told=_("What was reported"),
        note=_("What to do"),
        due=_("To be done by"),
        sent=_("Reported on"),
        photos=_("Photos"),
        scan=_("Scan this: the page of this work"),
        scan_place=_("Scan this: the place on a map"),
        photo=_("Photo %(number)s"),
        page=_("Page %(number)s"),
        language=get_language() or "en",
        authority=authority,
    )
    return work_orders(sheets, labels)


def _answers(report: Report) -> list[tuple[str, str]]:
    """The questions of the category with what was answered."""
    category = of_report(report.handbook_id).by_code.get(report.category)
    found = []
    for question in category.questions if category else ():
        given = report.answers.get(question.code)
        if not given:
            continue
        names = {value.key: pick(value.names).words for value in question.values}
        told = given if isinstance(given, list) else [given]
        found.append((pick(question.names).words, mask(", ".join(names.get(str(one), str(one)) for one in told))))
    return found
