"""Lists to choose from, written without a template for each of their options: a desk has hundreds on each page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """The same list as Django's."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ANN401, ARG002  Django's own
        """The element with its options, in their groups."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join("", "{}", ((_group(title, options),) for title, options, _at in widget["optgroups"]))
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


class PlainSelectMultiple(PlainSelect, forms.SelectMultiple):
    """The same, to choose several."""


def _group(title: str | None, options: list[dict[str, Any]]) -> SafeString:
    rows = ((_value(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options)
    written = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', title, written) if title else written


def _value(value: object) -> str:
    return "" if value is None else str(value)
