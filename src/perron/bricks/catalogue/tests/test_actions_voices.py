"""Questions, needs and reuses: asked by anyone, answered and shown by those who may."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.actions.questions import answer_question, ask_question, hide_question
from perron.bricks.catalogue.actions.reuses import add_reuse, moderate_reuse
from perron.bricks.catalogue.models import Question
from perron.bricks.catalogue.queries.desk import desk
from perron.bricks.catalogue.queries.reading import questions_of, reuses_of
from perron.bricks.catalogue.queries.refusals import (
    AlreadyAnswered,
    AlreadyListed,
    AlreadyModerated,
    NotAtThisStep,
    OnlyWebAddresses,
    ReasonMissing,
    ReplyAddressMissing,
    UnknownCode,
    WordsMissing,
)
from perron.bricks.catalogue.rules.reuse import ReuseProposal
from perron.bricks.catalogue.tests.factories import LATER, NOON, a_draft, a_published_dataset
from perron.kernel.errors import NotYours
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_actor, an_agent_of

pytestmark = pytest.mark.django_db

PROPOSAL = ReuseProposal(title="A map of trees", url="https://trees.example.org/", language="en")


def ask(dataset, actor=None, **changes):
    said = {"kind": "question", "words": "Which year?", "language": "en", "author_email": "me@example.org", "at": NOON}
    return ask_question(actor=actor, dataset=dataset, **{**said, **changes})


def test_a_question_without_account_is_shown_once_it_is_answered():
    dataset = a_published_dataset()
    agent = an_agent_of(dataset.authority)
    question = ask(dataset)

    assert not questions_of(dataset).exists()
    assert [each.pk for each in desk(dataset.authority, agent).open_questions] == [question.pk]

    answer_question(actor=agent, question=question, answer="2024.", at=LATER)
    assert questions_of(dataset).get().answer == "2024."
    assert emitted()[-1] == "catalogue.question_answered"


def test_a_question_with_an_account_is_public_at_once_without_its_address():
    dataset, actor = a_published_dataset(), an_actor(name="Ada")

    question = ask(dataset, actor)

    assert (questions_of(dataset).get(), question.author_name, question.author_email) == (question, "", "")
    assert question.is_public


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"words": " "}, WordsMissing),
        ({"kind": "rant"}, UnknownCode),
        ({"language": "xx"}, UnknownCode),
        ({"author_email": ""}, ReplyAddressMissing),
    ],
)
def test_questions_that_cannot_be_answered_are_refused(changes, refusal):
    with pytest.raises(refusal):
        ask(a_published_dataset(), **changes)


def test_nobody_asks_about_a_draft():
    with pytest.raises(NotAtThisStep):
        ask(a_draft())


def test_a_hidden_question_is_gone_for_strangers_and_says_why_to_staff():
    dataset = a_published_dataset()
    agent, question = an_agent_of(dataset.authority), ask(dataset, an_actor())

    with pytest.raises(NotYours):
        hide_question(actor=an_actor(), question=question, reason="spam")
    with pytest.raises(ReasonMissing):
        hide_question(actor=agent, question=question, reason="")
    hide_question(actor=agent, question=question, reason="An insult")

    assert not questions_of(dataset).exists()
    assert Question.objects.get().hidden_reason == "An insult"
    with pytest.raises(AlreadyAnswered):
        answer_question(actor=agent, question=question, answer="No.", at=LATER)


def test_an_empty_answer_is_no_answer():
    dataset = a_published_dataset()

    with pytest.raises(WordsMissing):
        answer_question(actor=an_agent_of(dataset.authority), question=ask(dataset), answer="", at=LATER)


def test_a_reuse_is_shown_after_a_moderator_looked():
    dataset = a_published_dataset()
    reuse = add_reuse(actor=an_actor(), dataset=dataset, proposal=PROPOSAL, at=NOON)
    agent = an_agent_of(dataset.authority)
    assert not reuses_of(dataset).exists()

    moderate_reuse(actor=agent, reuse=reuse, is_shown=True, at=LATER)

    assert reuses_of(dataset).get().title == "A map of trees"
    with pytest.raises(AlreadyModerated):
        moderate_reuse(actor=agent, reuse=reuse, is_shown=True, at=LATER)
    with pytest.raises(ReasonMissing):
        moderate_reuse(actor=agent, reuse=reuse, is_shown=False, at=LATER)
    moderate_reuse(actor=agent, reuse=reuse, is_shown=False, reason="The site is gone", at=LATER)
    assert not reuses_of(dataset).exists()


def test_reuses_that_cannot_be_shown_are_refused():
    dataset, actor = a_published_dataset(), an_actor()
    add_reuse(actor=actor, dataset=dataset, proposal=PROPOSAL, at=NOON)
    bad = {
        AlreadyListed: PROPOSAL,
        OnlyWebAddresses: ReuseProposal(title="x", url="javascript:alert(1)", language="en"),
        WordsMissing: ReuseProposal(title="", url="https://example.org/", language="en"),
        UnknownCode: ReuseProposal(title="x", url="https://example.org/", language="en", kind="hat"),
    }

    for refusal, proposal in bad.items():
        with pytest.raises(refusal):
            add_reuse(actor=actor, dataset=dataset, proposal=proposal, at=NOON)
    other = ReuseProposal(title="x", url="https://example.org/", language="en")
    with pytest.raises(ReplyAddressMissing):
        add_reuse(actor=None, dataset=dataset, proposal=other, at=NOON)
    with pytest.raises(NotAtThisStep):
        add_reuse(actor=actor, dataset=a_draft(), proposal=PROPOSAL, at=NOON)
