"""Template tags of the design system, in every template without `{% load %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as day
from datetime import datetime
from decimal import Decimal
from functools import cache

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from perron.kernel.languages import current_language, pick
from perron.ui import assets, devices, words
from perron.ui.languages import LanguageAddress, addresses

register = template.Library()


@register.simple_tag
def asset(entry: str) -> SafeString:
    """The elements that load a built entry: `{% asset "main.css" %}`, `{% asset "map.ts" %}`."""
    found = assets.built(entry)
    if found is None:
        return SafeString("<!-- The front end is not built: run `npm ci && npm run build`. -->")
    if entry.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}">', static(found.file))
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(name),) for name in found.styles))
    early = format_html_join("", '<link rel="modulepreload" href="{}">', ((static(name),) for name in found.imports))
    return format_html('{}{}<script type="module" src="{}"></script>', styles, early, static(found.file))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `ui/icons.svg`, hidden from screen readers: it stands beside a word, never instead of one."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    """Kept: a list of fifty has two hundred of them."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("ui/icons.svg"), name)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, object]:
    """Label, hint, error and input of a form field, tied together for screen readers."""
    kind = getattr(bound.field.widget, "input_type", "")
    return {"field": bound, "hint": hint or bound.help_text, "is_choice": kind == "checkbox" and not bound.use_fieldset}


@register.simple_tag
def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number as written in the reader's language: `1 234,5`; an em dash when there is none."""
    return "—" if value is None else words.number(value, decimals)


@register.simple_tag
def date(value: day | datetime | None, style: str = "long") -> SafeString | str:
    """A date in a `<time>` element. Styles: `long`, `short`, `moment` (with the hour), `since` ("3 days ago")."""
    if value is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.date(value, style))


@register.simple_tag
def device(user_agent: str) -> str:
    """The browser and the system of a session, as people call them: `Firefox, Windows`."""
    return devices.name(user_agent)


@register.simple_tag
def filesize(octets: int | None) -> str:
    """A file's size as written in the reader's language: `1,4 Mo`."""
    return "—" if octets is None else words.filesize(octets)


@register.simple_tag
def say(texts: Mapping[str, str] | str) -> SafeString | str:
    """A content text for the reader, marked with its language when it is another, and when a machine translated it."""
    if isinstance(texts, str):
        return texts
    picked = pick(texts)
    if picked.by_machine:
        notice = gettext("translated by machine")
        return format_html(
            '<span lang="{}">{}</span> <span class="by-machine">{}</span>', *(picked.language, picked.words, notice)
        )
    if picked.words and picked.language != current_language():
        return format_html('<span lang="{}">{}</span>', picked.language, picked.words)
    return picked.words


@register.filter
def said(texts: Mapping[str, str] | str) -> str:
    """The words alone of a content text, for titles and attributes."""
    return texts if isinstance(texts, str) else pick(texts).words


@register.simple_tag
def cell_class(columns: Sequence[Mapping[str, object]], at: int) -> SafeString:
    """The class attribute of a cell: numbers stand under each other."""
    return SafeString(' class="number"' if at < len(columns) and columns[at].get("is_number") else "")


@register.inclusion_tag("ui/page_links.html", takes_context=True)
def page_links(context: RequestContext, page: Page[object]) -> dict[str, object]:
    """Links to the other pages of a list, keeping the question in the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = str(page.paginator.ELLIPSIS)
    steps = [(n, None if str(n) == gap else changed(context["request"], page=n)) for n in numbers]
    before = changed(context["request"], page=page.previous_page_number()) if page.has_previous() else ""
    after = changed(context["request"], page=page.next_page_number()) if page.has_next() else ""
    return {"page": page, "steps": steps, "before": before, "after": after}


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, **changes: object) -> str:
    """The address with other query values: `{% url_with sort="title" %}`. None or "" removes; `page` goes too."""
    return changed(context["request"], **changes)


@register.simple_tag(takes_context=True)
def url_toggle(context: RequestContext, key: str, value: object) -> str:
    """The address with one value of a repeated key put in, or taken out when it was there (facets, chips)."""
    request: HttpRequest = context["request"]
    chosen = request.GET.getlist(key)
    left = [other for other in chosen if other != str(value)]
    return changed(request, **{key: left if len(left) < len(chosen) else [*chosen, str(value)]})


def changed(request: HttpRequest, **changes: object) -> str:
    """The request's address with query values replaced; `page` goes unless it is among them."""
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.setlist(
            key, [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
        )
    written = query.urlencode()
    return f"{request.path}?{written}" if written else request.path


@register.simple_tag(takes_context=True)
def language_addresses(context: RequestContext) -> list[LanguageAddress]:
    """The same page in each language: `{% language_addresses as languages %}`."""
    return addresses(context["request"])
