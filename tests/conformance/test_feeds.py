"""Our feeds in a feed reader, and as RFC 4287 asks: every element that must be there, identifiers that stay."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.test import Client

from perron.bricks.catalogue.tests.factories import a_published_dataset
from perron.kernel.search import index_all

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(params=["/fr/catalogue/feed.atom", "/fr/catalogue/{slug}/feed.atom", "/fr/search/feed.atom"])
def feed(request: pytest.FixtureRequest, published) -> bytes:
    answer = Client().get(request.param.format(slug=published.slug))
    assert answer["Content-Type"].startswith("application/atom+xml")
    return answer.content


def test_a_feed_reader_reads_it(feed: bytes):
    read = feedparser.parse(feed)

    assert (read.bozo, read.version, read.feed.language) == (False, "atom10", "fr")
    assert read.entries
    for entry in read.entries:
        assert "Arbres" in entry.title or "Version" in entry.title, entry.title
        assert entry.updated_parsed
        assert urlsplit(entry.link).scheme == "http"


def test_it_has_what_the_standard_asks_for(feed: bytes):
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated once each; a link to itself; an author for every entry."""
    root = ET.fromstring(feed)

    for thing in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(thing.findall(ATOM + name)) == 1, (thing.tag, name)
        assert urlsplit(thing.findtext(f"{ATOM}id", "")).scheme in {"tag", "http", "https"}
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert {"self", "alternate"} <= links.keys()
    entries = root.findall(f"{ATOM}entry")
    assert root.find(f"{ATOM}author") is not None or all(each.find(f"{ATOM}author") is not None for each in entries)
    identifiers = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(identifiers)) == len(identifiers)


def test_what_people_wrote_is_no_markup_in_a_feed_reader(db):
    hostile = a_published_dataset(descriptions={"fr": "Moins de 3 < 5 arbres <script>alert(1)</script> par rue."})
    index_all()

    for address in (f"/fr/search/feed.atom?q={hostile.slug}", "/fr/catalogue/feed.atom"):
        (entry,) = feedparser.parse(Client().get(address).content, sanitize_html=False).entries
        assert entry.summary.startswith("Moins de 3 &lt; 5 arbres &lt;script&gt;")
