"""A client of Open311 GeoReport v2: the tool that an authority keeps. XML, which every server must speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.rules.outside import Theirs
from perron.kernel.errors import Refused, Unavailable
from perron.kernel.outbound import ask

PATIENCE: Final = 30.0  # seconds
LIMIT: Final = 5_000_000  # bytes
FORM: Final = "application/x-www-form-urlencoded; charset=utf-8"


class OutsideRefuses(Refused):
    """The other system understood, and will not: asking again changes nothing. Fact `said`: its words."""

    code = "outside_refuses"
    status = 409
    sentence = _("The other system refuses: %(said)s")
    way_out = _("Check the address, the key and the categories of the connection.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What it gave for a report: a number, or a token until there is one."""

    number: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class TheirService:
    """A kind of report that it takes."""

    code: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Open311:
    """One server: `url` is what comes before `/services.xml`. All methods raise Unavailable when it fails, and
    OutsideRefuses (or what `kernel.outbound` refuses) when it will not.
    """

    url: str
    jurisdiction: str = ""
    api_key: str = ""
    language: str = "en"

    def services(self) -> list[TheirService]:
        """What it takes."""
        found = self._get("services.xml", {}).iter("service")
        return [
            TheirService(_text(one, "service_code"), _text(one, "service_name"), _text(one, "group")) for one in found
        ]

    def send(self, fields: Mapping[str, str], *, once: str) -> Receipt:
        """Hand a report over. `once`: a name for this report; servers that know it take the same one once only."""
        body = urlencode(self._with_jurisdiction(fields) | ({"api_key": self.api_key} if self.api_key else {}))
        headers = {"Content-Type": FORM, "Idempotency-Key": once}
        root = self._asked("requests.xml", "POST", body.encode(), headers)
        for one in root.iter("request"):
            receipt = Receipt(_text(one, "service_request_id"), _text(one, "token"))
            if receipt.number or receipt.token:
                return receipt
        raise Unavailable(self.url, "took a report and gave neither number nor token")

    def number_of(self, token: str) -> str:
        """The number that a token has become; empty while there is none."""
        root = self._get(f"tokens/{quote(token, safe='')}.xml", {})
        return next((number for one in root.iter("request") if (number := _text(one, "service_request_id"))), "")

    def news_of(self, numbers: Iterable[str]) -> list[Theirs]:
        """How these reports stand, as far as it knows them."""
        query = {"service_request_id": ",".join(numbers), "extensions": "true"}
        return [_theirs(one) for one in self._get("requests.xml", query).iter("request")]

    def between(self, since: str, until: str) -> list[tuple[str, str]]:
        """Number and description of what came in between two moments."""
        root = self._get("requests.xml", {"start_date": since, "end_date": until})
        return [(_text(one, "service_request_id"), _text(one, "description")) for one in root.iter("request")]

    def _get(self, path: str, query: Mapping[str, str]) -> ET.Element:
        return self._asked(f"{path}?{urlencode(self._with_jurisdiction(query))}", "GET", b"", {})

    def _asked(self, path: str, method: str, content: bytes, headers: Mapping[str, str]) -> ET.Element:
        address = f"{self.url.rstrip('/')}/{path}"
        accepted = {"Accept": "text/xml, application/xml", "Accept-Language": self.language, **headers}
        answer = ask(address, method=method, content=content, headers=accepted, limit=LIMIT, timeout=PATIENCE)
        if answer.status in {408, 425, 429} or answer.status >= 500 or 300 <= answer.status < 400:
            raise Unavailable(self.url, f"answered {answer.status}")
        root = self._read(answer.content, answer.status)
        if answer.status >= 400:
            raise OutsideRefuses(said=_errors(root) or str(answer.status))
        return root

    def _read(self, content: bytes, status: int) -> ET.Element:
        try:
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # a document that wants to become another one
                raise ET.ParseError("a document type is declared")
            return ET.fromstring(content)  # noqa: S314  (without a document type nothing can be expanded)
        except (ET.ParseError, ValueError) as error:
            if 400 <= status < 500:
                raise OutsideRefuses(said=str(status)) from error
            raise Unavailable(self.url, "answered something that is not XML") from error

    def _with_jurisdiction(self, query: Mapping[str, str]) -> dict[str, str]:
        return {**query, **({"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {})}


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _errors(root: ET.Element) -> str:
    told = (" ".join(filter(None, (_text(one, "code"), _text(one, "description")))) for one in root.iter("error"))
    return "; ".join(told)[:300]


def _theirs(element: ET.Element) -> Theirs:
    more = element.find("extended_attributes")
    state = _text(more, "state") if more is not None else ""
    planned = _text(more, "planned_on") if more is not None else ""
    return Theirs(
        number=_text(element, "service_request_id"),
        status=_text(element, "status"),
        notes=_text(element, "status_notes"),
        state=state,
        planned_on=_day(planned),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
