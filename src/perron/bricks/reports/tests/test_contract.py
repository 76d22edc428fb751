"""Reports keep every promise of their declaration."""

from __future__ import annotations

import pytest

from perron.bricks.reports.actions import treating
from perron.bricks.reports.actions.assigning import assign
from perron.bricks.reports.brick import BRICK
from perron.bricks.reports.tests.factories import LATER, a_member, a_photo, a_report, a_reporter, a_serving_authority
from perron.kernel.testing.contract_suite import Run, cases
from perron.kernel.testing.factories import an_actor, an_agent_of

pytestmark = pytest.mark.django_db


@cases(BRICK)
def test_with_nothing_in_it(case: Run):
    case()


@cases(BRICK)
def test_with_reports_in_it(case: Run):
    town = a_serving_authority()
    agent = an_agent_of(town)
    done = a_report(town, actor=an_actor(), photos=(a_photo(),))
    treating.change_state(actor=agent, report=done, to="done", at=LATER)
    assign(actor=agent, report=a_report(town, address="Place 1"), team="roads", assignee=a_member(town), at=LATER)
    a_reporter(town)
    a_report(town, description="http://a.example http://b.example")

    case()
