"""Installs the bell for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import AppConfig, apps
from django.template.utils import get_app_template_dirs

from perron.kernel import registry
from perron.kernel.tests.bell import brick as bell


def install() -> None:
    """Add the bell to the installed apps, without starting the others again (the queue can be started only once)."""
    bell_app = AppConfig.create("perron.kernel.tests.bell")
    bell_app.apps, bell_app.models = apps, {}
    apps.app_configs["bell"] = bell_app
    get_app_template_dirs.cache_clear()
    registry.forget()


@pytest.fixture
def bell_installed() -> Iterator[None]:
    """The bell is one of the bricks, and nobody has heard it yet."""
    bell.HEARD.clear()
    bell.STRUCK.clear()
    bell.TOWERS.clear()
    bell.FAILURES_LEFT["stumbles"] = 0
    install()
    yield
    del apps.app_configs["bell"]
    get_app_template_dirs.cache_clear()
    registry.forget()
