"""Whether words lead further than to the town."""

from __future__ import annotations

import pytest

from perron.bricks.reports.rules.addresses import leads_there

NAMUR = ("Namur", "Namen", "5000", "Jambes")


@pytest.mark.parametrize(
    "words", ["Rue Haute 1, 5000 Namur", "Chaussée d’Éghezée 12b Namen", "dans le parc, près de la fontaine, Namur"]
)
def test_a_street_with_its_number_or_what_is_beside_it_leads_there(words):
    assert leads_there(words, NAMUR)


@pytest.mark.parametrize("words", ["", "5000", "Namur", "5000 NAMÛR", "Namur 12", "rue haute namur", "à Namur"])
def test_a_town_or_a_street_alone_does_not(words):
    assert not leads_there(words, NAMUR)
