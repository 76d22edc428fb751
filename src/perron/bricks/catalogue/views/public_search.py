"""The search for datasets, and the page to follow what one looks for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.queries.finding import datasets_found, inventory_address, topic_of
from perron.bricks.catalogue.rules.searching import DatasetQuestion, question_from_query
from perron.bricks.catalogue.views.public_answers import in_short
from perron.bricks.catalogue.views.public_search_page import SearchPage
from perron.kernel.notices import follows
from perron.kernel.web.requests import Request


@require_safe
def datasets(request: Request) -> HttpResponse:
    """What there is for a question; every state of the page has an address, and any address answers."""
    question = asked(request)
    unfolded = tuple(request.GET.getlist("more"))
    found = datasets_found(question, request.authority, unfolded=unfolded)
    wanted = "" if found.total else inventory_address()
    page = SearchPage(found, request.authority, wanted, unfolded)
    return in_short(request, render(request, "catalogue/datasets.html", {"page": page}))


@require_safe
def follow(request: Request) -> HttpResponse:
    """Be told when something new answers a question."""
    question = asked(request).from_the_start()
    topic = topic_of(question, request.authority)
    page = SearchPage(datasets_found(question, request.authority, unfolded=()), request.authority)
    title = _("Data: %(what)s") % {"what": page.in_words}
    context = {"page": page, "topic": topic, "topic_title": title, "follows": follows(request.actor, topic)}
    return render(request, "catalogue/follow_search.html", context)


def asked(request: Request) -> DatasetQuestion:
    """The question in the address."""
    return question_from_query(dict(request.GET.lists()))
