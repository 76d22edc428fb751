"""The handbook in a browser: opened in one click, changed in forms, tried, put live, looked back at, gone back to."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from perron.bricks.reports.actions import handbooks
from perron.bricks.reports.models import Handbook, Report, TeamMember
from perron.bricks.reports.queries.handbooks import live_handbook, working_copy
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.places import load_facts
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor
from perron.kernel.tests.real_files import real_file

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
LANGUAGES = ("fr", "nl", "de", "en")


def an_editor(authority: Authority) -> Actor:
    return with_second_factor(an_agent_of(authority, role=Role.EDITOR))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor)
    return client


class Town:
    """A town with its editor's browser."""

    def __init__(self, *, is_open: bool = True, place: str | None = None) -> None:
        if place:
            load_facts()
        self.authority = an_authority(place_id=place)
        self.editor = an_editor(self.authority)
        self.client = signed_in(self.editor)
        if is_open:
            handbooks.open_reports(actor=self.editor, authority=self.authority, at=NOON)

    def address(self, path: str = "", language: str = "en") -> str:
        return f"/{language}/reports/desk/{self.authority.slug}/handbook/{path}"

    def page(self, path: str = "", language: str = "en") -> str:
        answer = self.client.get(self.address(path, language))
        assert answer.status_code == 200, path
        return answer.content.decode()

    def form(self, path: str, client: Client | None = None) -> dict[str, object]:
        """What the form of a page would send as it is."""
        answer = (client or self.client).get(self.address(path))
        form = answer.context["form"]
        found = {bound.html_name: bound.value() for bound in form}
        return {name: value for name, value in found.items() if value is not None and value is not False}

    def send(self, path: str, client: Client | None = None, **changes: object) -> tuple[int, str]:
        data = {**self.form(path, client), **changes}
        answer = (client or self.client).post(self.address(path), data)
        return answer.status_code, answer.content.decode()

    @property
    def draft(self):
        return working_copy(self.authority).handbook


@pytest.fixture
def town() -> Town:
    return Town()


def a_past_report(town: Town, category: str = "pothole", **fields: object) -> Report:
    row, _book = live_handbook(town.authority)
    number = Report.objects.count()
    values: dict[str, object] = {
        "code": f"TEST-{number:04}",
        "authority": town.authority,
        "handbook": row,
        "category": category,
        "place": "21004",
        "longitude": 4.3525,
        "latitude": 50.8467,
        "position_by": "map",
        "language": "fr",
        "channel": "web",
        "sent_at": NOON,
        "changed_at": NOON,
        "address": "Grand-Place 1",
    }
    return Report.objects.create(**{**values, **fields})


def test_reports_are_opened_in_one_click():
    town = Town(is_open=False)
    assert "Pothole or damaged road" in town.page()

    answer = town.client.post(town.address(), {"with_terms": "on"}, follow=True)

    assert "Reports are open." in answer.content.decode()
    assert len(live_handbook(town.authority)[1].leaf_categories) == 28


def test_without_the_tick_nothing_is_promised():
    town = Town(is_open=False)

    town.client.post(town.address(), {})

    assert not [one for one in live_handbook(town.authority)[1].categories if one.service_level]


def test_a_double_click_opens_once():
    town = Town(is_open=False)

    assert [town.client.post(town.address(), {}).status_code for _ in range(2)] == [302, 200]
    assert Handbook.objects.count() == 1


def test_a_category_is_renamed_given_a_team_and_a_term_in_the_draft_only(town):
    status, _ = town.send("categories/pothole/", names_fr="Nid-de-poule", team="environment", term_amount=3)

    changed = town.draft.by_code["pothole"]
    assert status == 302
    assert (changed.names["fr"], changed.team, changed.service_level.amount) == ("Nid-de-poule", "environment", 3)
    assert changed.names["nl"] == "Put of beschadigd wegdek"
    assert live_handbook(town.authority)[1].by_code["pothole"].team == "works"
    words = town.page()
    assert "Category “Pothole or damaged road”" in words
    assert "10 working days" in words
    assert "3 working days" in words


def test_saving_without_a_change_leaves_a_category_as_it_was(town):
    for category in live_handbook(town.authority)[1].categories:
        assert town.send(f"categories/{category.code}/")[0] == 302, category.code
    for rule in ("templates/started", "refusals/not-found", "teams/works"):
        assert town.send(f"{rule}/")[0] == 302

    assert town.draft == live_handbook(town.authority)[1]


def test_a_name_is_needed_and_what_was_typed_is_kept(town):
    empty = {f"names_{language}": "" for language in LANGUAGES}

    status, page = town.send("categories/pothole/", **empty, term_amount=7)

    assert status == 422
    assert 'value="7"' in page


def test_a_new_category_gets_a_code_of_its_name_and_a_long_name_is_refused(town):
    assert town.send("categories/-/new/", names_fr="Pigeons & Cie")[0] == 302
    assert town.draft.by_code["pigeons-cie"].names == {"fr": "Pigeons & Cie"}
    assert town.send("categories/-/new/", names_fr="x" * 201)[0] == 422


