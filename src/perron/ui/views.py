"""The design system's own addresses: an authority's colours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perron.kernel.authorities import authority_by_slug
from perron.ui.theme import theme_css


@require_safe
def theme(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The style sheet of an authority; `version` only makes its address change with its colours."""
    answer = HttpResponse(theme_css(authority_by_slug(slug)), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
