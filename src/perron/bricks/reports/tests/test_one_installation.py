"""Two authorities and a region share one installation, and never see each other's inside."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from perron.bricks.reports.actions import assigning, bulk, joining, transfers, treating, voices
from perron.bricks.reports.actions.forwarding import forward
from perron.bricks.reports.actions.handbooks import edit_draft
from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.actions.views import keep_view
from perron.bricks.reports.actions.webhooks import add_webhook
from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries.refusals import NotInTheTeam, NotTheSame
from perron.bricks.reports.rules.handbook import Handbook, Team
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    HERE,
    LATER,
    MUCH_LATER,
    NOON,
    THERE,
    a_handbook,
    a_photo,
    a_place,
    a_report,
    a_serving_authority,
)
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, AuthorityKind
from perron.kernel.contract import Role
from perron.kernel.errors import NotYours
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor

pytestmark = pytest.mark.django_db
PAGES = (
    "desk",
    "desk_map",
    "desk_moderation",
    "desk_colleagues",
    "desk_views",
    "desk_transfers",
    "desk_connections",
    "handbook",
    "handbook_versions",
    "handbook_trial",
    "round",
)
PUBLIC = ("map", "feed", "planned", "embed", "statistics", "statistics_file")


@dataclass(frozen=True)
class House:
    """An authority, somebody who may do everything there, one of its reports, and what nobody else may read."""

    authority: Authority
    staff: Actor
    report: Report
    inside: tuple[str, ...]

    @property
    def client(self) -> Client:
        """Signed in, with the second proof."""
        client = Client()
        client.force_login(self.staff)
        return client


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["local"].clear()
    caches["shared"].clear()


@pytest.fixture
def houses() -> list[House]:
    region = an_authority(kind=AuthorityKind.REGION, names={"fr": "Région", "en": "Region"})
    a_handbook(region)
    town = a_serving_authority(names={"fr": "Ville", "en": "Town"})
    other = a_serving_authority(place_id=a_place(*THERE), names={"fr": "Bourg", "en": "Borough"})
    where = {town.pk: HERE, other.pk: THERE}
    found = []
    for authority in (town, other):
        longitude, latitude = where[authority.pk]
        found.append(_furnished(authority, longitude=longitude, latitude=latitude))
    theirs = a_report(town)
    offered = transfers.offer(actor=an_agent_of(town), report=theirs, to=region, reason="A regional road", at=NOON)
    found.append(_furnished(region, report=transfers.accept(actor=an_agent_of(region), transfer=offered, at=NOON)))
    return found


def _furnished(authority: Authority, report: Report | None = None, **where: float) -> House:
    """With one of everything that is kept inside, each with a word of its own."""
    mark = f"zz{authority.pk}zz"
    staff = with_second_factor(an_agent_of(authority, role=Role.ADMINISTRATOR, name=f"{mark}staff"))
    told = GivenReporter(name=f"{mark}who", email=f"{mark}@example.org", phone="0470 12 34 56")
    report = report or a_report(authority, reporter=told, photos=(a_photo(),), **where)
    treating.note(actor=staff, report=report, words=f"{mark}note", at=NOON)
    assigning.assign(actor=staff, report=report, team="roads", assignee=staff, at=NOON)
    contractor = {"to_name": f"{mark}ltd", "to_email": f"{mark}ltd@example.org", "language": "fr", "note": f"{mark}do"}
    forward(actor=staff, report=report, days=30, at=NOON, **contractor)
    keep_view(actor=staff, authority=authority, name=f"{mark}view", question="view=open", is_shared=True, at=NOON)
    make_key(actor=staff, authority=authority, name=f"{mark}key", at=NOON)
    add_webhook(actor=staff, authority=authority, url=f"https://{mark}.example/hook", names=(), at=NOON)
    edit_draft(
        actor=staff,
        authority=authority,
        change=lambda book: _with_team(book, mark),
        edit_number=0,
        at=NOON,
    )
    return House(authority, staff, Report.objects.get(pk=report.pk), (mark,))


def _with_team(book: Handbook, mark: str) -> Handbook:
    return replace(book, teams=(*book.teams, Team(f"t{mark}", {"fr": f"{mark}team", "en": f"{mark}team"})))


def read(client: Client, name: str, *arguments: object, method: str = "get", **data: object) -> str:
    """Everything that an address answers."""
    response = getattr(client, method)(reverse(f"reports:{name}", args=arguments), data)
    return b"".join(response).decode(errors="replace") + str(response.headers)


def test_nobody_reads_in_her_own_house_what_is_inside_another(houses):
    for house in houses:
        slug, code = house.authority.slug, house.report.code
        seen = "".join(read(house.client, name, slug) for name in PAGES)
        seen += read(house.client, "desk_report", slug, code)
        seen += read(house.client, "desk_export", slug, method="post", people="on", list="view=all")

        assert house.inside[0] in seen
        for other in houses:
            if other is not house:
                assert other.inside[0] not in seen, (house.authority, other.authority)


def test_the_public_reads_nobodys_inside(houses):
    visitor = Client()
    seen = "".join(read(visitor, name) for name in PUBLIC)
    seen += "".join(read(visitor, "report", house.report.code) for house in houses)
    seen += "".join(
        visitor.get(address, follow=True).content.decode()
        for address in (
            "/api/reports/v1/georeport/v2/requests.json?extensions=true",
            "/api/reports/v1/georeport/v2/services.xml",
            "/api/reports/v1/georeport/v2/servicerequestupdates.json",
            "/fr/log/",
            *(f"/fr/log/reports:report:{house.report.code}/" for house in houses),
            "/fr/search/?q=zz",
        )
    )

    for house in houses:
        assert house.report.code in seen
        assert house.inside[0] not in seen


def test_the_code_of_another_authoritys_report_opens_nothing(houses):
    for house in houses:
        for other in houses:
            if other is house:
                continue
            slug, code = house.authority.slug, other.report.code
            for name in ("desk_report", "desk_now", "desk_order"):
                assert house.client.get(reverse(f"reports:{name}", args=[slug, code])).status_code == 404
            act = house.client.post(reverse("reports:desk_act", args=[slug, code, "note"]), {"words": "x"})
            assert act.status_code == 404
            own = house.report.code
            compared = house.client.get(reverse("reports:desk_compare", args=[slug, own, code]))
            assert compared.status_code == 404
    assert not Update.objects.filter(kind="note", words="x").exists()


def test_many_at_once_leave_foreign_ones_alone(houses):
    town, other, _region = houses
    before = {house.report.pk: house.report.edit_number for house in houses}
    told = {"report": [other.report.code], "act": "state", "go": "1", "to": "done", "words": "x", "template": ""}
    town.client.post(reverse("reports:desk_many", args=[town.authority.slug]), told)
    with_foreign = bulk.treat_many(
        actor=town.staff,
        authority=town.authority,
        reports=[other.report],
        act=lambda report: treating.change_state(actor=town.staff, report=report, to="done", at=LATER),
        at=LATER,
    )

    assert [type(why) for _report, why in with_foreign.refused] == [NotYours]
    assert {report.pk: report.edit_number for report in Report.objects.filter(pk__in=before)} == before


def test_nothing_is_bound_across_authorities(houses):
    town, other, region = houses
    for foreign in (other, region):
        both = {"actor": town.staff, "report": town.report, "at": LATER}
        with pytest.raises(NotTheSame):
            joining.merge(into=foreign.report, **both)
        with pytest.raises(NotTheSame):
            joining.relate(other=foreign.report, **both)
        with pytest.raises(NotInTheTeam):
            assigning.assign(team="roads", assignee=foreign.staff, **both)
        with pytest.raises(NotYours):
            joining.merge(actor=foreign.staff, report=town.report, into=foreign.report, at=LATER)


def test_what_goes_to_another_takes_its_public_side_along_and_no_more(houses):
    town, _other, region = houses
    given = transfers.offer(actor=town.staff, report=town.report, to=region.authority, reason="Your road", at=LATER)
    code, here, there = town.report.code, region.authority.slug, town.authority.slug
    offered = read(region.client, "desk_handover", here, code)
    assert "Your road" in offered
    assert town.inside[0] not in offered

    transfers.accept(actor=region.staff, transfer=given, at=LATER)
    treating.note(actor=region.staff, report=Report.objects.get(code=code), words="zzours", at=MUCH_LATER)
    taken = read(region.client, "desk_report", here, code)
    assert "zzours" in taken
    for inside in ("note", "ltd", "do", "staff"):
        assert f"{town.inside[0]}{inside}" not in taken

    assert town.client.get(reverse("reports:desk_report", args=[there, code])).status_code == 404
    left = read(town.client, "desk_handover", there, code)
    assert "zzours" not in left
    assert region.inside[0] not in left


def test_what_is_bound_to_a_report_that_left_stays_inside_each(houses):
    town, _other, region = houses
    double = a_report(town.authority)
    joining.merge(actor=town.staff, report=double, into=town.report, at=LATER)
    given = transfers.offer(actor=town.staff, report=town.report, to=region.authority, reason="Yours", at=LATER)
    taken = transfers.accept(actor=region.staff, transfer=given, at=LATER)
    assigning.assign(actor=region.staff, report=taken, team="roads", assignee=region.staff, at=LATER)

    here = read(town.client, "desk_report", town.authority.slug, double.code)
    there = read(region.client, "desk_report", region.authority.slug, taken.code)

    assert region.inside[0] not in here
    assert f"{town.inside[0]}staff" not in there
    joining.unmerge(actor=town.staff, report=Report.objects.get(pk=double.pk), at=MUCH_LATER)
    assert Update.objects.get(report=taken, kind="unmerged").authority == town.authority


def test_what_a_citizen_says_reaches_whoever_treats_it_today(houses):
    town, _other, region = houses
    given = transfers.offer(actor=town.staff, report=town.report, to=region.authority, reason="Yours", at=LATER)
    transfers.accept(actor=region.staff, transfer=given, at=LATER)
    hers = town.report.reporters.get()
    voices.answer(actor=None, reporter=hers, words="zzanswer", at=MUCH_LATER)

    assert "zzanswer" in read(region.client, "desk_report", region.authority.slug, town.report.code)
    assert "zzanswer" not in read(town.client, "desk_handover", town.authority.slug, town.report.code)
