"""From one authority to another: each sees its own inside only, both see the way, and who reported is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from perron.bricks.reports import tasks
from perron.bricks.reports.actions import transfers, treating
from perron.bricks.reports.models import Report, Transfer, Update
from perron.bricks.reports.queries.desk_case import story
from perron.bricks.reports.queries.public import public_report
from perron.bricks.reports.queries.refusals import (
    InTransferAlready,
    NotFromHere,
    NotServedHere,
    ReasonMissing,
    ToItself,
    TransferAnswered,
)
from perron.bricks.reports.rules.handbook import Category
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
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
from perron.kernel.authorities import AuthorityKind
from perron.kernel.errors import NotYours
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def a_region():
    region = an_authority(kind=AuthorityKind.REGION)
    a_handbook(region)
    return region


def an_offer(report: Report | None = None, to=None) -> Transfer:
    report = report or a_report()
    agent = an_agent_of(report.authority)
    return transfers.offer(actor=agent, report=report, to=to or a_region(), reason="A regional road", at=LATER)


def test_an_accepted_report_is_the_others_from_then_on():
    transfer = an_offer()
    treating.note(actor=an_agent_of(transfer.from_authority), report=transfer.report, words="Between us only", at=LATER)

    report = transfers.accept(actor=an_agent_of(transfer.to_authority), transfer=transfer, at=MUCH_LATER)

    assert (report.authority, report.handbook.authority) == (transfer.to_authority, transfer.to_authority)
    assert (report.state, report.team, report.sent_at) == ("sent", "roads", NOON)
    assert report.due_at is not None
    assert report.due_at > MUCH_LATER
    assert emitted()[-1] == "reports.report_transferred"
    seen = [step.kind for step in story(report, transfer.to_authority)]
    assert seen == ["accepted", "offered", "sent"]
    assert "note" in [step.kind for step in story(report, transfer.from_authority)]


def test_a_category_that_the_other_does_not_know_stays_readable():
    region = an_authority(kind=AuthorityKind.REGION)
    a_handbook(region, replace(HANDBOOK, categories=(Category("bridge", {"fr": "Pont"}),)))
    transfer = an_offer(to=region)

    report = transfers.accept(actor=an_agent_of(region), transfer=transfer, at=LATER)

    assert (report.category, report.handbook.authority) == ("hole", transfer.from_authority)
    category = public_report(report.code).category
    assert category is not None
    assert category.names["fr"] == "Trou"
    changed = treating.change_category(actor=an_agent_of(region), report=report, code="bridge", at=LATER)
    assert changed.handbook.authority == region


def test_it_is_sent_back_with_a_reason_and_stays_where_it_was():
    transfer = an_offer()
    agent = an_agent_of(transfer.to_authority)

    with pytest.raises(ReasonMissing):
        transfers.send_back(actor=agent, transfer=transfer, reason=" ", at=LATER)
    report = transfers.send_back(actor=agent, transfer=transfer, reason="A communal one", at=LATER)

    assert report.authority == transfer.from_authority
    for act in (
        lambda: transfers.accept(actor=agent, transfer=transfer, at=LATER),
        lambda: transfers.send_back(actor=agent, transfer=transfer, reason="again", at=LATER),
    ):
        with pytest.raises(TransferAnswered):
            act()
    assert an_offer(report, to=transfer.to_authority).answered_at is None


def test_what_cannot_be_offered_is_refused():
    report = a_report()
    agent = an_agent_of(report.authority)

    def offer(**changes):
        values = {"actor": agent, "report": report, "to": a_region(), "reason": "x", "at": LATER}
        return transfers.offer(**(values | changes))

    for changes, refusal in (
        ({"reason": ""}, ReasonMissing),
        ({"to": report.authority}, ToItself),
        ({"to": an_authority()}, NotServedHere),
        ({"actor": an_agent_of(an_authority())}, NotYours),
    ):
        with pytest.raises(refusal):
            offer(**changes)
    offer()
    with pytest.raises(InTransferAlready):
        offer()
    closed = a_report(report.authority)
    treating.change_state(actor=agent, report=closed, to="done", at=LATER)
    with pytest.raises(NotFromHere):
        offer(report=closed)


def test_only_the_other_authority_answers():
    transfer = an_offer()
    for stranger in (an_agent_of(transfer.from_authority), an_agent_of(an_authority())):
        with pytest.raises(NotYours):
            transfers.accept(actor=stranger, transfer=transfer, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_an_offer_is_answered_once_even_at_the_same_moment():
    transfer = an_offer()
    agent, start, outcomes = an_agent_of(transfer.to_authority), threading.Barrier(2), []

    def answer(act) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except TransferAnswered:
            outcomes.append("refused")
        finally:
            connection.close()

    acts = (
        lambda: transfers.accept(actor=agent, transfer=transfer, at=LATER),
        lambda: transfers.send_back(actor=agent, transfer=transfer, reason="no", at=LATER),
    )
    threads = [threading.Thread(target=answer, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["done", "refused"]


def test_when_a_commune_becomes_part_of_another_its_reports_go_with_it():
    ended = a_serving_authority(place_id=a_place(*THERE))
    report = a_report(ended, longitude=THERE[0], latitude=THERE[1])
    done = a_report(ended, longitude=THERE[0], latitude=THERE[1])
    treating.change_state(actor=an_agent_of(ended), report=done, to="done", at=LATER)
    ended.is_active = False
    ended.save()
    tasks.find_heirs()
    report.refresh_from_db()
    assert report.authority == ended  # nobody came after yet: it stays, and stays public
    assert public_report(report.code).report == report
    heir = a_serving_authority(place_id=a_place(*THERE))

    tasks.find_heirs()
    tasks.find_heirs()

    report.refresh_from_db()
    done.refresh_from_db()
    assert (report.authority, report.state) == (heir, "sent")
    assert (done.authority, done.state) == (heir, "done")
    assert Update.objects.filter(kind="inherited").count() == 2
    with pytest.raises(ToItself):
        transfers.inherit(actor=None, report=report, heir=heir, at=LATER)


def test_an_ended_authority_without_a_place_leaves_its_reports_to_what_it_was_part_of():
    above = a_region()
    service = an_authority(kind=AuthorityKind.FEDERAL_SERVICE, parent=above)
    a_handbook(service)
    report = transfers.accept(actor=an_agent_of(service), transfer=an_offer(to=service), at=LATER)
    service.is_active = False
    service.save()

    tasks.find_heirs()

    report.refresh_from_db()
    assert report.authority == above


def test_both_authorities_of_a_handover_see_the_photos_of_a_private_report_and_nobody_else():
    there, elsewhere = a_region(), a_region()
    private = tuple(replace(one, is_private=True) for one in HANDBOOK.categories)
    here = an_authority(place_id=a_place())
    a_handbook(here, replace(HANDBOOK, categories=private))
    report = a_report(here, photos=(a_photo(),))
    (photo,) = report.photos.all()
    transfer = an_offer(report, to=there)

    def status(authority) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(an_agent_of(authority))
        return client.get(
            reverse("reports:desk_handover_picture", args=[authority.slug, report.code, photo.pk])
        ).status_code

    assert (status(there), status(elsewhere)) == (200, 404)
    transfers.accept(actor=an_agent_of(there), transfer=transfer, at=MUCH_LATER)
    assert (status(here), status(elsewhere)) == (200, 404)
    photo.added_at = MUCH_LATER + timedelta(days=1)
    photo.save()
    assert status(here) == 404  # what came after is the others'


def test_what_was_offered_is_listed_with_its_answer():
    transfer = an_offer()
    here = transfer.from_authority
    client = Client()
    client.force_login(an_agent_of(here))
    address = reverse("reports:desk_transfers", args=[here.slug])

    waiting = client.get(address).content.decode()
    transfers.send_back(actor=an_agent_of(transfer.to_authority), transfer=transfer, reason="No, yours", at=LATER)
    answered = client.get(address).content.decode()

    assert "Not answered yet" in waiting
    assert transfer.report.code in waiting
    assert "Sent back" in answered
    assert "No, yours" in answered
