"""Questions and needs of visitors: asked, answered in public, or hidden with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import Dataset, Question
from perron.bricks.catalogue.queries import gates
from perron.bricks.catalogue.queries.refusals import (
    AlreadyAnswered,
    NotAtThisStep,
    ReplyAddressMissing,
    UnknownCode,
    WordsMissing,
)
from perron.bricks.catalogue.rules.states import QuestionKind, QuestionState
from perron.kernel import audit, events
from perron.kernel.actors import Actor
from perron.kernel.languages import LANGUAGES


@transaction.atomic
def ask_question(
    *,
    actor: Actor | None,
    dataset: Dataset,
    kind: str,
    words: str,
    language: str,
    at: datetime,
    author_name: str = "",
    author_email: str = "",
) -> Question:
    """Ask about a public dataset, or say what one would need. Without account the answer needs an e-mail address.

    Raises NotAtThisStep, UnknownCode, WordsMissing, ReplyAddressMissing.
    """
    if not dataset.is_published:
        raise NotAtThisStep(state=dataset.state)
    if kind not in tuple(QuestionKind) or language not in LANGUAGES:
        raise UnknownCode(value=f"{kind} {language}")
    if not words.strip():
        raise WordsMissing
    if actor is None and not author_email.strip():
        raise ReplyAddressMissing
    question = Question.objects.create(
        dataset=dataset,
        kind=kind,
        author=actor,
        author_name=author_name.strip(),
        author_email="" if actor else author_email.strip().lower(),
        language=language,
        words=words.strip(),
        asked_at=at,
    )
    audit.record(actor=actor, verb="catalogue.ask_question", subject=question.ref, authority=dataset.authority)
    events.emit("catalogue.question_asked", dataset_id=dataset.pk, question_id=question.pk)
    return question


@transaction.atomic
def answer_question(*, actor: Actor, question: Question, answer: str, at: datetime) -> Question:
    """Answer in public; the asker is told. An answer can be corrected. Raises NotYours, WordsMissing, AlreadyAnswered
    (when it was hidden).
    """
    fresh = _locked(question)
    permissions.require(actor, "answer_question", fresh.dataset)
    if fresh.state == QuestionState.HIDDEN:
        raise AlreadyAnswered
    if not answer.strip():
        raise WordsMissing
    fresh.state, fresh.answer, fresh.answered_at, fresh.answered_by = QuestionState.ANSWERED, answer.strip(), at, actor
    fresh.save()
    audit.record(actor=actor, verb="catalogue.answer_question", subject=fresh.ref, authority=fresh.dataset.authority)
    events.emit("catalogue.question_answered", dataset_id=fresh.dataset_id, question_id=fresh.pk)
    return fresh


@transaction.atomic
def hide_question(*, actor: Actor, question: Question, reason: str) -> Question:
    """Take a question from the public page; why is kept. Raises NotYours, AlreadyAnswered, ReasonMissing."""
    fresh = _locked(question)
    permissions.require(actor, "answer_question", fresh.dataset)
    if fresh.state == QuestionState.HIDDEN:
        raise AlreadyAnswered
    fresh.state, fresh.hidden_reason = QuestionState.HIDDEN, gates.require_reason(reason)
    fresh.save(update_fields=["state", "hidden_reason"])
    audit.record(
        actor=actor,
        verb="catalogue.hide_question",
        subject=fresh.ref,
        authority=fresh.dataset.authority,
        note=fresh.hidden_reason,
    )
    events.emit("catalogue.question_hidden", dataset_id=fresh.dataset_id, question_id=fresh.pk)
    return fresh


def _locked(question: Question) -> Question:
    found = Question.objects.select_for_update(of=("self",)).select_related("dataset__authority")
    return found.get(pk=question.pk)
