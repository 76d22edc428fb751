"""A report that a letter began: its writer opens a link, points out what is missing, and sends it as usual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions.letters import finish_letter
from perron.bricks.reports.actions.steps.enclosed import photos_of
from perron.bricks.reports.notices import LETTER
from perron.bricks.reports.queries.letters import InboundMail, begun, letter_by_number
from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.rules.letters import Letter
from perron.bricks.reports.rules.sending import MOST_PHOTOS, Channel, NewReport
from perron.kernel.errors import NotFound
from perron.kernel.letters import unsign
from perron.kernel.web.requests import Request

GOOD_FOR: Final = timedelta(days=14)
KEY: Final = "reports_letter"


@dataclass(frozen=True, slots=True)
class Begun:
    """A report that a letter began."""

    mail: InboundMail
    letter: Letter

    @property
    def photos(self) -> int:
        """How many photos came with it."""
        return len(self.letter.photos)

    @property
    def initial(self) -> dict[str, str]:
        """What of it stands in the form."""
        told = self.letter
        return {"description": told.words or told.subject, "email": told.sender, "name": told.name}


@require_safe
@never_cache
def letter(request: Request, token: str) -> HttpResponse:
    """On to the pages of a new report, which find the letter in the session."""
    purpose, number = unsign(token, within=GOOD_FOR)
    if purpose != LETTER:
        raise NotFound
    mail = letter_by_number(int(number))
    if mail.report is not None:
        return redirect("reports:report", mail.report.code)
    begun(mail)
    request.session[KEY] = mail.pk
    return redirect("reports:new")


def begun_by_letter(request: Request) -> Begun | None:
    """The report that this browser's letter began, while it is not sent."""
    number = request.session.get(KEY)
    if not isinstance(number, int):
        return None
    try:
        mail = letter_by_number(number)
        return Begun(mail, begun(mail))
    except NotFound:  # sent meanwhile, or forgotten: nothing is begun
        del request.session[KEY]
        return None


def with_letter(what: NewReport, found: Begun) -> NewReport:
    """The same report with the letter's photos, as many as there is room for."""
    photos, _names = photos_of(found.letter)
    return replace(what, photos=(*what.photos, *photos)[:MOST_PHOTOS], channel=Channel.EMAIL)


def is_sent(request: Request, found: Begun, report: Report) -> None:
    """The letter has become a report."""
    finish_letter(actor=request.actor, mail=found.mail, report=report)
    request.session.pop(KEY, None)
