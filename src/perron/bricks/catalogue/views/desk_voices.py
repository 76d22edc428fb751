"""What readers say: questions to answer in public or to hide, reuses to show or to refuse."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.actions import questions as asked
from perron.bricks.catalogue.actions import reuses as made
from perron.bricks.catalogue.forms.review import ReasonForm, StepForm
from perron.bricks.catalogue.forms.voices import AnswerForm
from perron.bricks.catalogue.queries import desk
from perron.bricks.catalogue.queries.desk import Question, Reuse
from perron.bricks.catalogue.rules import labels
from perron.bricks.catalogue.rules.states import QuestionKind, QuestionState, ReuseState
from perron.bricks.catalogue.views.desk_frame import authority_of, desk_of, shown
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in

ON_A_PAGE = 30


@require_safe
def questions(request: Request, authority: str) -> HttpResponse:
    """The questions about this authority's data, those that wait first."""
    here = desk_of(request, authority)
    page = Paginator(desk.questions_on_desk(here, request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return shown(request, "desk_questions", here, {"page": page, "here": "questions"})


def question(request: Request, authority: str, pk: int) -> HttpResponse:
    """Answer a question, or correct the answer."""
    found = _question_here(request, authority, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": found.answer})
    answered = form.carry_out(
        lambda: asked.answer_question(
            actor=signed_in(request), question=found, answer=form.cleaned_data["answer"], at=timezone.now()
        )
    )
    if answered:
        messages.success(request, _("Your answer is public."))
        return redirect("catalogue:desk_questions", authority)
    context = {
        "question": found,
        "is_need": found.kind == QuestionKind.NEED,
        "is_hidden": found.state == QuestionState.HIDDEN,
        "form": form,
        "here": "questions",
    }
    return shown(request, "desk_question", authority_of(found.dataset), context, status=form.status)


def hide_question(request: Request, authority: str, pk: int) -> HttpResponse:
    """Take a question from the public page, with a reason."""
    found = _question_here(request, authority, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    hidden = form.carry_out(
        lambda: asked.hide_question(actor=signed_in(request), question=found, reason=form.cleaned_data["reason"])
    )
    if hidden:
        messages.success(request, _("The question is hidden."))
        return redirect("catalogue:desk_questions", authority)
    context = {
        "form": form,
        "title": _("Hide this question"),
        "words": _("Nobody outside sees it any more. Your reason is kept for your colleagues."),
        "quoted": found.words,
        "action": _("Hide"),
        "cancel": reverse("catalogue:desk_question", args=[authority, pk]),
        "here": "questions",
    }
    return shown(request, "desk_step", authority_of(found.dataset), context, status=form.status)


@require_safe
def reuses(request: Request, authority: str) -> HttpResponse:
    """What people made with this authority's data, those that wait first."""
    here = desk_of(request, authority)
    page = Paginator(desk.reuses_on_desk(here, request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return shown(request, "desk_reuses", here, {"page": page, "here": "reuses"})


def reuse(request: Request, authority: str, pk: int) -> HttpResponse:
    """Show a reuse to everybody, or refuse it with a reason."""
    found = _reuse_here(request, authority, pk)
    is_shown = "show" in request.POST
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent) if is_shown else ReasonForm(sent, initial={"reason": found.refused_reason})
    decided = form.carry_out(
        lambda: made.moderate_reuse(
            actor=signed_in(request),
            reuse=found,
            is_shown=is_shown,
            reason=form.cleaned_data.get("reason", ""),
            at=timezone.now(),
        )
    )
    if decided:
        messages.success(request, _("Everybody sees it now.") if is_shown else _("Refused."))
        return redirect("catalogue:desk_reuses", authority)
    context = {
        "reuse": found,
        "kind": labels.label(labels.REUSE_KINDS, found.kind),
        "is_shown": found.state == ReuseState.SHOWN,
        "form": ReasonForm() if is_shown else form,
        "refused": form if is_shown else None,
        "here": "reuses",
    }
    return shown(request, "desk_reuse", authority_of(found.dataset), context, status=form.status)


def _question_here(request: Request, authority: str, pk: int) -> Question:
    found = desk.question_on_desk(pk, request.actor)
    if authority_of(found.dataset).slug != authority:
        raise NotFound
    return found


def _reuse_here(request: Request, authority: str, pk: int) -> Reuse:
    found = desk.reuse_on_desk(pk, request.actor)
    if authority_of(found.dataset).slug != authority:
        raise NotFound
    return found
