"""The page of statistics, its file and its open data: one count, the same numbers."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from perron.bricks.reports.actions import treating
from perron.bricks.reports.actions.statistics import count_statistics
from perron.bricks.reports.actions.voices import give_verdict
from perron.bricks.reports.models import Report, Statistic
from perron.bricks.reports.publish import statistics as open_data
from perron.bricks.reports.queries.statistics import StatisticsQuestion, statistics
from perron.bricks.reports.tasks import count_statistics as nightly
from perron.bricks.reports.tests.factories import NOON, a_place, a_report, a_report_elsewhere, a_serving_authority
from perron.bricks.reports.views.statistics import question
from perron.bricks.reports.views.statistics_page import StatisticsPage
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db
AFTER = NOON + timedelta(days=100)


def mended(town: Authority, days: float, **changes: object) -> Report:
    """A report that was said done after so many days, and confirmed."""
    report = a_report(town, **changes)  # type: ignore[arg-type]  # of NewReport
    at = NOON + timedelta(days=days)
    treating.change_state(actor=an_agent_of(town), report=report, to="done", at=at)
    give_verdict(actor=None, reporter=report.reporters.get(), mended=True, at=at + timedelta(hours=1))
    return report


@pytest.fixture
def town() -> Authority:
    """A commune with four mended, one open and one closed report, and another commune with one."""
    town = a_serving_authority()
    for days in (1, 2, 3, 10):
        mended(town, days)
    a_report(town, category="litter")
    closed = a_report(town)
    treating.change_state(actor=an_agent_of(town), report=closed, to="done", at=NOON + timedelta(hours=1))
    a_report_elsewhere()
    count_statistics(actor=None, at=AFTER)
    return town


def test_the_page_tells_what_was_counted(client: Client, town: Authority):
    page = client.get(reverse("reports:statistics"), {"authority": town.slug}).content.decode()

    assert "half within 2 days, nine in ten within 10 days" in page
    assert town.name in page
    assert "How we count" in page


def test_the_page_and_the_open_data_have_the_same_numbers(client: Client, town: Authority):
    rows = {(row["authority"], row["nis_code"], row["category"], row["period"]): row for row in open_data.rows()}
    all_ = open_data.ALL
    asked = (
        StatisticsQuestion(),
        StatisticsQuestion(authority=town.slug),
        StatisticsQuestion(place=a_place(), period="2026-Q2"),
        StatisticsQuestion(authority=town.slug, category="hole", period="2026"),
    )
    for one in asked:
        found = statistics(one)
        assert found.whole
        for told in (found.whole, *found.by_category, *found.by_period, *found.by_authority, *found.by_place):
            key = (told.authority or all_, told.place or all_, told.category or all_, told.period or all_)
            assert open_data.row_of(told) == rows[key]


def test_what_the_page_writes_is_what_the_open_data_say(client: Client, town: Authority, rf):
    row = next(
        row
        for row in open_data.rows()
        if (row["authority"], row["category"], row["period"]) == (town.slug, "hole", "2026-Q2")
    )
    address = f"{reverse('reports:statistics')}?authority={town.slug}&category=hole&period=2026-Q2"
    response = client.get(address)
    cells = response.context["page"].tables[0]["rows"]
    shown = response.context["page"].numbers

    assert shown.mended == row["mended"] == 4
    assert (shown.mended_median_days, shown.mended_p90_days) == (row["mended_median_days"], row["mended_p90_days"])
    assert f">{row['mended']}<" in response.content.decode()
    assert cells


def test_the_file_has_the_columns_of_the_open_data(client: Client, town: Authority):
    response = client.get(reverse("reports:statistics_file"), {"authority": town.slug})
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    whole = statistics(StatisticsQuestion(authority=town.slug)).whole

    assert list(lines[0]) == [column.name for column in open_data.DATASET.columns]
    assert whole
    assert lines[0]["mended_median_days"] == str(whole.numbers.mended_median_days)
    assert len({tuple(line.values()) for line in lines}) == len(lines)


def test_a_group_counts_all_its_categories(town: Authority):
    whole = statistics(StatisticsQuestion(authority=town.slug, category="street")).whole

    assert whole
    assert whole.numbers.sent == 5


def test_a_site_of_one_authority_tells_of_it_alone(client: Client, town: Authority, rf):
    request = rf.get("/", {"authority": "another"})
    request.authority = town

    assert question(request) == StatisticsQuestion(authority=town.slug)


def test_an_unknown_question_asks_for_everything(client: Client, town: Authority):
    page = client.get(reverse("reports:statistics"), {"authority": "nobody", "place": "99999", "period": "x\x00"})

    assert page.status_code == 200


def test_nothing_counted_yet_says_when_to_come_back(client: Client):
    assert "Nothing is counted yet" in client.get(reverse("reports:statistics")).content.decode()


def test_nothing_there_leads_back_to_everything(client: Client, town: Authority):
    page = client.get(reverse("reports:statistics"), {"period": "1999"}).content.decode()

    assert "Nothing was reported there" in page


def test_counting_again_replaces_the_count(town: Authority):
    before = Statistic.objects.count()
    nightly()

    assert Statistic.objects.count() == before


def test_private_and_unchecked_reports_are_not_counted(town: Authority):
    Report.objects.update(is_private=True)
    count_statistics(actor=None, at=AFTER)

    assert not Statistic.objects.exists()


def test_the_page_asks_little_of_the_database(client: Client, town: Authority, django_assert_max_num_queries):
    client.get(reverse("reports:statistics"))
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:statistics"), {"authority": town.slug})


def test_charts_have_their_numbers_beside_them(town: Authority):
    page = StatisticsPage(StatisticsQuestion(), statistics(StatisticsQuestion()), None)

    assert {row["measure"] for row in page.quarter_chart}
    assert page.is_narrowed is False
