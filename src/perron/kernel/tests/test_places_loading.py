"""Places in the database: the same as the table of facts, whatever happened to them."""

from __future__ import annotations

import pytest

from perron.kernel.models import Place, PostalCode
from perron.kernel.places import UnknownPlace, facts, facts_are_stale, load_facts, place, places, who_is_competent
from perron.kernel.testing.factories import an_authority
from perron.kernel.tests.territory import facts_loaded, facts_once  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts_loaded")]


def test_loading_twice_changes_nothing():
    assert load_facts() == 0
    assert not facts_are_stale()
    assert Place.objects.count() == len(facts.places())
    assert PostalCode.objects.count() == len(facts.postal_codes())


def test_an_empty_or_changed_table_is_stale_and_put_right():
    Place.objects.filter(nis="21015").update(names={"fr": "Ailleurs"})
    PostalCode.objects.filter(code="1030").delete()
    assert facts_are_stale()

    assert load_facts() == 1

    assert place("21015").names["nl"] == "Schaarbeek"
    assert not facts_are_stale()


def test_a_place_says_what_it_is():
    here = place("73009")
    assert (here.kind, here.is_current, here.successors, here.parent_id) == ("commune", False, ["73111"], "73000")
    assert place("01000").extent.north == pytest.approx(51.5051)


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownPlace, match="99999"):
        place("99999")


def test_several_places_come_in_the_order_asked_without_unknown_ones():
    assert [here.nis for here in places(["62063", "99999", "11002"])] == ["62063", "11002"]


def test_levels_of_government_come_with_their_authorities():
    town = an_authority(place_id="63023")
    an_authority(place_id="63023", is_active=False)

    levels = who_is_competent("63023")

    assert [level.place.kind for level in levels] == ["commune", "province", "community", "region", "country"]
    assert [level.authorities for level in levels] == [(town,), (), (), (), ()]


def test_a_former_commune_is_governed_by_its_successor():
    assert who_is_competent("73009")[0].place.nis == "73111"
    assert who_is_competent("99999") == []
