"""One report on the desk: what is shown to whom, each act from its form, and what happens when two work at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from perron.bricks.reports.models import Handbook, Report, Transfer, Update
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.handbook import RefusalReason, ReplyTemplate
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    a_member,
    a_report,
    a_reporter,
    a_serving_authority,
    an_editor_of,
)
from perron.bricks.reports.tests.test_views_desk_list import at, page, signed_in
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db
TEXTS = Written(
    categories=HANDBOOK.categories,
    teams=HANDBOOK.teams,
    templates=(ReplyTemplate("thanks", {"en": "Thanks"}, {"fr": "Merci, c’est fait.", "en": "Thank you."}),),
    refusals=(RefusalReason("private", {"fr": "Terrain privé.", "en": "Private ground."}),),
)


def act(client, report: Report, name: str, **typed: object):
    report.refresh_from_db()
    typed = {"edit_number": report.edit_number, **typed}
    return client.post(at("desk_act", report.authority, report.code, name), typed)


def test_only_who_treats_reports_sees_who_sent_them():
    authority = a_serving_authority()
    report = a_reporter(authority, email="citizen@example.org").report

    treated = page(signed_in(an_agent_of(authority)).get(at("desk_report", authority, report.code)))
    looked = page(signed_in(an_agent_of(authority, role=Role.READER)).get(at("desk_report", authority, report.code)))

    assert "citizen@example.org" in treated
    assert "citizen@example.org" not in looked
    assert "/act/" not in looked


def test_each_act_is_done_from_its_form():
    authority = a_serving_authority()
    colleague = a_member(authority)
    report, other = a_reporter(authority).report, a_report(authority)
    client = signed_in(an_editor_of(authority))
    acts = [
        ("assign", {"team": "clean", "assignee": str(colleague.pk)}),
        ("fair", {"team": "roads"}),
        ("note", {"words": "Seen with Jan."}),
        ("category", {"category": "litter", "words": ""}),
        ("priority", {"priority": "3"}),
        ("move", {"lat": "50.8467", "lon": "4.3518", "address": "Rue Haute 9"}),
        ("relate", {"other": other.code.lower()}),
        ("split", {"category_1": "hole", "words_1": "A hole too."}),
        ("ask", {"words": "Which side?"}),
        ("hide", {"reason": "A name in the words."}),
        ("show", {}),
        ("hold", {"reason": "Let me see."}),
        ("release", {}),
        ("merge", {"other": other.code}),
        ("unmerge", {}),
        ("state", {"to": "in_progress"}),
    ]

    for name, typed in acts:
        response = act(client, report, name, **typed)
        assert response.status_code == 302, (name, response.content.decode()[-3000:])

    report.refresh_from_db()
    shown = page(client.get(at("desk_report", authority, report.code)))
    assert (report.category, report.priority, report.address) == ("litter", 3, "Rue Haute 9")
    assert "Seen with Jan." in shown
    assert "colleagues only" in shown
    assert "Which side?" in shown


def test_a_state_needs_what_belongs_to_it_and_keeps_what_was_typed():
    authority = a_serving_authority()
    report = a_report(authority)
    client = signed_in(an_agent_of(authority))

    unplanned = act(client, report, "state", to="planned", words="Soon we come.")
    unreasoned = act(client, report, "state", to="refused")

    assert unplanned.status_code == 400
    assert "Soon we come." in unplanned.content.decode()
    assert unreasoned.status_code == 400
    report.refresh_from_db()
    assert report.state == "sent"


def test_a_text_speaks_the_language_of_whoever_reported_and_is_seen_first():
    authority = a_serving_authority()
    Handbook.objects.update(content=TEXTS.write(), changed_at=timezone.now())
    report = a_reporter(authority, language="fr").report
    client = signed_in(an_agent_of(authority))

    preview = act(client, report, "state", to="done", template="thanks", preview="1")
    report.refresh_from_db()
    assert report.state == "sent"
    act(client, report, "state", to="refused", because="private")

    assert "Merci, c’est fait." in page(preview)
    assert "est-ce vraiment réparé" in page(preview)  # the words of the letter itself
    assert Update.objects.get(kind="state").words == "Terrain privé."


def test_what_a_colleague_did_meanwhile_is_shown_and_what_was_typed_is_kept():
    authority = a_serving_authority()
    report = a_report(authority)
    seen = report.edit_number
    anna, bart = signed_in(an_agent_of(authority, name="Anna")), signed_in(an_agent_of(authority))
    anna.get(at("desk_report", authority, report.code))

    beside = page(bart.get(at("desk_report", authority, report.code)))
    act(anna, report, "priority", priority="3")
    late = act(bart, report, "state", to="in_progress", words="On our way.", edit_number=seen)

    assert "Anna opened this" in beside
    assert late.status_code == 409
    assert "On our way." in late.content.decode()
    assert "What happened meanwhile" in late.content.decode()
    report.refresh_from_db()
    assert f'value="{report.edit_number}"' in late.content.decode()
    changed = page(bart.get(at("desk_now", authority, report.code), {"edit": seen}))
    assert "A colleague changed this report meanwhile." in changed


def test_doubles_are_proposed_with_reasons_compared_and_merged():
    authority = a_serving_authority()
    first, second = a_report(authority), a_report(authority)
    client = signed_in(an_agent_of(authority))

    shown = page(client.get(at("desk_report", authority, second.code)))
    compared = page(client.get(at("desk_compare", authority, second.code, first.code)))
    act(client, second, "merge", other=first.code)

    assert "same category" in shown
    assert first.description in compared
    second.refresh_from_db()
    assert second.duplicate_of == first
    assert act(client, first, "merge", other="NOPE-NOPE").status_code == 409


def test_next_and_before_follow_the_list_one_came_from():
    authority = a_serving_authority()
    reports = [a_report(authority) for _ in range(3)]
    client = signed_in(an_agent_of(authority))
    codes = [row.code for row in client.get(at("desk", authority), {"sort": "oldest"}).context["rows"]]
    middle = Report.objects.get(code=codes[1])

    response = client.get(at("desk_report", authority, middle.code), {"list": "view=open&sort=oldest"})
    done = act(client, middle, "state", to="in_progress", then="next", list="view=open&sort=oldest")

    assert len(reports) == 3
    assert codes[0] in response.context["before"]
    assert codes[2] in response.context["after"]
    assert codes[2] in done["Location"]


def test_a_handover_is_read_by_both_without_internal_notes_and_accepted_or_sent_back():
    here, there = a_serving_authority(), a_serving_authority()
    report = a_report(here)
    ours, theirs = signed_in(an_agent_of(here)), signed_in(an_agent_of(there))
    act(ours, report, "note", words="The neighbour is difficult.")
    act(ours, report, "offer", to=there.slug, reason="Your park.")

    listed = page(theirs.get(at("desk_transfers", there)))
    shown = page(theirs.get(at("desk_handover", there, report.code)))
    empty = theirs.post(at("desk_send_back", there, report.code), {"reason": ""})
    theirs.post(at("desk_send_back", there, report.code), {"reason": "Not our side."})
    act(ours, report, "offer", to=there.slug, reason="Yes, your side.")
    theirs.post(at("desk_accept", there, report.code))
    after = page(theirs.get(at("desk_report", there, report.code)))

    assert report.code in listed
    assert "Your park." in shown
    assert "difficult" not in shown + after
    assert empty.status_code == 422
    assert Transfer.objects.get(answer="sent_back").answer_reason == "Not our side."
    assert ours.get(at("desk_report", here, report.code)).status_code == 404
    assert "Accepted." in page(ours.get(at("desk_handover", here, report.code)))


def test_a_reader_may_look_and_not_act():
    authority = a_serving_authority()
    report = a_report(authority)
    client = signed_in(an_agent_of(authority, role=Role.READER))

    assert act(client, report, "note", words="x").status_code == 403
    assert act(signed_in(an_agent_of(authority)), report, "hide", reason="x").status_code == 403
    assert act(signed_in(an_agent_of(authority)), report, "no-such-act").status_code == 404
