"""The handbook when several look at it: two editors at once, agents and strangers, files, four languages."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from perron.bricks.reports.models import TeamMember
from perron.bricks.reports.queries.handbooks import live_handbook
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.tests.handbook_site import LANGUAGES, Town, an_editor, signed_in
from perron.kernel.testing.factories import an_agent_of, an_authority
from perron.kernel.tests.real_files import real_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_two_editors_of_different_parts_lose_nothing(town):
    colleague = signed_in(an_editor(town.authority))
    seen = town.form("categories/litter/", colleague)
    town.send("categories/pothole/", team="environment")

    answer = colleague.post(town.address("categories/litter/"), {**seen, "names_en": "Rubbish"})

    assert answer.status_code == 302
    assert town.draft.by_code["litter"].names["en"] == "Rubbish"
    assert town.draft.by_code["pothole"].team == "environment"


def test_two_editors_of_the_same_part_see_both_and_decide(town):
    colleague = signed_in(an_editor(town.authority))
    seen = town.form("categories/pothole/", colleague)
    town.send("categories/pothole/", team="environment")

    answer = colleague.post(town.address("categories/pothole/"), {**seen, "names_en": "Hole in the road"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this" in page
    assert "<del>Environment and cleaning</del> → <ins>Works</ins>" in page
    assert 'value="Hole in the road"' in page
    assert town.draft.by_code["pothole"].names["en"] == "Pothole or damaged road"
    form = answer.context["form"]
    again = {bound.html_name: value for bound in form if (value := bound.value()) is not None and value is not False}
    assert colleague.post(town.address("categories/pothole/"), again).status_code == 302
    assert town.draft.by_code["pothole"].names["en"] == "Hole in the road"


def test_a_draft_that_a_colleague_threw_away_is_not_put_live(town):
    town.send("categories/pothole/", team="environment")
    form = town.form("live/")
    town.client.post(town.address("discard/"), {"edit_number": str(form["edit_number"])})

    answer = town.client.post(town.address("live/"), form)

    assert answer.status_code == 409
    assert live_handbook(town.authority)[0].number == 1


def test_settings_are_changed_and_wrong_ones_are_said(town):
    assert town.send("settings/", holidays="2026-09-27\n2026-11-02", since="20:00", until="08:00")[0] == 302
    assert [day.isoformat() for day in town.draft.holidays] == ["2026-09-27", "2026-11-02"]

    status, page = town.send("settings/", holidays="the 27th")
    assert status == 422
    assert "“the 27th” is no date" in page
    assert town.send("settings/", until="")[0] == 422


def test_the_real_tree_of_the_capital_is_read_into_the_draft(town):
    tree = real_file("08_reports_and_decisions/fms_brussels/bootstrap.json").read_bytes()

    assert town.send("import/", file=SimpleUploadedFile("bootstrap.json", tree))[0] == 302

    assert len(town.draft.leaf_categories) == 118
    assert len(town.draft.teams) == 3
    assert "Revêtement" in town.page("categories/", language="fr")


@pytest.mark.parametrize("wrong", [b"", b"{", b"[]", b'{"categories": [{"code": "A B"}]}', b"\x00\xff"])
def test_a_wrong_file_is_refused_with_words(town, wrong):
    status, page = town.send("import/", file=SimpleUploadedFile("x.json", wrong))

    assert status == 422
    assert "field-error" in page
    assert town.draft == live_handbook(town.authority)[1]


def test_the_export_can_be_read_again(town):
    town.send("categories/pothole/", names_fr="Nid-de-poule")
    written = town.client.get(town.address("export/")).content

    town.client.post(town.address("discard/"), {"edit_number": "1"})
    assert town.send("import/", file=SimpleUploadedFile("x.json", written))[0] == 302

    assert town.draft.by_code["pothole"].names["fr"] == "Nid-de-poule"


def test_members_join_are_away_and_leave(town):
    agent = an_agent_of(town.authority, name="Ada")
    address = town.address("teams/works/members/")

    assert town.client.post(address, {"member": str(agent.pk)}).status_code == 302
    member = TeamMember.objects.get()
    town.client.post(f"{address}{member.pk}/away/", {"until": "2026-12-01"})
    member.refresh_from_db()
    assert str(member.away_until) == "2026-12-01"
    assert "Ada" in town.page("teams/works/")
    town.client.post(f"{address}{member.pk}/leave/")
    assert not TeamMember.objects.exists()


def test_nobody_of_elsewhere_joins_a_team(town):
    stranger = an_agent_of(an_authority())

    assert town.client.post(town.address("teams/works/members/"), {"member": str(stranger.pk)}).status_code == 422
    assert town.client.get(town.address("teams/nobody/members/")).status_code == 404


def test_agents_look_and_do_not_change_and_others_see_nothing(town):
    agent, stranger = signed_in(an_agent_of(town.authority)), signed_in(an_editor(an_authority()))

    assert agent.get(town.address("categories/")).status_code == 200
    assert "New category" not in agent.get(town.address("categories/")).content.decode()
    for path in ("categories/pothole/", "live/", "settings/", "import/", "close/", "teams/works/members/"):
        assert agent.get(town.address(path)).status_code == 403, path
        assert stranger.get(town.address(path)).status_code == 403, path
    assert stranger.get(town.address()).status_code == 403
    assert Client().get(town.address()).status_code == 302


def test_reports_are_closed_and_opened_again(town):
    assert "Nobody can report to you here any more" in town.page("close/")
    town.client.post(town.address("close/"))
    assert "takes no reports here yet" in town.page()

    town.client.post(town.address(), {})
    assert live_handbook(town.authority)[0].number == 2


PAGES = (
    "",
    "categories/",
    "categories/pothole/",
    "categories/gas/",
    "categories/lamp/questions/post-number/",
    "categories/pothole/remove/",
    "teams/",
    "teams/works/",
    "teams/works/members/",
    "rules/",
    "rules/-/new/",
    "templates/",
    "templates/started/",
    "refusals/",
    "refusals/not-found/",
    "settings/",
    "import/",
    "trial/",
    "versions/",
    "versions/1/",
    "close/",
    "live/",
    "discard/",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_opens_in_four_languages(town, language):
    town.send("categories/pothole/", team="environment")
    with translation.override(language):
        for path in PAGES:
            assert f'lang="{language}"' in town.page(path, language), path


def test_what_is_not_there_is_not_found(town):
    for path in (
        "nothing/",
        "categories/nothing/",
        "rules/nothing/remove/",
        "versions/99/",
        "categories/gas/questions/x/",
    ):
        assert town.client.get(town.address(path)).status_code == 404, path


def test_the_first_handbook_is_complete_in_four_languages():
    book = first_handbook()

    for part in (*book.categories, *book.teams, *book.templates):
        assert set(part.names) == set(LANGUAGES), part.code
    for category in book.leaf_categories:
        assert set(category.keywords) == set(LANGUAGES), category.code
    assert {one.code for one in book.categories if one.emergency} == {"gas", "wire", "fallen-tree"}
