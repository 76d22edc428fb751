"""The search as a stranger uses it: what she finds, how she narrows, what she does when there is nothing."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perron.bricks.catalogue.actions.declared import refresh_declared
from perron.bricks.catalogue.publish.inventory import INVENTORY
from perron.bricks.catalogue.tests.factories import NOON, a_draft, a_published_dataset
from perron.kernel.search import index_all
from perron.kernel.testing.factories import an_actor, an_authority

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MOST_QUERIES = 12


def page(address: str = "", language: str = "fr", **asked: object) -> str:
    response = Client().get(f"/{language}/catalogue/{address}?{urlencode(asked, doseq=True)}")
    assert response.status_code == 200
    return response.content.decode()


def published(**changes):
    dataset = a_published_dataset(**changes)
    index_all()
    return dataset


def test_a_stranger_sees_what_there_is_with_what_matters_of_each():
    authority = an_authority(names={"fr": "Ville de Test", "nl": "Stad Test"})
    dataset = published(authority=authority, place="62063")

    shown = page()

    assert f'href="/fr/catalogue/{dataset.slug}/"' in shown
    assert "Arbres de la ville" in shown
    assert "Tous les arbres plantés" in shown
    for fact in ("Ville de Test", "Liège", "4 mai 2026", "CSV", "PARQUET"):
        assert fact in shown, fact


def test_she_reads_it_in_her_language():
    published()

    assert "Bomen van de stad" in page(language="nl")
    assert "Arbres de la ville" in page(language="de")  # nobody wrote it in German: the next best, marked


def test_a_title_translated_by_machine_says_so():
    published(titles={"fr": "Arbres", "nl-t-fr": "Bomen"})

    assert 'class="by-machine"' in page(language="nl")
    assert 'class="by-machine"' not in page(language="fr")


def test_words_and_facets_narrow_and_are_taken_away_again():
    published()
    published(titles={"fr": "Budget"}, themes=("ECON",), licence="CC0-1.0")

    shown = page(q="arbres", theme="ENVI")

    assert "Arbres de la ville" in shown
    assert ">Budget<" not in shown
    assert 'href="/fr/catalogue/?q=arbres"' in shown  # the chip, without the theme
    assert 'aria-current="true"' in shown
    assert '<input type="hidden" name="theme" value="ENVI">' in shown


def test_every_facet_counts_in_the_readers_language():
    published()
    published(titles={"fr": "Budget"}, themes=("ECON",), licence="CC0-1.0", frequency="DAILY", high_value="c_b79e35eb")

    shown = page(language="nl")

    for title in ("Milieu", "Economie en financiën", "CC0: publiek domein, zonder voorwaarden", "Dagelijks"):
        assert title in shown, title


def test_a_long_facet_is_folded_and_its_link_shows_all():
    published()
    themes = ("AGRI", "ECON", "EDUC", "ENER", "GOVE", "HEAL", "INTR", "JUST", "REGI", "TRAN")
    published(titles={"fr": "De tout"}, themes=themes)

    folded, unfolded = page(), page(more="theme")

    assert folded.count('id="theme-') == 8
    assert 'href="/fr/catalogue/?more=theme#facet-theme"' in folded
    assert unfolded.count('id="theme-') == 11
    assert "more=theme#" not in unfolded


def test_what_all_answers_have_is_not_offered_as_a_choice():
    published()

    assert 'class="facet"' not in page()


def test_one_typo_is_forgiven_and_said():
    published()

    shown = page(q="abres")

    assert "Arbres de la ville" in shown
    assert "<strong>arbres</strong>" in shown


def test_nothing_found_leads_on():
    refresh_declared(actor=None, declared=INVENTORY, at=NOON)
    published()

    shown = page(q="hippopotame", theme="ENVI")

    assert "/ask/?kind=need&amp;words=hippopotame" in shown
    assert "/fr/catalogue/follow/?q=hippopotame&amp;theme=ENVI" in shown
    assert 'href="/fr/catalogue/?q=hippopotame"' in shown


def test_an_empty_installation_says_that_nothing_is_published_yet():
    index_all()

    assert 'class="empty"' in page()


@pytest.mark.parametrize(
    "query",
    [
        "q=%00&theme=%00&place=%00",
        "theme=NONSENSE&sort=upside-down&after=never-given-out",
        "place=99999&place=21004&publisher=nobody",
        f"q={'x' * 5000}",
        "&".join(f"format=f{number}" for number in range(200)),
        "q=%27%3B+DROP+TABLE&licence=%27--",
        "after=WzEsMiwzXQ==",
        "q=%F0%28%8C%28",
    ],
)
def test_any_address_answers(query):
    published()

    assert Client().get(f"/fr/catalogue/?{query}").status_code == 200
    assert Client().get(f"/fr/catalogue/feed.atom?{query}").status_code == 200
    assert Client().get(f"/fr/catalogue/follow/?{query}").status_code == 200


def test_drafts_are_not_found():
    a_draft()
    index_all()

    assert "Arbres de la ville" not in page()


def test_an_authority_shows_its_own_data_only():
    here, elsewhere = an_authority(), an_authority()
    published(authority=here)
    published(authority=elsewhere, titles={"fr": "Budget d'ailleurs"})

    shown = Client().get(f"/~{here.slug}/fr/catalogue/").content.decode()

    assert "Arbres de la ville" in shown
    assert "Budget d" not in shown
    assert f'href="/~{here.slug}/fr/catalogue/' in shown


def test_a_long_list_has_pages_without_holes():
    authority = an_authority()
    first = a_published_dataset(authority)
    for number in range(21):
        first.pk, first.slug, first.titles = None, f"more-{number}", {"fr": f"Arbres {number}"}
        first.save(force_insert=True)
    index_all()

    one = Client().get("/fr/catalogue/").context["page"]
    two = Client().get(one.at.next).context["page"]

    assert len(one.items) == 20
    assert {item.address for item in one.items}.isdisjoint(item.address for item in two.items)
    assert len(one.items) + len(two.items) == one.found.total
    assert two.at.next == ""
    assert two.at.start == "/fr/catalogue/"


def test_the_page_asks_the_database_little_whatever_is_chosen():
    published()
    everything = "q=arbres&theme=ENVI&format=csv&licence=CC-BY-4.0&quality=good&frequency=ANNUAL"
    Client().get(f"/fr/catalogue/?{everything}")

    with CaptureQueriesContext(connection) as asked:
        Client().get(f"/fr/catalogue/?{everything}")

    assert len(asked) <= MOST_QUERIES


def test_who_has_the_page_already_is_told_so():
    published()
    first = Client().get("/fr/catalogue/")

    again = Client().get("/fr/catalogue/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert "Cookie" in again["Vary"]


def test_the_page_travels_small():
    published()

    response = Client().get("/fr/catalogue/", headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 20_000


def test_the_feed_of_a_search_is_atom():
    dataset = published(descriptions={"fr": "Les arbres <b>plantés</b> & leur essence, par la ville."})
    response = Client().get("/fr/catalogue/feed.atom?q=arbres")

    feed = ElementTree.fromstring(response.content)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [child.tag for child in feed if child.tag in {f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"}] == [
        f"{ATOM}title",
        f"{ATOM}id",
        f"{ATOM}updated",
    ]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/fr/catalogue/feed.atom?q=arbres"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").startswith("tag:")
    assert entry.findtext(f"{ATOM}id").endswith(f"catalogue:dataset:{dataset.pk}")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/fr/catalogue/{dataset.slug}/"
    assert "&lt;b&gt;plantés" in entry.findtext(f"{ATOM}summary")
    assert entry.findtext(f"{ATOM}updated")
    assert entry.find(f"{ATOM}author") is not None


def test_an_empty_feed_is_a_feed_too():
    index_all()

    feed = ElementTree.fromstring(Client().get("/nl/catalogue/feed.atom").content)

    assert feed.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"


def test_the_page_names_its_feed_and_its_api():
    shown = page(q="arbres")

    assert 'type="application/atom+xml" title="“arbres”" href="/fr/catalogue/feed.atom?q=arbres"' in shown
    assert 'href="/api/catalogue/v1/datasets?q=arbres"' in shown


def test_a_search_is_followed_by_e_mail_without_account():
    shown = page("follow/", q="arbres", theme="ENVI")

    assert 'name="email"' in shown
    assert 'value="search:q=arbres&amp;kind=catalogue.dataset&amp;facet.theme=ENVI"' in shown


def test_a_search_is_followed_with_an_account():
    client = Client()
    client.force_login(an_actor())

    shown = client.get("/fr/catalogue/follow/?q=arbres").content.decode()

    assert 'name="email"' not in shown
    assert 'action="/fr/inbox/follow/"' in shown


def test_robots_keep_the_whole_list_only():
    published()

    assert "noindex" not in page()
    assert '<meta name="robots" content="noindex, follow">' in page(theme="ENVI")
