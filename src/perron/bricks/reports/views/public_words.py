"""What is told of a report in words: what it is, where, and where it stands, as it truly is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.reports.queries.bodies import body_of
from perron.bricks.reports.queries.handbooks import of_report
from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.rules.around import FAR, QUARTER, STREET, Around
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.labels import STATES, TONES, label
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.states import State
from perron.kernel.languages import pick
from perron.kernel.places import place_of as commune_at
from perron.kernel.places.facts import places
from perron.ui import words


@dataclass(frozen=True, slots=True)
class Short:
    """A report in a list."""

    code: str
    title: str
    address: str
    line: str
    state: str
    tone: str
    at: datetime
    place: str
    lon: float
    lat: float
    me_too: int

    @property
    def me_too_address(self) -> str:
        """Where "me too" is said."""
        return reverse("reports:me_too", args=[self.code])


def short_of(report: Report) -> Short:
    """A report in a list, in the reader's language."""
    return Short(
        code=report.code,
        title=category_of(report),
        address=reverse("reports:report", args=[report.code]),
        line=truth(report),
        state=label(STATES, report.state),
        tone=TONES.get(report.state, ""),
        at=report.sent_at,
        place=place_of(report),
        lon=report.longitude,
        lat=report.latitude,
        me_too=report.me_too,
    )


def category_of(report: Report) -> str:
    """The name of its category; its code when the handbook has none."""
    known = of_report(report.handbook_id).by_code.get(report.category)
    return pick(known.names).words if known else report.category


def place_of(report: Report) -> str:
    """The address as told, masked like all that people write, else the commune."""
    known = places().get(report.place)
    commune = known.name if known else ""
    return mask(report.address) or commune


def circle_name(metres: int) -> str:
    """A radius that one may follow, in words."""
    names = {
        STREET: _("100 metres: my street"),
        QUARTER: _("500 metres: my quarter"),
        FAR: _("2 kilometres: my part of the town"),
    }
    return names[metres]


def circle_in_words(circle: Around) -> str:
    """A circle, in words: how far, and in which commune its middle lies."""
    known = places().get(commune_at(circle.lon, circle.lat) or "")
    named = {"commune": known.name if known else circle.written}
    sentences = {
        STREET: _("within 100 metres of a point in %(commune)s"),
        QUARTER: _("within 500 metres of a point in %(commune)s"),
        FAR: _("within 2 kilometres of a point in %(commune)s"),
    }
    return sentences[circle.metres] % named


def truth(report: Report) -> str:
    """Where a report stands, in one sentence, with the date, the reason or the address that belongs to it."""
    say = _CLOSED.get(report.state) or _OPEN.get(report.state) or _received
    return say(report, report.authority.name)


def _received(report: Report, who: str) -> str:
    if report.reopened:
        return _("It was said to be done, but it is not: %(who)s has it again.") % {"who": who}
    if report.acknowledged_at:
        return _("%(who)s has seen it.") % {"who": who}
    return _("%(who)s has received it, and has not looked at it yet.") % {"who": who}


def _quarantined(_report: Report, who: str) -> str:
    return _("%(who)s looks at it before it is public.") % {"who": who}


def _in_progress(_report: Report, who: str) -> str:
    return _("%(who)s is working on it.") % {"who": who}


def _waiting(_report: Report, who: str) -> str:
    return _("%(who)s asked who reported it a question, and waits for the answer.") % {"who": who}


def _planned(report: Report, who: str) -> str:
    day = _day(report.planned_on or report.changed_at)
    return _("%(who)s has planned it for %(day)s.") % {"who": who, "day": day}


def _not_ours(report: Report, who: str) -> str:
    found = {"who": who, "others": others(report)}
    if (body := body_of(report)) and not body.email:
        return _("It is not for %(who)s. Who treats it takes no letters from us: please tell %(others)s") % found
    return _("It is not for %(who)s. It was passed on to: %(others)s") % found


def _refused(report: Report, who: str) -> str:
    return _("%(who)s does not do this: %(reason)s") % {"who": who, "reason": reason(report)}


def _duplicate(report: Report, _who: str) -> str:
    code = report.duplicate_of.code if report.duplicate_of else ""
    return _("It is the same as %(code)s, and is treated there.") % {"code": code}


def _withdrawn(_report: Report, _who: str) -> str:
    return _("Who sent it has taken it back.")


def _done(report: Report, who: str) -> str:
    day = _day(report.done_at or report.changed_at)
    if report.mended_at:
        return _("Mended on %(day)s: who reported it says so too.") % {"day": day}
    return _("%(who)s says that it was mended on %(day)s.") % {"who": who, "day": day}


def others(report: Report) -> str:
    """Whom it was passed on to: by a rule of the handbook, or in the words of who passed it on."""
    handbook: Handbook = of_report(report.handbook_id)
    rule = next((one for one in handbook.rules if one.code == report.closed_because), None)
    if rule and rule.then.outside:
        found = rule.then.outside
        return ", ".join(filter(None, (pick(found.names).words, found.phone, found.email, found.url)))
    return report.closed_because


def reason(report: Report) -> str:
    """Why it was refused, in the words of the handbook."""
    handbook = of_report(report.handbook_id)
    known = next((one for one in handbook.refusals if one.code == report.closed_because), None)
    return pick(known.words).words if known else report.closed_because


def _day(moment: date | datetime) -> str:
    return words.date(moment, "long")


_OPEN: Final[Mapping[str, Callable[[Report, str], str]]] = {
    State.QUARANTINED: _quarantined,
    State.IN_PROGRESS: _in_progress,
    State.WAITING: _waiting,
    State.PLANNED: _planned,
}
_CLOSED: Final[Mapping[str, Callable[[Report, str], str]]] = {
    State.DONE: _done,
    State.NOT_OURS: _not_ours,
    State.REFUSED: _refused,
    State.DUPLICATE: _duplicate,
    State.WITHDRAWN: _withdrawn,
}
