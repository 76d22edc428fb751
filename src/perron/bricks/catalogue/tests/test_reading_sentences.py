"""What the reading doubted is said in the reader's language, without a code of ours in it."""

from __future__ import annotations

import pytest
from django.utils import translation

from perron.bricks.catalogue.rules.understanding import Doubt
from perron.bricks.catalogue.schemas.sentences import DOUBTS, REASONS, reason, sentence
from perron.kernel.languages import LANGUAGES

SAID = {
    "almost_all": (
        {"type": "integer", "fits": 9, "others": 1},
        ("Nombre entier", "Geheel getal", "Ganze Zahl", "Whole number"),
    ),
    "personal_data": (
        {"kind": "national_number", "values": 3},
        ("registre national", "Rijksregisternummer", "Nationalregisternummer", "National register number"),
    ),
    "member_not_read": (
        {"member": "a.json", "reason": "damaged_file", "format": "JSON"},
        ("endommagé", "beschadigd", "beschädigt", "damaged"),
    ),
    "ambiguous_numbers": (
        {"mark": ".", "read_as": "thousands"},
        ("milliers", "duizendtallen", "Tausender", "thousands"),
    ),
}


@pytest.mark.parametrize("code", SAID)
def test_the_facts_of_a_doubt_are_words_too(code: str):
    facts, words = SAID[code]

    for language, word in zip(LANGUAGES, words, strict=True):
        with translation.override(language):
            said = sentence(Doubt(code, facts))
        assert word in said
        assert "_" not in said


@pytest.mark.parametrize("code", [*DOUBTS, *REASONS])
def test_every_doubt_and_reason_is_said_in_four_languages(code: str):
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(str(DOUBTS.get(code) or reason(code)))

    assert len(said) == len(LANGUAGES)
