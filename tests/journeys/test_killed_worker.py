"""Many reports while the worker is killed: all there, once each, and each person written to once."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from bench.reports_load import send_many
from django.db import connection

from perron.kernel.places import load_facts
from perron.kernel.testing.queue import empty_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
REPORTS = 40


def test_a_worker_killed_among_many_reports_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", _address_of_test_database())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "perron.project.settings")
    load_facts()
    empty_queue()  # of what tests before left

    found = send_many(REPORTS, kills=1, patience=120)

    assert found.is_whole(REPORTS), found


def _address_of_test_database() -> str:
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={quote(str(values['HOST']))}"
