"""What the template tags write, in each language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from perron.ui import assets

SOURCE = Path(__file__).parents[2]


def rendered(template: str, address: str = "/fr/catalogue/?q=eau&theme=a&theme=b&page=3", **context: object) -> str:
    """A template with a request at that address."""
    return engines["django"].from_string(template).render(context, RequestFactory().get(address))


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "1 234,5"), ("nl", "1.234,5"), ("de", "1.234,5"), ("en", "1,234.5")]
)
def test_numbers_are_written_as_the_reader_writes_them(language: str, said: str) -> None:
    with translation.override(language):
        written = rendered("{% number 1234.5 %}")

    assert re.sub(r"\s", " ", written) == said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "3 mai 2026"), ("nl", "3 mei 2026"), ("de", "3. Mai 2026"), ("en", "3 May 2026")]
)
def test_dates_are_written_in_words(language: str, said: str) -> None:
    with translation.override(language):
        assert rendered("{% date at %}", at=date(2026, 5, 3)) == f'<time datetime="2026-05-03">{said}</time>'


def test_moments_are_in_belgian_time() -> None:
    with translation.override("en"):
        assert "3 May 2026, 12:00" in rendered('{% date at "moment" %}', at=datetime(2026, 5, 3, 10, tzinfo=UTC))


def test_recent_things_say_how_long_ago() -> None:
    with translation.override("nl"):
        assert "3 dagen geleden" in rendered('{% date at "since" %}', at=timezone.now() - timedelta(days=3))


@pytest.mark.parametrize(
    ("octets", "said"), [(0, "0 o"), (999, "999 o"), (1_420_000, "1,4 Mo"), (34_000_000_000, "34 Go")]
)
def test_sizes_are_short(octets: int, said: str) -> None:
    with translation.override("fr"):
        assert re.sub(r"\s", " ", rendered("{% filesize octets %}", octets=octets)) == said


def test_nothing_is_an_em_dash() -> None:
    assert rendered("{% number x %}{% date x %}{% filesize x %}", x=None) == "———"


def test_text_in_another_language_says_which() -> None:
    with translation.override("de"):
        assert rendered("{% say texts %}", texts={"nl": "Scholen"}) == '<span lang="nl">Scholen</span>'


def test_text_translated_by_machine_says_so() -> None:
    with translation.override("fr"):
        written = rendered("{% say texts %}", texts={"nl": "<Scholen>", "fr-t-nl": "<Écoles>"})

    assert "&lt;Écoles&gt;" in written
    assert "by-machine" in written


def test_an_address_keeps_its_question_and_starts_again_at_the_first_page() -> None:
    assert rendered('{% url_with sort="title" q=None %}') == "/fr/catalogue/?theme=a&amp;theme=b&amp;sort=title"


def test_a_facet_is_put_in_and_taken_out() -> None:
    assert rendered('{% url_toggle "theme" "a" %}', "/x/?theme=a&theme=b") == "/x/?theme=b"
    assert rendered('{% url_toggle "theme" "c" %}', "/x/?theme=a") == "/x/?theme=a&amp;theme=c"


def test_the_page_links_know_where_one_is() -> None:
    with translation.override("en"):
        written = rendered("{% page_links page %}", "/x/?q=a", page=Paginator(range(100), 10).page(5))

    assert 'href="/x/?q=a&amp;page=5" aria-current="page"' in written
    assert 'rel="prev" href="/x/?q=a&amp;page=4"' in written


def test_a_page_has_its_address_in_each_language() -> None:
    template = "{% language_addresses as all %}{% for one in all %}{{ one.code }}={{ one.address }} {% endfor %}"

    assert "nl=/nl/catalogue/?q=eau&amp;theme=a" in rendered(template)
    assert "nl=/nl/ " in rendered(template, "/api/catalogue/v1/")


class Question(forms.Form):
    """One field with a hint."""

    email = forms.EmailField(help_text="For the answer.")


def test_a_field_ties_its_hint_and_its_error_to_its_input() -> None:
    with translation.override("en"):
        written = rendered("{% field form.email %}", form=Question({"email": "nobody"}))

    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', written)
    assert described
    assert all(f'id="{one}"' in written for one in described[1].split())
    assert 'aria-invalid="true"' in written
    assert '<label for="id_email">' in written


def test_a_page_without_the_built_front_end_still_comes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    assert rendered('{% asset "main.css" %}').startswith("<!--")


def test_a_typing_mistake_in_an_asset_is_loud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    with pytest.raises(KeyError):
        assets.built("mian.css")


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (SOURCE / "ui/static/ui/icons.svg").read_text()))
    templates = [*SOURCE.rglob("templates/**/*.html")]
    named = {name for path in templates for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())}

    assert named - drawn == set()
    assert {"info", "success", "warning", "error"} <= drawn


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "—"),
    ],
)
def test_a_device_is_called_as_its_owner_calls_it(header: str, said: str) -> None:
    assert rendered("{% device header %}", header=header) == said
