"""What people are told: editors of proposals, owners of trouble and questions, askers of answers, followers of news."""

from __future__ import annotations

import pytest
from django.core import mail

from perron.bricks.catalogue import notices
from perron.bricks.catalogue.actions.questions import answer_question, ask_question
from perron.bricks.catalogue.actions.review import propose_dataset, send_back
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.tests.factories import LATER, NOON, a_draft, a_published_dataset, an_editor_of
from perron.kernel import notices as inbox
from perron.kernel.notices import words_of
from perron.kernel.testing.factories import an_actor, an_agent_of
from perron.kernel.testing.queue import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.urls("perron.bricks.catalogue.tests.addresses")]


def told(actor) -> list[str]:
    return [notice.kind for notice in inbox.inbox(actor)]


def test_editors_learn_of_a_proposal_and_the_agent_of_its_return_with_the_reason():
    dataset = a_draft()
    editor = an_editor_of(dataset.authority)

    propose_dataset(actor=dataset.owner, dataset=dataset, at=NOON)
    notices.tell_editors_of_proposal(dataset.pk)
    send_back(actor=editor, dataset=dataset, reason="Which year?", at=LATER)
    notices.tell_owner_of_return(dataset.pk)

    assert told(editor) == ["catalogue.dataset_proposed"]
    (notice,) = inbox.inbox(dataset.owner)
    assert "Which year?" in notice.body
    assert "Arbres de la ville" in notice.title


def test_events_bring_the_notices_by_themselves():
    dataset = a_published_dataset()
    follower, neighbour = an_actor(), an_actor()
    inbox.follow(follower, f"thing:{dataset.ref}")
    notices.tell_followers_of_version(dataset.pk, 2)
    notices.tell_followers_of_version(dataset.pk, 2)

    assert told(follower) == ["catalogue.dataset_updated"]
    assert told(neighbour) == []


def test_those_who_follow_a_place_learn_of_its_new_data():
    dataset = a_published_dataset()
    follower = an_actor()
    Dataset.objects.filter(pk=dataset.pk).update(place="X1")
    inbox.follow(follower, "place:X1")

    notices.tell_of_publication(dataset.pk)

    assert told(follower) == ["catalogue.dataset_new"]
    assert "catalogue.dataset_published" in told(dataset.owner)


def test_a_visitor_without_account_gets_her_answer_by_letter():
    dataset = a_published_dataset()
    asked = {"kind": "question", "words": "Welk jaar?", "language": "nl", "author_email": "me@example.org", "at": NOON}
    question = ask_question(actor=None, dataset=dataset, **asked)
    answer_question(actor=an_agent_of(dataset.authority), question=question, answer="2024.", at=LATER)
    notices.tell_asker_of_answer(question.pk)
    mail.outbox.clear()

    run_pending()

    letters = [letter for letter in mail.outbox if letter.to == ["me@example.org"]]
    assert letters
    assert "2024." in letters[0].body


def test_an_owner_who_left_does_not_get_the_questions_editors_do():
    dataset = a_published_dataset()
    Dataset.objects.filter(pk=dataset.pk).update(owner=an_actor())
    editor = an_editor_of(dataset.authority)
    asked = {"kind": "need", "words": "By street", "language": "en", "at": NOON}
    question = ask_question(actor=an_actor(), dataset=dataset, **asked)

    notices.tell_owner_of_question(question.pk)

    assert told(editor) == ["catalogue.question_asked"]


@pytest.mark.parametrize("kind", notices.KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_notice_can_be_said_in_every_language(kind, language):
    values = {"title": "T", "reason": "R", "number": 2, "url": "U", "times": 1, "gone": "G", "new": "N"}
    title, body, _ = words_of(kind, language, address="/", words="W", answer="A", reuse="X", **values)

    assert "T" in title
    assert body
