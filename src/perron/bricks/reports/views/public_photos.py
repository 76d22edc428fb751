"""Photos of reports: what strangers may see, to all; the others to the browser that sent them."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from perron.bricks.reports.queries.public_case import photo_shown
from perron.bricks.reports.views.public_own import own_secrets
from perron.kernel.files import serve
from perron.kernel.web.requests import Request


@require_safe
def photo(request: Request, number: int) -> HttpResponseBase:
    """One photo, covered where it has to be. It may be hidden later, so nobody keeps a copy without asking again."""
    found = photo_shown(number, own_secrets(request).values())
    response = serve(request, found.shown, name=f"{found.report.code}-{number}.jpg", attachment=False, public=False)
    response["Cache-Control"] = "private, no-cache"
    return response
