"""Open311 GeoReport v2, writing: a program sends a report with its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO, Final, cast

from django.http import HttpResponse, QueryDict
from django.utils.timezone import now

from perron.bricks.reports.actions.open311 import FromProgram, take_report
from perron.bricks.reports.api.georeport_answers import cleaned, jurisdiction, query_of, said
from perron.bricks.reports.queries import georeport as queries
from perron.bricks.reports.queries.georeport_refusals import (
    AddressUnknown,
    KeyRefused,
    NoSuchService,
    ParameterMissing,
    ParameterWrong,
)
from perron.bricks.reports.queries.others import ApiKey, key_by_secret
from perron.bricks.reports.rules.sending import Channel, GivenPhoto, GivenReporter, NewReport, PositionBy
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.schemas.georeport import Document
from perron.kernel.authorities import Authority
from perron.kernel.languages import current_language, pick
from perron.kernel.places import PlaceKind, find_places
from perron.kernel.places.facts import places
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request

PER_MINUTE: Final = 120  # requests sent with one key
ATTRIBUTE: Final = re.compile(r"attribute\[(?P<code>[^\]]{1,60})\](?P<several>\[\])?")
Given = Mapping[str, str]


def send(request: Request, form: str) -> HttpResponse:
    """Take a report; tell its number, or a token until somebody has looked at it.

    Raises KeyRefused, TooMany, NoSuchJurisdiction, ParameterMissing, ParameterWrong, NoSuchService, AddressUnknown,
    and what `send_report` raises.
    """
    given = query_of(request) | cleaned(request.POST)
    key = key_by_secret(given.get("api_key", ""))
    if key is None:
        raise KeyRefused
    keep_pace(request, "reports.georeport", times=PER_MINUTE, within=timedelta(minutes=1), about=str(key.pk))
    service = _service(given, key, jurisdiction(request, given))
    what = _new_report(given, service, _answers(request.POST), _photos(request))
    program = FromProgram(
        key, _once(request), tuple(one.strip() for one in request.POST.getlist("media_url") if one.strip())
    )
    report = take_report(actor=None, what=what, program=program, at=now())
    is_held = report.state == State.QUARANTINED
    element = {
        "service_request_id": "" if is_held else report.code,
        "token": str(report.sent_key) if is_held else "",
        "service_notice": pick(service.category.notice).words,
        "account_id": "",
    }
    return said(Document("service_requests", [element], "request"), form)


def _service(given: Given, key: ApiKey, scope: Authority | None) -> queries.Service:
    """Without a jurisdiction, a code by itself is one of the key's authority."""
    code = given.get("service_code", "")
    if not code:
        raise ParameterMissing(name="service_code")
    found = queries.service(scope or (None if "." in code else key.authority), code)
    if found is None:
        raise NoSuchService(service=code)
    if found.authority != key.authority:
        raise KeyRefused
    return found


def _new_report(
    given: Given, service: queries.Service, answers: Mapping[str, str | list[str]], photos: tuple[GivenPhoto, ...]
) -> NewReport:
    longitude, latitude, by = _point(given)
    name = " ".join(filter(None, (given.get("first_name"), given.get("last_name"))))
    return NewReport(
        longitude=longitude,
        latitude=latitude,
        category=service.category.code,
        authority=service.authority.slug,
        language=current_language(),
        description=given.get("description", ""),
        address=given.get("address_string", ""),
        position_by=by,
        answers=answers,
        photos=photos,
        reporter=GivenReporter(name=name, email=given.get("email", ""), phone=given.get("phone", "")),
        channel=Channel.OPEN311,
        emergency_called=given.get("emergency_called", "").lower() in {"true", "1"},
    )


def _point(given: Given) -> tuple[float, float, PositionBy]:
    """Where it is: `lat` and `long`, else the middle of the commune that the address names."""
    if "lat" in given or "long" in given:
        return _degrees(given, "long"), _degrees(given, "lat"), PositionBy.MAP
    address = given.get("address_string", "")
    if not address:
        raise ParameterMissing(name="lat, long")  # an address_id is nothing that we know
    town = address.rpartition(",")[2].strip() or address
    found = next((one for one in find_places(town[:100], limit=3) if one.kind == PlaceKind.COMMUNE), None)
    known = places().get(found.nis) if found else None
    if known is None or known.lon is None or known.lat is None:
        raise AddressUnknown(address=address[:300])
    return known.lon, known.lat, PositionBy.ADDRESS


def _degrees(given: Given, name: str) -> float:
    if name not in given:
        raise ParameterMissing(name=name)
    try:
        number = float(given[name])
    except ValueError:
        number = 360.0
    if not -180 <= number <= 180:
        raise ParameterWrong(name=name, may_be="a number of degrees (WGS 84)")
    return number


def _answers(posted: QueryDict) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, values in posted.lists():
        if match := ATTRIBUTE.fullmatch(name):
            several = bool(match["several"]) or len(values) > 1
            found[match["code"]] = [str(one) for one in values] if several else str(values[-1])
    return found


def _photos(request: Request) -> tuple[GivenPhoto, ...]:
    """What came along as `media`. Django types the file of an upload as text or bytes: bytes are in it."""
    files = [file for name in ("media", "media[]") for file in request.FILES.getlist(name)]
    return tuple(GivenPhoto(cast("BinaryIO", file.file), file.name or "photo") for file in files)


def _once(request: Request) -> str:
    """A name for this sending, by which the same one is taken once."""
    return request.headers.get("Idempotency-Key", "").strip()[:200]
