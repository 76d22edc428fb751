"""Decisions on the desk: propose, send back, publish, withdraw, versions, sources, questions and reuses."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.models import Dataset, Question, Reuse, Source, Version
from perron.bricks.catalogue.tests import addresses
from perron.bricks.catalogue.tests.addresses import MORE_TREES
from perron.bricks.catalogue.tests.factories import TREES, a_draft, a_published_dataset, an_editor_of, an_upload
from perron.bricks.catalogue.tests.test_views_desk_work import at, page, signed_in
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def test_an_agent_proposes_and_an_editor_publishes():
    dataset = a_draft()
    authority = dataset.authority
    agent, editor = signed_in(an_agent_of(authority)), signed_in(an_editor_of(authority))

    first = page(agent.get(at("desk_dataset", authority, dataset.pk)))
    agent.post(at("desk_propose", authority, dataset.pk))
    refused = agent.post(at("desk_publish", authority, dataset.pk))
    editor.post(at("desk_publish", authority, dataset.pk))

    dataset.refresh_from_db()
    assert at("desk_publish", authority, dataset.pk) not in first
    assert refused.status_code == 403
    assert dataset.is_published


def test_an_incomplete_draft_says_what_is_missing_and_where():
    dataset = a_draft(descriptions={}, licence="")
    authority = dataset.authority
    client = signed_in(an_editor_of(authority))

    shown = page(client.get(at("desk_dataset", authority, dataset.pk)))
    refused = client.post(at("desk_publish", authority, dataset.pk))

    assert f"{at('desk_describe', authority, dataset.pk)}#id_description_fr" in shown
    assert "disabled" in shown
    assert refused.status_code == 409
    assert at("desk_describe", authority, dataset.pk) in page(refused)


def test_sending_back_needs_a_reason_that_the_agent_then_reads():
    authority = an_authority()
    dataset = addresses._proposed(authority)["pk"]
    client = signed_in(an_editor_of(authority))

    empty = client.post(at("desk_send_back", authority, dataset), {"reason": "  "})
    client.post(at("desk_send_back", authority, dataset), {"reason": "The year is missing."})

    assert empty.status_code == 422
    assert "The year is missing." in page(client.get(at("desk_dataset", authority, dataset)))


def test_withdrawn_with_a_reason_and_restored():
    dataset = a_published_dataset()
    authority = dataset.authority
    client = signed_in(an_editor_of(authority))

    client.post(at("desk_withdraw", authority, dataset.pk), {"reason": "Wrong figures."})
    shown = page(client.get(at("desk_dataset", authority, dataset.pk)))
    client.post(at("desk_restore", authority, dataset.pk))

    dataset.refresh_from_db()
    assert "Wrong figures." in shown
    assert dataset.is_published


def test_a_draft_is_thrown_away_after_a_question():
    dataset = a_draft()
    client = signed_in(an_agent_of(dataset.authority))

    client.get(at("desk_discard", dataset.authority, dataset.pk))
    assert Dataset.objects.filter(pk=dataset.pk).exists()
    client.post(at("desk_discard", dataset.authority, dataset.pk))

    assert not Dataset.objects.filter(pk=dataset.pk).exists()


def test_a_new_version_shows_what_changes_before_it_is_accepted():
    dataset = a_published_dataset()
    authority = dataset.authority
    upload = an_upload(authority, text=MORE_TREES)
    agent, editor = signed_in(an_agent_of(authority)), signed_in(an_editor_of(authority))

    compared = page(agent.get(at("desk_compare", authority, dataset.pk, upload.pk)))
    agent.post(at("desk_compare", authority, dataset.pk, upload.pk), {"note_fr": "Un érable.", "keep_others": "on"})
    version = Version.objects.get(state="proposed")
    shown = page(editor.get(at("desk_version", authority, dataset.pk, version.pk)))
    editor.post(at("desk_accept", authority, dataset.pk, version.pk))

    dataset.refresh_from_db()
    assert "Érable" in compared
    assert "Un érable." in shown
    assert dataset.current_id == version.pk


def test_the_same_data_are_nothing_to_propose():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority, text=TREES)
    client = signed_in(an_agent_of(dataset.authority))

    refused = client.post(at("desk_compare", dataset.authority, dataset.pk, upload.pk), {"note_fr": "Rien"})

    assert refused.status_code == 409
    assert not Version.objects.filter(state="proposed").exists()


def test_refusing_a_version_needs_a_reason():
    authority = an_authority()
    version = addresses._version(authority)
    client = signed_in(an_editor_of(authority))
    address = at("desk_refuse", authority, version["pk"], version["version"])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Last year's file."})

    assert Version.objects.get(pk=version["version"]).refused_reason == "Last year's file."


def test_a_source_is_scheduled_shown_and_stopped():
    dataset = a_published_dataset()
    authority = dataset.authority
    client = signed_in(an_editor_of(authority))

    wrong = client.post(at("desk_source", authority, dataset.pk), {"url": "not an address", "every": "day"})
    client.post(at("desk_source", authority, dataset.pk), {"url": "https://example.org/a.csv", "every": "week"})
    shown = page(client.get(at("desk_source", authority, dataset.pk)))
    client.post(at("desk_stop_source", authority, dataset.pk))

    assert wrong.status_code == 422
    assert "not an address" in page(wrong)
    assert "https://example.org/a.csv" in shown
    assert not Source.objects.get().is_active


def test_a_failing_source_says_why_and_waits_on_the_desk():
    authority = an_authority()
    dataset = addresses._source(authority)["pk"]
    facts = {"url": "https://example.org/trees.csv"}
    Source.objects.update(failures=2, error_code="too_many_redirects", error_facts=facts)
    client = signed_in(an_editor_of(authority))

    assert at("desk_source", authority, dataset) in page(client.get(at("desk", authority)))
    assert "https://example.org/trees.csv" in page(client.get(at("desk_source", authority, dataset)))


def test_a_question_is_answered_in_public_or_hidden():
    authority = an_authority()
    first, second = addresses._question(authority)["pk"], addresses._question(authority)["pk"]
    client = signed_in(an_agent_of(authority))

    empty = client.post(at("desk_question", authority, first), {"answer": ""})
    client.post(at("desk_question", authority, first), {"answer": "The one by the river."})
    client.post(at("desk_hide_question", authority, second), {"reason": "Insults."})

    assert empty.status_code == 422
    assert Question.objects.get(pk=first).answer == "The one by the river."
    assert Question.objects.get(pk=second).state == "hidden"
    assert page(client.get(at("desk_questions", authority))).count("Which park?") == 2


def test_a_reuse_is_shown_or_refused_with_a_reason():
    authority = an_authority()
    reuse = addresses._reuse(authority)["pk"]
    client = signed_in(an_agent_of(authority))

    assert client.post(at("desk_reuse", authority, reuse), {"reason": ""}).status_code == 422
    client.post(at("desk_reuse", authority, reuse), {"show": "1"})
    assert Reuse.objects.get().state == "shown"

    client.post(at("desk_reuse", authority, reuse), {"reason": "The site is gone."})
    assert Reuse.objects.get().refused_reason == "The site is gone."
