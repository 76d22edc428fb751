"""The chart, the map, SQL and the embedded copies of a table: what is drawn of what, and who may frame it."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perron.bricks.catalogue.tests.factories import a_published_dataset
from perron.kernel import places
from perron.kernel.web import pace

pytestmark = pytest.mark.django_db

VIEWS = ("", "chart/", "map/", "sql/")
COUNTS = "jour;heure;passages;temperature\n" + "".join(
    f"{day:02}/0{month}/2024;{day % 24};{day * month};{day / 2:.1f}\n".replace(".", ",")
    for month in range(1, 7)
    for day in range(1, 29)
)
SUBSIDIES = "secteur;montant\n" + "".join(f"{'Sport' if n % 3 else 'Culture'};{n}\n" for n in range(1, 41))
SHOPS = "nom;lon;lat\nBoulangerie;4,35;50,85\nLibrairie;4,36;50,84\nPharmacie;4,37;50,83\n"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()


def of(dataset, rest: str = "", query: str = "", language: str = "fr"):
    table = dataset.current.tables.first().name
    address = f"/{language}/catalogue/{dataset.slug}/explore/{table}/{rest}"
    return Client().get(f"{address}?{query}" if query else address)


def text_of(response) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def points(response) -> list[dict[str, object]]:
    found = re.search(r'<script id="chart-rows" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found.group(1)) if found else []


def the_communes(count: int = 3) -> list[str]:
    return sorted(places.communes())[:count]


def people(codes: list[str], *, header: str = "code_nis;habitants") -> str:
    return "\n".join([header, *(f"{code};{(at + 1) * 1000}" for at, code in enumerate(codes))]) + "\n"


def test_times_and_numbers_suggest_a_line_of_their_months():
    page = of(a_published_dataset(text=COUNTS), "chart/")

    assert 'data-chart="line"' in text_of(page)
    assert [point["x"] for point in points(page)] == [f"2024-0{month}-01" for month in range(1, 7)]
    assert points(page)[1]["y"] == 2 * sum(range(1, 29))
    assert "passages : somme selon jour" in text_of(page)


def test_categories_and_numbers_suggest_bars_the_largest_first():
    page = of(a_published_dataset(text=SUBSIDIES), "chart/")

    assert 'data-chart="ranking"' in text_of(page)
    assert [point["x"] for point in points(page)] == ["Sport", "Culture"]
    assert "<td>Sport</td>" in text_of(page)


def test_a_single_number_suggests_how_it_is_spread():
    page = of(a_published_dataset(text="id;hauteur\n" + "".join(f"{n};{n},5\n" for n in range(60))), "chart/")

    assert 'data-chart="bins"' in text_of(page)
    assert sum(int(str(point["y"])) for point in points(page)) == 60


def test_two_numbers_suggest_dots():
    text = "hauteur;largeur\n" + "".join(f"{n},5;{n * 2},25\n" for n in range(30))

    assert len(points(of(a_published_dataset(text=text), "chart/"))) == 30


def test_where_nothing_suits_it_says_why():
    page = text_of(of(a_published_dataset(text="nom\n" + "".join(f"mot {n}\n" for n in range(50))), "chart/"))

    assert "Rien dans ce tableau ne se prête à un graphique." in page
    assert "data-chart=" not in page


def test_a_choice_that_cannot_be_drawn_is_told_with_the_way_out():
    page = of(a_published_dataset(text=SUBSIDIES), "chart/", "chart=dot&x=secteur&y=secteur")

    assert page.status_code == 200
    assert "Ces colonnes ne conviennent pas à ce graphique." in text_of(page)


def test_the_chart_is_of_the_filtered_rows_and_its_code_is_its_question():
    page = of(a_published_dataset(text=SUBSIDIES), "chart/", "chart=bar&x=secteur&figure=max&y=montant&montant__le=10")

    assert [point["y"] for point in points(page)] == [10.0, 9.0]
    assert "montant__le=10&group=secteur&max=montant&sort=-max_montant" in text_of(page)


def test_no_more_is_drawn_than_can_be_read_and_it_is_said():
    text = "rue;montant\n" + "".join(f"rue {n % 45};{n}\n" for n in range(90))
    page = of(a_published_dataset(text=text), "chart/", "chart=bar&x=rue&figure=sum&y=montant")

    assert len(points(page)) == 30
    assert "Les 30 plus grandes valeurs sur 45 sont dessinées." in text_of(page)


def test_rows_with_coordinates_are_asked_of_the_api_by_part_of_the_map():
    page = text_of(of(a_published_dataset(text=SHOPS), "map/", "nom__contains=i"))

    assert re.search(r'data-rows="/api/catalogue/v1/[^"]+/rows\.geojson\?nom__contains=i&select=nom&limit=3001"', page)
    assert 'data-most="3000"' in page
    assert page.count('<li><p class="item__title">') == 3
    assert "Boulangerie" in page


def test_a_table_without_places_has_no_map():
    dataset = a_published_dataset(text=SUBSIDIES)

    assert of(dataset, "map/").status_code == 404
    assert "/map/" not in text_of(of(dataset))


def test_codes_of_places_make_a_figure_per_place_with_its_list():
    places.load_facts()
    codes = the_communes()
    dataset = a_published_dataset(text=people([*codes, codes[0]]))
    page, values = text_of(of(dataset, "map/")), of(dataset, "values.json").json()

    assert values == {codes[0]: 5000.0, codes[1]: 2000.0, codes[2]: 3000.0}
    assert "habitants : somme, par commune" in page
    assert 'data-kind="commune"' in page
    assert re.search(r'<td class="number">5 000</td>', page)
    assert of(dataset, "values.json", "figure=avg&of=habitants").json()[codes[0]] == 2500.0
    assert of(dataset, "values.json", "figure=count").json()[codes[0]] == 2.0
    assert of(dataset, "values.json", f"place={codes[1]}").json() == {codes[1]: 2000.0}


def test_figures_add_up_to_provinces_and_totals_of_the_file_are_left_out():
    places.load_facts()
    commune = next(c for c in places.communes() if any(_is_province(above) for above in places.ancestors(c)))
    province = next(above for above in places.ancestors(commune) if _is_province(above))
    dataset = a_published_dataset(text=people([commune, commune, province]))

    assert of(dataset, "values.json", "kind=province").json() == {province: 3000.0}
    assert "1 ligne ne porte pas le code" in text_of(of(dataset, "map/", "kind=province"))


def test_a_code_of_before_counts_for_its_successor():
    places.load_facts()
    now, before = next((code, places.former(code)[0]) for code in sorted(places.communes()) if places.former(code))

    assert of(a_published_dataset(text=people([now, before])), "values.json").json() == {now: 3000.0}


def test_sql_says_what_is_fetched_and_gives_examples_of_this_table():
    page = text_of(of(a_published_dataset(text=SUBSIDIES), "sql/"))

    assert re.search(r'data-sql="/api/catalogue/v1/[^"]+/rows\.parquet"', page)
    assert "Tout se passe dans votre navigateur" in page
    assert re.search(r"charge environ [78] Mo", page)
    assert 'order by "montant" desc' in page


@pytest.mark.parametrize("view", ["table", "chart"])
def test_an_embedded_view_may_be_framed_and_names_its_source(view):
    dataset = a_published_dataset(text=SUBSIDIES)
    response = of(dataset, f"embed/{view}/", "secteur__eq=Sport")

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert dataset.authority.names["fr"] in text_of(response)
    assert re.search(
        r'href="http://testserver/fr/catalogue/[^"]+\?secteur__eq=Sport" target="_blank" rel="noopener"',
        text_of(response),
    )
    assert 'class="masthead' not in text_of(response)


@pytest.mark.parametrize("rest", [view for view in VIEWS if view != "map/"])
def test_no_other_page_may_be_framed(rest):
    response = of(a_published_dataset(text=SUBSIDIES), rest)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("rest", VIEWS)
def test_only_the_questions_in_sql_may_compile_webassembly(rest):
    policy = of(a_published_dataset(text=SUBSIDIES), rest)["Content-Security-Policy"]

    assert ("'wasm-unsafe-eval'" in policy) == (rest == "sql/")


def test_only_views_can_be_embedded():
    dataset = a_published_dataset(text=SUBSIDIES)

    assert of(dataset, "embed/sql/").status_code == 404
    assert of(dataset, "embed/nothing/").status_code == 404


@pytest.mark.parametrize("rest", VIEWS)
def test_each_view_asks_the_database_little(rest):
    dataset = a_published_dataset(text=SHOPS)
    of(dataset, rest)
    with CaptureQueriesContext(connection) as asked:
        response = of(dataset, rest, "q=bou" if rest != "sql/" else "")

    assert response.status_code == 200
    assert len(asked) <= 12


@pytest.mark.parametrize("rest", VIEWS)
def test_a_bad_question_is_told_in_each_view(rest):
    response = of(a_published_dataset(text=SHOPS), rest, "lon__ge=partout")

    assert response.status_code == 400
    assert "partout" in text_of(response)


def _is_province(code: str) -> bool:
    return code in places.places_in(code, kind="province")


@pytest.mark.parametrize("view", ["", "chart/", "map/", "embed/table/", "values.json"])
def test_the_pages_count_as_questions_and_too_many_are_put_off(view, settings, monkeypatch):
    settings.API_QUESTIONS = 1
    monkeypatch.setattr(pace, "time", lambda: 1_780_000_000.0)  # both in one stretch of time
    caches["shared"].clear()
    pace._tallies.clear()
    shown = a_published_dataset(text=people(the_communes()))

    first, second = of(shown, view), of(shown, view, query="q=1")

    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second["Retry-After"]) >= 1
    pace._tallies.clear()
