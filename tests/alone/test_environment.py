"""What the operator says by environment variables is read as meant."""

from __future__ import annotations

import pytest

from perron.project import environment


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("", ""),
        ("/tiles/belgium.pmtiles", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("http://127.0.0.1:9000/a.pmtiles", "http://127.0.0.1:9000"),
    ],
)
def test_the_origin_of_an_address_is_its_scheme_and_host(address: str, origin: str) -> None:
    assert environment.origin(address) == origin
