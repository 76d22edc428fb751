"""The numbers of the statistics in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.reports.rules.statistics import Numbers
from perron.ui import words


def days(value: float | None) -> str:
    """A time in words that fit its size: hours below two days, else days. Empty for none."""
    if value is None:
        return ""
    if value < 2:
        hours = max(1, round(value * 24))
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": words.number(hours)}
    count = round(value)
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": words.number(count)}


def late_share(numbers: Numbers) -> str:
    """Of those whose promised term is over or kept, the share that was late. Empty for none."""
    judged = numbers.late + numbers.in_time
    return _("%(percent)s %%") % {"percent": words.number(round(100 * numbers.late / judged))} if judged else ""


def facts_of(numbers: Numbers) -> list[tuple[str, str]]:
    """Each number with its title, and how many reports it rests on."""
    judged = numbers.late + numbers.in_time
    late = _("%(percent)s of %(count)s") % {"percent": late_share(numbers), "count": words.number(judged)}
    plain = (
        (_("Done, verdict awaited"), numbers.awaiting_verdict),
        (_("Reopened because it was not mended"), numbers.reopened),
        (_("Refused, with a reason"), numbers.refused),
        (_("Passed on to others"), numbers.passed_on),
        (_("Duplicates of another report"), numbers.duplicates),
        (_("Taken back by who sent it"), numbers.withdrawn),
        (_("Counted, but taken from the public by moderators"), numbers.hidden),
    )
    return [
        (_("Reports sent"), words.number(numbers.sent)),
        (
            _("Really mended, confirmed by who reported it"),
            _within(numbers.mended, numbers.mended_median_days, numbers.mended_p90_days),
        ),
        (
            _("Said done, and nobody contradicted"),
            _within(numbers.uncontested, numbers.uncontested_median_days, numbers.uncontested_p90_days),
        ),
        (_("Still open"), _open(numbers)),
        (_("Half of all done, open ones counted"), days(numbers.half_done_days) or _("not yet")),
        (_("Later than promised"), late if judged else ""),
        *((title, words.number(value)) for title, value in plain if value),
    ]


def _within(count: int, half: float | None, most: float | None) -> str:
    if not count:
        return words.number(0)
    told = {"count": words.number(count), "half": days(half), "most": days(most)}
    return _("%(count)s: half within %(half)s, nine in ten within %(most)s") % told


def _open(numbers: Numbers) -> str:
    if not numbers.open:
        return words.number(0)
    told = {"count": words.number(numbers.open), "half": days(numbers.open_median_days)}
    return _("%(count)s: half of them for longer than %(half)s") % told
