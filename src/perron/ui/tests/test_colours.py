"""Whatever accent an authority chooses, its pages can be read."""

from __future__ import annotations

from itertools import product

import pytest

from perron.ui import colours

AA = 4.5
ACCENTS = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in product(range(0, 256, 51), repeat=3)]


def pairs(palette: colours.Palette, page: str) -> list[tuple[str, str]]:
    """All text and ground that the components put together."""
    return [
        (palette.accent, page),
        (palette.accent, palette.soft),
        (palette.strong, palette.soft),
        (palette.on_accent, palette.accent),
        (palette.on_accent, palette.strong),
    ]


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_accent_can_be_read_in_light_and_dark(accent: str) -> None:
    light = pairs(colours.light_palette(accent), colours.LIGHT_PAGE)
    dark = pairs(colours.dark_palette(accent), colours.DARK_PAGE)

    assert all(colours.contrast(text, ground) >= AA for text, ground in light + dark)


def test_contrast_is_the_one_of_wcag() -> None:
    assert colours.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_an_accent_that_is_legible_already_stays_as_it_is() -> None:
    assert colours.light_palette("#0b5a6f").accent == "#0b5a6f"


@pytest.mark.parametrize("value", ["red", "#fff", "#12345g", "url(x)", "#000000;}"])
def test_only_plain_colours_are_taken(value: str) -> None:
    assert not colours.is_colour(value)
