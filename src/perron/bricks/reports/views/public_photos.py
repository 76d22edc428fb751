"""Photos of reports: what strangers may see, to all; the others to who sent them. With `small`, a small one."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from perron.bricks.reports.queries.public_case import Photo, photo_shown, small_photo
from perron.bricks.reports.views.public_own import own_secrets
from perron.kernel.files import serve
from perron.kernel.web.requests import Request


@require_safe
def photo(request: Request, number: int) -> HttpResponseBase:
    """One photo, covered where it has to be. It may be hidden later, so nobody keeps a copy without asking again."""
    found = photo_shown(number, own_secrets(request).values())
    response = shown(request, found, name=f"{found.report.code}-{number}.jpg")
    response["Cache-Control"] = "private, no-cache"
    return response


def shown(request: Request, found: Photo, *, name: str) -> HttpResponseBase:
    """A photo that this reader may see; with `small` in the address, for lists and pages. No copy is kept by others."""
    if "small" not in request.GET:
        return serve(request, found.shown, name=name, attachment=False, public=False)
    etag = f'"{found.shown.sha256}-small"'
    same = get_conditional_response(request, etag=etag)
    response = same or HttpResponse(small_photo(found), content_type="image/jpeg")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
