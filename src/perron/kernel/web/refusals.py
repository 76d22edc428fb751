"""Refusals become pages, or `application/problem+json` (RFC 9457) for programs; bugs get an incident number."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from perron.kernel.errors import Moved, NotFound, Refused, SignInFirst, TooLarge, Unavailable

log = logging.getLogger("perron.errors")


class RefusalsBecomePages:
    """The one place where an exception of the house meets HTTP."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and not wants_json(request):
            return _only_by_a_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Refused and Unavailable have their answer; anything else is a bug and goes on to be logged."""
        if isinstance(exception, SignInFirst) and not wants_json(request):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if isinstance(exception, Refused):
            return refusal(request, exception)
        if isinstance(exception, Unavailable):
            return unavailable(request, exception)
        return None


def _only_by_a_form(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """Django's 405 is an empty page; people meet it when they reload an act, or come back to it after signing in."""
    page = _answer(
        request,
        405,
        "method_not_allowed",
        _("This address only takes what a button sends."),
        _("Go back to the page before, and press the button again."),
        {},
    )
    page["Allow"] = response["Allow"]
    return page


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: an API address, or a preference for JSON over HTML."""
    return request.path_info.startswith("/api/") or request.get_preferred_type(
        ["text/html", "application/json", "application/problem+json"]
    ) in {"application/json", "application/problem+json"}


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as a page or a problem, with its status, and where or when to try again."""
    response = _answer(request, refused.status, refused.code, str(refused), refused.what_to_do(), refused.facts)
    if isinstance(refused, Moved):
        response["Location"] = _moved_address(request, refused)
    if refused.status in {429, 503} and "seconds" in refused.facts:
        response["Retry-After"] = str(refused.facts["seconds"])
    return response


def _moved_address(request: HttpRequest, moved: Moved) -> str:
    """The address asked for with its new parts, and the same question."""
    match = request.resolver_match
    if match is None:
        raise LookupError("only a view can say that a thing moved")
    address = reverse(match.view_name, kwargs={**match.kwargs, **moved.parts})
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def unavailable(request: HttpRequest, failure: Unavailable) -> HttpResponse:
    """A failing outside system: said, with the way out, and logged."""
    log.warning("unavailable system=%s reason=%s path=%s", failure.system, failure.reason, request.path_info)
    sentence = _("A system that we depend on does not answer right now.")
    response = _answer(request, 503, failure.code, sentence, _("Try again in a few minutes. Nothing was lost."), {})
    response["Retry-After"] = "120"
    return response


def _answer(
    request: HttpRequest, status: int, code: str, sentence: str, way_out: str, facts: dict[str, object]
) -> HttpResponse:
    if wants_json(request):
        problem = {"type": "about:blank", "title": sentence, "status": status, "code": code, "detail": way_out}
        plain = {name: value for name, value in facts.items() if isinstance(value, (str, int, float, bool, list))}
        return JsonResponse(problem | {"facts": plain}, status=status, content_type="application/problem+json")
    return render(request, "ui/error.html", {"status": status, "sentence": sentence, "way_out": way_out}, status=status)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404 in our words."""
    return refusal(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400: a request that could not be understood, or was too large to look at."""
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, TooLarge(limit=filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)))
    return _answer(
        request, 400, "bad_request", _("We could not understand this request."), _("Go back and try again."), {}
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    return _answer(request, 403, "forbidden", _("This is not open to you."), _("Sign in with another account."), {})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere: nothing was done, and it can be sent again."""
    sentence = _("This form had expired, so nothing was sent.")
    way_out = _("Go back: what you typed is still there. Load the page again, then send it once more.")
    return _answer(request, 403, "form_expired", sentence, way_out, {})


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug of ours: an incident number that the citizen can tell and the log holds."""
    incident = secrets.token_hex(4)
    log.error("incident=%s path=%s", incident, request.path_info)
    context = {
        "status": 500,
        "sentence": _("Something went wrong on our side."),
        "way_out": _("Try again in a moment. If it happens again, tell us this number."),
        "incident": incident,
    }
    if wants_json(request):
        problem = {
            "type": "about:blank",
            "title": context["sentence"],
            "status": 500,
            "code": "bug",
            "incident": incident,
        }
        return JsonResponse(problem, status=500, content_type="application/problem+json")
    return render(request, "ui/error.html", context, status=500)
