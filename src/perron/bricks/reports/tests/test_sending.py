"""Sending."""

from __future__ import annotations
import pytest
from perron.bricks.reports.tests.factories import a_report

pytestmark = pytest.mark.django_db


def test_it():
    report = a_report()
    assert report.state == "sent"
