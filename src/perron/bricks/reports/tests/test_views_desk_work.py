"""Other work on the desk: many at once, a report typed for somebody, photos, moderation, colleagues who are away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from perron.bricks.reports.models import Photo, Report, Reporter, TeamMember
from perron.bricks.reports.tests.factories import HERE, a_member, a_photo, a_report, a_serving_authority, an_editor_of
from perron.bricks.reports.tests.test_views_desk_list import at, page, signed_in
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db


def test_many_are_treated_and_each_says_whether_it_was():
    authority = a_serving_authority()
    done, open_one = a_report(authority), a_report(authority)
    client = signed_in(an_agent_of(authority))
    client.post(at("desk_act", authority, done.code, "state"), {"to": "done"})
    codes = [done.code, open_one.code]

    asked = page(client.post(at("desk_many", authority), {"act": "state", "report": codes}))
    told = page(client.post(at("desk_many", authority), {"act": "state", "report": codes, "go": "1", "to": "done"}))

    assert "2 reports are chosen" in asked
    assert "1 report was left as it was" in told
    open_one.refresh_from_db()
    assert open_one.state == "done"


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("assign", {"team": "clean"}),
        ("assign", {"team": "roads", "fairly": "on"}),
        ("priority", {"priority": "3"}),
        ("state", {"to": "planned", "planned_on": "2099-01-04"}),
    ],
)
def test_many_acts(act, typed):
    authority = a_serving_authority()
    a_member(authority)
    codes = [a_report(authority).code for _ in range(2)]
    client = signed_in(an_agent_of(authority))

    told = page(client.post(at("desk_many", authority), {"act": act, "report": codes, "go": "1", **typed}))

    assert "2 reports: done" in told


def test_many_merge_into_one_and_those_of_others_are_not_touched():
    authority, elsewhere = a_serving_authority(), a_serving_authority()
    first, second, foreign = a_report(authority), a_report(authority), a_report(elsewhere)
    foreign_authority = foreign.authority
    client = signed_in(an_agent_of(authority))
    codes = [first.code, second.code] + ([foreign.code] if foreign_authority != authority else [])

    client.post(at("desk_many", authority), {"act": "merge", "report": codes, "go": "1", "into": first.code})

    second.refresh_from_db()
    assert second.duplicate_of == first
    assert client.post(at("desk_many", authority), {"act": "nothing", "report": codes}).status_code == 302
    assert client.post(at("desk_many", authority), {"act": "assign"}).status_code == 302


def entry(**changes: str) -> dict[str, str]:
    typed = {
        "channel": "phone",
        "category": "hole",
        "address": "Rue Haute 5",
        "lat": str(HERE[1]),
        "lon": str(HERE[0]),
        "description": "A deep hole.",
        "name": "Mme Dupont",
        "phone": "02 123 45 67",
        "email": "dupont@example.org",
        "language": "fr",
    }
    return typed | changes


def test_a_report_is_typed_for_a_caller_in_the_same_case():
    authority = a_serving_authority()
    agent = an_agent_of(authority)
    client = signed_in(agent)

    empty = client.post(at("desk_new", authority), {"channel": "phone"})
    sent = client.post(at("desk_new", authority), entry())

    assert empty.status_code == 422
    report = Report.objects.get()
    assert sent["Location"].endswith(f"/{report.code}/")
    assert (report.channel, report.address) == ("phone", "Rue Haute 5")
    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.email, reporter.actor) == ("Mme Dupont", "dupont@example.org", None)


def test_doubles_are_shown_while_it_is_typed_and_nothing_is_sent():
    authority = a_serving_authority()
    report = a_report(authority, at=timezone.now() - timedelta(days=1))
    client = signed_in(an_agent_of(authority))

    looked = page(client.post(at("desk_new", authority), entry(look="1")))
    helped = page(client.get(at("desk_new_help", authority), entry()))

    assert report.code in looked
    assert "Mme Dupont" in looked
    assert report.code in helped
    assert Report.objects.count() == 1


def test_a_photo_is_covered_hidden_shown_and_its_original_opened_for_a_reason():
    authority = a_serving_authority()
    report = a_report(authority, photos=(a_photo(),))
    photo = Photo.objects.get()
    client = signed_in(an_editor_of(authority))
    arguments = (report.code, photo.pk)

    wrong = client.post(at("desk_photo", authority, *arguments), {"covers": "1 2 3"})
    client.post(at("desk_photo", authority, *arguments), {"covers": "40 10 20 15"})
    unexplained = client.post(at("desk_original", authority, *arguments), {"justification": " "})
    opened = client.post(at("desk_original", authority, *arguments), {"justification": "A complaint about damage."})
    client.post(at("desk_hide_photo", authority, *arguments), {"reason": "A face."})
    photo.refresh_from_db()
    hidden = photo.is_public
    client.post(at("desk_show_photo", authority, *arguments))

    photo.refresh_from_db()
    assert wrong.status_code == 422
    assert photo.covers == [pytest.approx([0.4, 0.1, 0.2, 0.15])]
    assert unexplained.status_code == 422
    assert opened["Content-Type"] == "image/jpeg"
    assert (hidden, photo.is_public) == (False, True)
    assert client.get(at("desk_picture", authority, *arguments)).status_code == 200
    assert "40 10 20 15" in page(client.get(at("desk_photo", authority, *arguments)))


def test_what_is_held_waits_with_its_reason():
    authority = a_serving_authority()
    report = a_report(authority, description="http://a.com http://b.com http://c.com")
    client = signed_in(an_editor_of(authority))

    shown = page(client.get(at("desk_moderation", authority)))
    client.post(at("desk_act", authority, report.code, "release"), {"edit_number": report.edit_number})

    assert report.code in shown
    assert "Several links" in shown
    assert "Nothing waits for a look" in page(client.get(at("desk_moderation", authority)))


def test_everybody_says_until_when_she_is_away_and_only_editors_for_others():
    authority = a_serving_authority()
    agent, other = a_member(authority), a_member(authority)
    client, editor = signed_in(agent), signed_in(an_editor_of(authority))
    address = at("desk_colleagues", authority)

    client.post(address, {"person": agent.pk, "away_until": "2099-07-01"})
    refused = client.post(address, {"person": other.pk, "away_until": "2099-07-01"})
    editor.post(address, {"person": other.pk, "away_until": "2099-08-01"})

    away = dict(TeamMember.objects.values_list("actor", "away_until"))
    assert refused.status_code == 403
    assert (str(away[agent.pk]), str(away[other.pk])) == ("2099-07-01", "2099-08-01")
    assert client.post(address, {"person": "999999"}).status_code == 404


def test_a_reader_types_nothing():
    authority = a_serving_authority()
    client = signed_in(an_agent_of(authority, role=Role.READER))

    assert client.get(at("desk_new", authority)).status_code == 403
    assert client.post(at("desk_many", authority), {}).status_code == 403