def test_a_category_is_taken_out_in_favour_of_another(town):
    address = town.address("categories/marking/remove/")

    assert town.client.post(address, {"by": "pothole"}).status_code == 302

    assert town.draft.category("marking").code == "pothole"
    assert "marking" not in {one.code for one in town.draft.leaf_categories}
    assert "Now: Pothole" in town.page("categories/")


def test_a_team_that_categories_name_cannot_be_taken_out_and_the_page_says_which(town):
    answer = town.client.post(town.address("teams/works/remove/"), {})

    assert answer.status_code == 422
    assert "pothole" in answer.content.decode()


def test_a_question_is_asked_with_answers_in_two_languages(town):
    values = {"values_fr": "Petit\nGrand", "values_nl": "Klein\nGroot"}

    status, _ = town.send(
        "categories/pothole/questions/new/", names_fr="Taille", datatype="singlevaluelist", **values, required="on"
    )

    question = town.draft.by_code["pothole"].questions[0]
    assert status == 302
    assert [(value.key, value.names["nl"]) for value in question.values] == [("petit", "Klein"), ("grand", "Groot")]
    assert question.required
    town.send(f"categories/pothole/questions/{question.code}/", values_fr="Grand", values_nl="Groot")
    assert [value.key for value in town.draft.by_code["pothole"].questions[0].values] == ["grand"]
    assert town.send("categories/pothole/questions/new/", names_fr="x", datatype="multivaluelist")[0] == 422
    town.client.post(town.address(f"categories/pothole/questions/{question.code}/remove/"))
    assert town.draft.by_code["pothole"].questions == ()


def test_a_rule_is_made_of_choices_and_of_a_file_with_an_area(town):
    square = {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.9], [4.3, 50.8]]]}
    area = SimpleUploadedFile("centre.geojson", json.dumps(square).encode())

    status, _ = town.send(
        "rules/-/new/",
        categories=["clean", "pothole"],
        weekdays=["6", "7"],
        since="22:00",
        until="06:00",
        channels=["phone"],
        way="team",
        team="office",
        why_fr="La nuit, la garde s’en occupe.",
        area=area,
    )

    rule = town.draft.rules[0]
    assert status == 302
    assert (rule.when.categories, rule.when.weekdays, rule.then.team) == (("clean", "pothole"), (6, 7), "office")
    assert rule.when.outline is not None
    words = town.page("rules/")
    for expected in ("to the team “Office”", "Saturday, Sunday", "22:00–06:00", "Telephone", "Inside the drawn area"):
        assert expected in words
    assert town.send(f"rules/{rule.code}/")[0] == 302
    assert town.draft.rules == (rule,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "team"},
        {"way": "authority"},
        {"way": "outside"},
        {"way": "commune", "since": "22:00"},
        {"way": "commune", "area": SimpleUploadedFile("x.geojson", b"no json")},
    ],
)
def test_a_rule_that_says_half_is_not_saved(town, wrong):
    assert town.send("rules/-/new/", **wrong)[0] == 422
    assert town.draft.rules == ()


def test_rules_move_up_and_down(town):
    for team in ("works", "office"):
        town.send("rules/-/new/", way="team", team=team, why_fr=team)
    first, second = (rule.code for rule in town.draft.rules)

    town.client.post(town.address(f"rules/{second}/move/"), {"to": "up"})

    assert [rule.code for rule in town.draft.rules] == [second, first]


def test_the_trial_says_what_would_have_gone_elsewhere_how_many_and_why():
    town = Town(place="21004")
    for _ in range(3):
        a_past_report(town)
    a_past_report(town, "litter")
    town.send("rules/-/new/", categories=["pothole"], way="team", team="office", why_en="The office collects them.")
    town.send("categories/litter/", term_amount=1)

    page = re.sub(r"\s+", " ", town.page("trial/"))

    assert "Of the last 4 reports, 0 would have been treated the same way." in page
    assert "<dt>Team</dt><dd>3</dd>" in page
    assert "<dt>Due</dt><dd>1</dd>" in page
    assert "Works</td><td>" in page
    assert "A rule of Town" in page
    assert "gives it to the team Office. The office collects them." in page


def test_a_draft_is_put_live_looked_back_at_and_gone_back_from(town):
    town.send("categories/pothole/", team="environment")
    assert "Put the draft live" in town.page("live/")

    assert town.send("live/", note="Potholes to the others")[0] == 302

    row, book = live_handbook(town.authority)
    assert (row.number, book.by_code["pothole"].team) == (2, "environment")
    assert "Potholes to the others" in town.page("versions/")
    changes = town.page("versions/2/", language="fr")
    assert "<del>Travaux</del> → <ins>Environnement et propreté</ins>" in changes
    town.client.post(town.address("versions/1/back/"))
    row, book = live_handbook(town.authority)
    assert (row.number, book.by_code["pothole"].team) == (3, "works")
    assert list(Handbook.objects.filter(state="past").values_list("number", flat=True)) == [1, 2]


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
