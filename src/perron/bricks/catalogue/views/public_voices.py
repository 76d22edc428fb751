"""What visitors say about a dataset: a question, a need, a reuse; and the page to follow it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.actions.questions import ask_question
from perron.bricks.catalogue.actions.reuses import add_reuse as add
from perron.bricks.catalogue.forms.public_voices import AskForm, ReuseForm
from perron.bricks.catalogue.queries.reading import dataset_to_read
from perron.bricks.catalogue.rules.reuse import ReuseProposal
from perron.bricks.catalogue.rules.states import QuestionKind
from perron.kernel.languages import current_language
from perron.kernel.notices import follows
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request


@never_cache
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask a question, or say what one would need; it reaches the publisher and is answered in public."""
    dataset = dataset_to_read(slug, request.actor)
    first = {"kind": _kind(request), "words": request.GET.get("words", "")[:200]}
    form = AskForm(request.POST or None, initial=first, has_account=request.actor is not None)

    def send() -> object:
        keep_pace(request, "catalogue.ask_question", times=6, within=timedelta(hours=1))
        said = {name: form.cleaned_data.get(name, "") for name in ("kind", "words", "author_name", "author_email")}
        return ask_question(actor=request.actor, dataset=dataset, language=current_language(), at=now(), **said)

    sent = form.carry_out(send) if request.method == "POST" else None
    if sent is not None:
        messages.success(request, _asked(request))
        return redirect(f"{reverse('catalogue:dataset', args=[slug])}#questions")
    context = {"dataset": dataset, "form": form, "is_need": first["kind"] == QuestionKind.NEED}
    return render(request, "catalogue/ask.html", context, status=form.status)


@never_cache
def add_reuse(request: Request, slug: str) -> HttpResponse:
    """Tell what one made with the data."""
    dataset = dataset_to_read(slug, request.actor)
    form = ReuseForm(request.POST or None, has_account=request.actor is not None)

    def send() -> object:
        keep_pace(request, "catalogue.add_reuse", times=6, within=timedelta(hours=1))
        said = {name: value for name, value in form.cleaned_data.items() if name != "homepage"}
        return add(
            actor=request.actor,
            dataset=dataset,
            proposal=ReuseProposal(language=current_language(), **said),
            at=now(),
        )

    sent = form.carry_out(send) if request.method == "POST" else None
    if sent is not None:
        messages.success(request, _("Thank you. The publisher looks at it, then it is shown on this page."))
        return redirect(f"{reverse('catalogue:dataset', args=[slug])}#reuses")
    return render(request, "catalogue/add_reuse.html", {"dataset": dataset, "form": form}, status=form.status)


@require_safe
@never_cache
def follow(request: Request, slug: str) -> HttpResponse:
    """Be told when the dataset has a new version."""
    dataset = dataset_to_read(slug, request.actor)
    topic = f"thing:{dataset.ref}"
    context = {
        "dataset": dataset,
        "topic": topic,
        "topic_title": dataset.title.words,
        "follows": follows(request.actor, topic),
    }
    return render(request, "catalogue/follow_dataset.html", context)


def _kind(request: Request) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in set(QuestionKind) else QuestionKind.QUESTION


def _asked(request: Request) -> str:
    if request.actor:
        return _("Your words are on this page and on their way to the publisher. You will be told of the answer.")
    return _("Your words are on their way to the publisher. The answer comes by e-mail; both are then shown here.")
