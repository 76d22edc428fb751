"""What concerns a place: the sections that bricks declare, filled and sorted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from perron.kernel import concerns
from perron.kernel.contract import Concern, HomeSection
from perron.kernel.languages import Text

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
MORNING = datetime(2025, 6, 1, 9, tzinfo=UTC)


def section(name, *lines, order=50):
    return HomeSection(f"example.{name}", Text(name, name, name, name), lambda _codes, limit: lines[:limit], order)


@pytest.fixture
def sections(monkeypatch):
    def declare(*declared):
        monkeypatch.setattr(concerns.registry, "home_sections", lambda: declared)

    return declare


def test_sections_without_a_line_are_not_shown(sections):
    sections(section("silent"), section("speaking", Concern("A line", "/a")))
    assert [shown.title for shown in concerns.what_concerns()] == ["speaking"]


def test_the_most_urgent_line_leads_its_section_and_its_section_leads_the_page(sections):
    news = section("news", Concern("Old", "/o", at=MORNING), Concern("New", "/n", at=NOON), order=1)
    votes = section("votes", Concern("Later", "/l"), Concern("Ends today", "/e", urgency=1), order=90)
    sections(news, votes)

    shown = concerns.what_concerns(limit=2)

    assert [filled.name for filled in shown] == ["example.votes", "example.news"]
    assert [line.title for line in shown[0].concerns] == ["Ends today", "Later"]
    assert [line.title for line in shown[1].concerns] == ["New", "Old"]


def test_bricks_are_asked_about_the_place_of_today_and_all_that_contains_it(sections):
    asked = []
    title = Text("", "", "", "")
    sections(HomeSection("example.ear", title, lambda codes, limit: asked.append((codes, limit)) or ()))

    concerns.what_concerns("73009", limit=3)
    concerns.what_concerns(None)

    assert asked[0] == (("73111", "73000", "70000", "L-NL", "C-NL", "02000", "01000"), 3)
    assert asked[1][0] == ()
