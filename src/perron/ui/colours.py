"""Colours that stay legible whatever accent an authority chooses (WCAG 2.2 contrast, sRGB)."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from typing import Final

DEFAULT_ACCENT: Final = "#0b5a6f"
LIGHT_PAGE: Final = "#f4f5f3"  # the darkest ground of the light mode (tokens.css, --perron-sunken)
DARK_PAGE: Final = "#23292f"  # lighter than any ground of the dark mode
WHITE: Final = "#ffffff"
INK: Final = "#101418"
NIGHT: Final = "#161a1e"
FAINT: Final = 0.08  # the share of the accent in its tint
LEGIBLE: Final = 5.0  # WCAG 2.2, 1.4.3, level AA asks 4.5; the rest is for the tint, which is a little nearer
HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")

Channels = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """An accent and what goes with it on one ground: on it, under the pointer, and as a faint tint. All `#rrggbb`."""

    accent: str
    strong: str
    on_accent: str
    soft: str


def is_colour(value: str) -> bool:
    """Whether this is a colour as we keep them: `#rrggbb`."""
    return HEX.fullmatch(value) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def on(colour: str) -> str:
    """White or ink, whichever is easier to read on the colour."""
    return max((WHITE, INK), key=lambda text: contrast(text, colour))


def light_palette(accent: str) -> Palette:
    """The palette of an accent on the light page: darkened, keeping its hue, until it can be read there."""
    legible = _until_legible(accent, LIGHT_PAGE, -1)
    return Palette(legible, _shifted(legible, -0.08), on(legible), mixed(legible, WHITE, FAINT))


def dark_palette(accent: str) -> Palette:
    """The palette of an accent on the dark page: lightened until it can be read there."""
    legible = _until_legible(accent, DARK_PAGE, +1)
    return Palette(legible, _shifted(legible, +0.08), on(legible), mixed(legible, NIGHT, FAINT))


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid over a ground: `share` 1 is the colour alone."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    red, green, blue = (one * share + other * (1 - share) for one, other in pairs)
    return _hex((red, green, blue))


def _until_legible(colour: str, ground: str, direction: int) -> str:
    while contrast(colour, ground) < LEGIBLE:
        colour = _shifted(colour, direction * 0.02)
    return colour


def _shifted(colour: str, by: float) -> str:
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    return _hex(hls_to_rgb(hue, min(1.0, max(0.0, lightness + by)), saturation))


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: Channels) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
