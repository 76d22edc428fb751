"""Old addresses of datasets lead to the present one, for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from perron.bricks.catalogue.queries.refusals import MovedTo
from perron.kernel.web.requests import Request

Anything = ParamSpec("Anything")
View = Callable[Concatenate[Request, Anything], HttpResponseBase]


def follows_moves(view: View[Anything]) -> View[Anything]:
    """Where a dataset has moved, its pages redirect, with the question in the address."""

    @wraps(view)
    def followed(request: Request, /, *args: Anything.args, **kwargs: Anything.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MovedTo as moved:
            match = request.resolver_match
            name = match.view_name if match else "catalogue:dataset"
            address = reverse(name, kwargs={**kwargs, "slug": moved.facts["slug"]})
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    return followed
