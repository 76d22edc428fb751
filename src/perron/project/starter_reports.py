"""The reports of the starter set: of our own making, sent and treated by the same actions as everybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from perron.bricks.reports.actions.handbooks import open_reports
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.actions.treating import ask_reporter, change_state
from perron.bricks.reports.actions.voices import say_me_too
from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.handbooks import has_live_handbook
from perron.bricks.reports.rules.sending import GivenReporter, NewReport
from perron.bricks.reports.rules.states import State
from perron.kernel.actors import actor_by_email, command_line
from perron.kernel.authorities import authority_by_slug
from perron.project.starting import FOLDER


def make_reports(at: datetime) -> Iterator[str]:
    """Each report of the starter set, at authorities that are opened for reports first; gives its code."""
    for one in json.loads((FOLDER / "reports.json").read_text(encoding="utf-8")):
        authority = authority_by_slug(one["authority"])
        if not has_live_handbook(authority):
            open_reports(actor=command_line(), authority=authority, at=at - timedelta(days=30))
        yield _make(one, at)


def _make(one: dict[str, Any], at: datetime) -> str:  # as read from JSON
    sent_at = at - timedelta(days=one["days_ago"])
    longitude, latitude = one["point"]
    told = {name: one[name] for name in ("authority", "category", "language", "address", "description")}
    report = send_report(actor=None, what=NewReport(longitude, latitude, **told), at=sent_at).report
    for hours in range(one.get("me_too", 0)):
        say_me_too(actor=None, report=report, given=GivenReporter(), at=sent_at + timedelta(hours=hours + 1))
    _treat(report, one, sent_at + timedelta(hours=20))
    return report.code


def _treat(report: Report, one: dict[str, Any], at: datetime) -> None:  # as read from JSON
    agent, words = actor_by_email(one["agent"]), one.get("words", "")
    if one.get("state") == State.WAITING:
        ask_reporter(actor=agent, report=report, words=words, language=report.language, at=at)
    elif "state" in one:
        planned_on = at.date() + timedelta(days=one["in_days"]) if "in_days" in one else None
        change_state(
            actor=agent,
            report=report,
            to=one["state"],
            words=words,
            language=report.authority.language,
            planned_on=planned_on,
            at=at,
        )
