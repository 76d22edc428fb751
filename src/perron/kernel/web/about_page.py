"""About this site: what it runs, under which licence, and where its source code is (EUPL, art. 5)."""

from __future__ import annotations

import platform
from importlib.metadata import version

import django
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perron.kernel import registry
from perron.kernel.postgres_programs import server_version
from perron.kernel.web.requests import Request


@require_safe
def about(request: Request) -> HttpResponse:
    """Versions to the second figure: enough to know what this is, not which hole is still open."""
    context = {
        "version": version("perron"),
        "source": settings.SOURCE_URL,
        "bricks": [brick for brick in registry.bricks() if brick.name != "kernel"],
        "runs_on": [
            ("Python", ".".join(platform.python_version_tuple()[:2])),
            ("Django", ".".join(map(str, django.VERSION[:2]))),
            ("PostgreSQL", str(server_version())),
        ],
    }
    return render(request, "kernel/about.html", context)
