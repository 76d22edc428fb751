"""A town with its editor's browser, for the tests of the handbook's pages."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from perron.bricks.reports.actions import handbooks
from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.handbooks import live_handbook, working_copy
from perron.bricks.reports.rules.handbook import Handbook
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.places import load_facts
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor

NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
LANGUAGES = ("fr", "nl", "de", "en")


def an_editor(authority: Authority) -> Actor:
    return with_second_factor(an_agent_of(authority, role=Role.EDITOR))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor)
    return client


class Town:
    """A town with its editor's browser."""

    def __init__(self, *, is_open: bool = True, place: str | None = None) -> None:
        if place:
            load_facts()
        self.authority = an_authority(place_id=place)
        self.editor = an_editor(self.authority)
        self.client = signed_in(self.editor)
        if is_open:
            handbooks.open_reports(actor=self.editor, authority=self.authority, at=NOON)

    def address(self, path: str = "", language: str = "en") -> str:
        return f"/{language}/reports/desk/{self.authority.slug}/handbook/{path}"

    def page(self, path: str = "", language: str = "en") -> str:
        answer = self.client.get(self.address(path, language))
        assert answer.status_code == 200, path
        return answer.content.decode()

    def form(self, path: str, client: Client | None = None) -> dict[str, object]:
        """What the form of a page would send as it is."""
        answer = (client or self.client).get(self.address(path))
        form = answer.context["form"]
        found = {bound.html_name: bound.value() for bound in form}
        return {name: value for name, value in found.items() if value is not None and value is not False}

    def send(self, path: str, client: Client | None = None, **changes: object) -> tuple[int, str]:
        data = {**self.form(path, client), **changes}
        answer = (client or self.client).post(self.address(path), data)
        return answer.status_code, answer.content.decode()

    @property
    def draft(self) -> Handbook:
        return working_copy(self.authority).handbook


def a_past_report(town: Town, category: str = "pothole", **fields: object) -> Report:
    row, _book = live_handbook(town.authority)
    number = Report.objects.count()
    values: dict[str, object] = {
        "code": f"TEST-{number:04}",
        "authority": town.authority,
        "handbook": row,
        "category": category,
        "place": "21004",
        "longitude": 4.3525,
        "latitude": 50.8467,
        "position_by": "map",
        "language": "fr",
        "channel": "web",
        "sent_at": NOON,
        "changed_at": NOON,
        "address": "Grand-Place 1",
    }
    return Report.objects.create(**{**values, **fields})
