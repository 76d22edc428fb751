"""An authority's colours as a small style sheet at its own address (no inline styles under our content policy)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse

from perron.ui import colours

if TYPE_CHECKING:
    from perron.kernel.authorities import Authority


def theme_address(authority: Authority) -> str:
    """Where the authority's style sheet is; it changes with its colours, so that browsers may keep it for ever."""
    accent = accent_of(authority)
    if accent is None:
        return ""
    version = hashlib.sha256(accent.encode()).hexdigest()[:8]
    return reverse("ui:theme", kwargs={"slug": authority.slug, "version": version})


def theme_css(authority: Authority) -> str:
    """The style sheet: the accent made legible for the light and the dark page."""
    accent = accent_of(authority) or colours.DEFAULT_ACCENT
    return render_to_string(
        "ui/theme.css", {"light": colours.light_palette(accent), "dark": colours.dark_palette(accent)}
    )


def accent_of(authority: Authority) -> str | None:
    """The authority's accent colour as `#rrggbb`; None when it has none that we can read."""
    accent = str(authority.colours.get("accent", ""))
    return accent if colours.is_colour(accent) else None
