"""Which reports were sent from this browser: known to its session alone, so that "mine" works without an account."""

from __future__ import annotations

from typing import Final

from perron.bricks.reports.queries.reporters import reports_of
from perron.kernel.web.requests import Request

KEPT: Final = 50  # reports
KEY: Final = "reports_sent"


def remember(request: Request, code: str, secret: str) -> None:
    """Know that this browser sent that report, or said "me too" to it."""
    sent = {**own_secrets(request), code: secret}
    request.session[KEY] = dict(list(sent.items())[-KEPT:])


def own_codes(request: Request) -> frozenset[str]:
    """The codes of the reader's reports: those of this browser, and those of her account."""
    of_account = reports_of(request.actor).values_list("report__code", flat=True) if request.actor else ()
    return frozenset({*own_secrets(request), *of_account})


def own_secrets(request: Request) -> dict[str, str]:
    """The secret of each report that this browser sent, by the report's code."""
    sent = request.session.get(KEY, {})
    return dict(sent) if isinstance(sent, dict) else {}
