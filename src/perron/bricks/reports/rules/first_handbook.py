"""The handbook that an authority starts with: the usual categories in four languages, three teams, usual terms."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from perron.bricks.reports.rules.handbook import Handbook

DOCUMENT = Path(__file__).with_suffix(".json")


@cache
def first_handbook(*, with_terms: bool = True) -> Handbook:
    """The starting point; without terms, nothing is promised until the authority decides."""
    whole = Handbook.read(json.loads(DOCUMENT.read_text(encoding="utf-8")))
    if with_terms:
        return whole
    return replace(whole, categories=tuple(replace(one, service_level=None) for one in whole.categories))
