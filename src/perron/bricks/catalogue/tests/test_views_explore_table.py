"""The explored table as a page: what each type shows, filters that come back, refusals, access, versions, costs."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perron.bricks.catalogue.actions.datasets import change_address
from perron.bricks.catalogue.actions.review import withdraw_dataset
from perron.bricks.catalogue.actions.versions import accept_version, propose_version
from perron.bricks.catalogue.tests.factories import (
    LATER,
    a_draft,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
MOST_BYTES = 100_000
TOWNS = (
    "commune;sorte;habitants;surface;maj;ouvert;site\n"
    "Ath;ville;29000;127,5;01/02/2024;oui;https://www.example.org/ath\n"
    "Binche;ville;34000;60,25;15/03/2024;non;\n"
    "Chimay;bourg;9800;197,1;30/06/2024;oui;https://www.example.org/chimay\n"
    "Dour;bourg;17000;33,32;31/12/2024;;https://www.example.org/dour\n"
)


@pytest.fixture
def dataset():
    return a_published_dataset(text=TOWNS)


def explore(
    dataset, query: str = "", *, language: str = "fr", rest: str = "", actor=None, follow: bool = False, **headers
):
    client = Client()
    if actor:
        client.force_login(actor)
    version = dataset.current or dataset.versions.get()
    table = version.tables.first().name
    address = f"/{language}/catalogue/{dataset.slug}/explore/{table}/{rest}"
    return client.get(f"{address}?{query}" if query else address, follow=follow, headers=headers)


def text_of(response) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def cells(response) -> list[list[str]]:
    body = re.search(r"<tbody>(.*?)</tbody>", text_of(response), re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body.group(1), re.DOTALL) if body else []
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows
    ]


def test_each_type_is_written_as_the_reader_writes_it(dataset):
    assert cells(explore(dataset))[0] == [
        "Ath",
        "ville",
        "29 000",
        "127,5",
        "01/02/2024",
        "oui",
        "https://www.example.org/ath",
    ]
    assert cells(explore(dataset, language="nl"))[0][2:4] == ["29.000", "127,5"]
    assert cells(explore(dataset, language="en"))[0][2:4] == ["29,000", "127.5"]


def test_what_is_empty_is_a_dash(dataset):
    assert cells(explore(dataset))[1][6] == "—"
    assert cells(explore(dataset))[3][5] == "—"


def test_an_address_in_a_cell_is_a_link_that_vouches_for_nothing(dataset):
    assert '<a href="https://www.example.org/ath" rel="nofollow noopener">' in text_of(explore(dataset))


def test_a_text_in_a_cell_is_no_markup():
    evil = a_published_dataset(text="nom;n\n<script>alert(1)</script>;1\nb;2\n")

    assert "<script>alert" not in explore(evil).content.decode()


def test_each_type_has_its_control(dataset):
    page = text_of(explore(dataset))

    assert 'name="sorte__in" value="bourg"' in page
    assert 'inputmode="decimal" id="f2-ge" name="habitants__ge"' in page
    assert 'type="date" id="f4-ge" name="maj__ge"' in page
    assert 'name="ouvert__eq"' in page
    assert 'name="ouvert__null"' in page
    assert 'name="habitants__null"' not in page


def test_many_different_texts_are_searched_instead_of_ticked():
    many = a_published_dataset(text="nom;n\n" + "".join(f"mot {n};{n}\n" for n in range(40)))

    assert 'type="search" id="f0" name="nom__contains"' in text_of(explore(many))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("habitants__ge=10+000&habitants__le=&q=", {"habitants__ge": ["10 000"]}),
        ("surface__ge=60,5&sorte__in=ville&sorte__in=bourg", {"surface__ge": ["60.5"], "sorte__in": ["ville,bourg"]}),
        ("select=commune&select=habitants&sort=", {"select": ["commune,habitants"]}),
        ("show=groups&group=sorte&group=&figure=sum&of=habitants", {"group": ["sorte"], "sum": ["habitants"]}),
        ("show=groups&group=sorte&figure=none&of=habitants&sort=commune&select=commune", {"group": ["sorte"]}),
        ("show=groups&group=&figure=none&of=habitants&sort=-commune", {"sort": ["-commune"]}),
    ],
)
def test_a_form_as_it_is_sent_becomes_a_short_address(dataset, sent, kept):
    response = explore(dataset, sent)

    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == kept


def test_a_number_with_a_comma_and_blanks_is_understood(dataset):
    page = explore(dataset, "surface__ge=100,0&habitants__ge=&sorte__in=bourg", follow=True)

    assert [row[0] for row in cells(page)] == ["Chimay"]


def test_what_was_filtered_stands_in_the_form_again(dataset):
    page = text_of(explore(dataset, "sorte__in=ville&habitants__ge=30000&maj__le=2024-12-01&ouvert__eq=false&q=bin"))

    assert 'value="ville" checked' in page
    assert 'name="habitants__ge" value="30000"' in page
    assert 'name="maj__le" value="2024-12-01"' in page
    assert '<option value="false" selected>' in page
    assert 'name="q" value="bin"' in page


def test_each_filter_is_a_chip_that_takes_it_away(dataset):
    page = text_of(explore(dataset, "sorte__in=ville&habitants__ge=30000"))

    assert "sorte : ville" in page
    assert "habitants à partir de 30 000" in page
    assert re.search(r'class="chip" href="[^"]*\?habitants__ge=30000"', page)
    assert re.search(r'class="chip" href="[^"]*\?sorte__in=ville"', page)


def test_a_filter_that_the_form_cannot_show_is_kept_by_it(dataset):
    page = text_of(explore(dataset, 'commune__ne=Ath&filter={"or":[["sorte","eq","ville"],["habitants","le",9999]]}'))

    assert '<input type="hidden" name="commune__ne" value="Ath">' in page
    assert '<input type="hidden" name="filter"' in page
    assert "Plusieurs conditions sur sorte, habitants" in page


def test_headers_sort_up_then_down_then_not_at_all(dataset):
    assert re.search(r'href="[^"]*\?sort=habitants"', text_of(explore(dataset)))
    up = text_of(explore(dataset, "sort=habitants"))
    assert 'aria-sort="ascending"' in up
    assert re.search(r'href="[^"]*\?sort=-habitants"', up)
    assert next(row[0] for row in cells(explore(dataset, "sort=-habitants"))) == "Binche"


def test_pages_go_on_and_back_and_to_the_first():
    long = a_published_dataset(text="nom;n\n" + "".join(f"mot {n};{n}\n" for n in range(120)))
    client, addresses = Client(), [explore(long).request["PATH_INFO"]]
    for _page in range(2):
        page = html.unescape(client.get(addresses[-1]).content.decode())
        addresses.append(re.search(r'rel="next" href="([^"]+)"', page).group(1))
    third = client.get(addresses[-1])
    back = re.search(r'rel="prev" href="([^"]+)"', html.unescape(third.content.decode())).group(1)

    assert cells(third)[0][0] == "mot 100"
    assert 'rel="next"' not in third.content.decode()
    assert cells(client.get(back))[0][0] == "mot 50"
    assert addresses[0] in third.content.decode()


def test_groups_have_their_number_and_their_figures(dataset):
    page = explore(dataset, "group=sorte&sum=habitants&avg=surface")

    assert cells(page) == [["bourg", "2", "26 800", "115,21"], ["ville", "2", "63 000", "93,875"]]
    assert "2 groupes" in text_of(page)
    assert "habitants : somme" in text_of(page)


def test_when_nothing_is_left_it_says_which_filter_hides_how_many(dataset):
    page = text_of(explore(dataset, "sorte__in=ville&habitants__ge=90000"))

    assert "Aucune ligne ne répond à tout cela" in page
    assert re.search(r"sans « habitants à partir de 90 000 » <span class=\"quiet\">2</span>", page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("habitants__ge=beaucoup", "« beaucoup » ne convient pas pour « habitants »."),
        ("nulle_part=1", "nulle_part"),
        ("group=sorte&select=commune", "select"),
        ("place=21004", "place"),
        ("after=abcdef", "abîmée"),
    ],
)
def test_a_question_that_cannot_be_read_is_told_in_the_page(dataset, query, sentence):
    response = explore(dataset, query)

    assert response.status_code in {400, 409}
    assert sentence in text_of(response) or 'role="alert"' in text_of(response)
    assert 'class="explore__form"' in text_of(response)


def test_what_was_typed_wrong_is_kept(dataset):
    assert 'name="habitants__ge" value="beaucoup"' in text_of(explore(dataset, "habitants__ge=beaucoup"))


def test_downloads_and_code_hold_exactly_the_view(dataset):
    page = text_of(explore(dataset, "sorte__in=ville&sort=-habitants&select=commune"))

    assert re.search(r'href="/api/catalogue/v1/[^"]+/rows\.csv\?sorte__in=ville&select=commune&sort=-habitants"', page)
    for format_ in ("xlsx", "json", "ndjson", "parquet"):
        assert f"/rows.{format_}?sorte__in=ville" in page
    assert "rows.geojson" not in page
    for language in ("curl", "Python", "R", "JavaScript"):
        assert f">{language}</figcaption>" in page
    assert "http://testserver/api/catalogue/v1/" in page


def test_the_newest_version_is_shown_and_an_older_one_says_so(dataset):
    editor = an_editor_of(dataset.authority)
    version = propose_version(
        actor=editor, dataset=dataset, upload=an_upload(dataset.authority, text=TOWNS.replace("Ath", "Mons")), at=LATER
    )
    accept_version(actor=editor, version=version, at=LATER)
    dataset.refresh_from_db()
    old = explore(dataset, "version=1")

    assert cells(explore(dataset))[0][0] == "Mons"
    assert cells(old)[0][0] == "Ath"
    assert "ancienne version" in text_of(old)
    assert f"/api/catalogue/v1/datasets/{dataset.slug}/versions/1/" in text_of(old)
    assert re.search(r'href="[^"]*\?sort=commune&version=1"', text_of(old))
    assert explore(dataset, "version=9").status_code == 404


def test_a_withdrawn_dataset_says_why(dataset):
    reason = "Ces données étaient fausses."
    withdraw_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, reason=reason, at=LATER)

    response = explore(dataset)

    assert response.status_code == 410
    assert reason in text_of(response)


def test_data_that_are_not_public_are_for_staff(dataset):
    dataset.access = "non_public"
    dataset.save()

    assert explore(dataset).status_code == 403
    assert explore(dataset, actor=an_agent_of(dataset.authority)).status_code == 200


def test_a_draft_is_for_its_staff():
    draft = a_draft(text=TOWNS)

    assert explore(draft).status_code == 404
    shown = explore(draft, actor=an_agent_of(draft.authority))
    assert shown.status_code == 200
    assert "Seuls les agents voient cette page" in text_of(shown)


def test_an_old_address_leads_to_the_present_one(dataset):
    before = explore(dataset).request["PATH_INFO"]
    change_address(actor=an_editor_of(dataset.authority), dataset=dataset, slug="villes-nouvelles", at=LATER)

    response = Client().get(f"{before}?sort=commune")

    assert response.status_code in {301, 308}
    assert "/villes-nouvelles/explore/" in response["Location"]


def test_the_dataset_alone_leads_to_its_first_table(dataset):
    assert cells(Client().get(f"/fr/catalogue/{dataset.slug}/explore/"))[0][0] == "Ath"


def test_a_page_costs_little(dataset):
    explore(dataset)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = explore(dataset, "sorte__in=ville", **{"Accept-Encoding": "gzip"})

    assert len(asked) <= MOST_QUERIES
    assert len(response.content) <= MOST_BYTES


def test_a_stranger_who_has_the_page_is_sent_nothing(dataset):
    tag = explore(dataset, "sort=commune")["ETag"]

    assert explore(dataset, "sort=commune", **{"If-None-Match": tag}).status_code == 304
    assert explore(dataset, "sort=-commune", **{"If-None-Match": tag}).status_code == 200
    assert explore(dataset, "sort=commune", language="nl", **{"If-None-Match": tag}).status_code == 200
    assert "ETag" not in explore(dataset, "sort=commune", actor=an_agent_of(dataset.authority))
