"""A new report in three screens: nothing typed is lost, nothing personal is in an address, and it is sent once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from perron.bricks.reports.models import Handbook, ManagedPlace
from perron.bricks.reports.rules.handbook import Category, Emergency
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.sending import PositionBy
from perron.bricks.reports.tests.factories import (
    HERE,
    NOON,
    a_handbook,
    a_place,
    a_report,
    a_serving_authority,
)
from perron.bricks.reports.tests.sending_pages import NEW, WHERE, nothing_kept, page, told  # noqa: F401  (a fixture)
from perron.kernel.authorities import AuthorityKind
from perron.kernel.languages import pick
from perron.kernel.testing.factories import an_authority

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_the_first_screen_asks_where():
    a_serving_authority()

    response = Client().get(NEW)

    assert response.status_code == 200
    assert "Où est-ce" in page(response)


def test_a_town_in_the_address_is_enough_where_there_is_no_gps():
    a_serving_authority()

    response = Client().get(NEW, {"place": "Place de la Monnaie 3, 1000"})

    assert response.status_code == 302
    assert "by=address" in response.headers["Location"]
    assert "Un trou" not in response.headers["Location"]


def test_a_town_that_nobody_knows_is_asked_again_with_what_was_typed():
    a_serving_authority()

    response = Client().get(NEW, {"place": "Qwertyuiop"})

    assert response.status_code == 422
    assert "Qwertyuiop" in page(response)
    assert "Nous ne trouvons pas cette commune" in page(response)


def test_several_towns_of_one_name_are_offered():
    a_serving_authority()

    response = Client().get(NEW, {"place": "Rue Haute 1, saint"})
    offered = re.findall(r'href="(/fr/reports/new/[?][^"]*town=[^"]*)"', page(response))

    assert len(offered) > 1
    assert "by=address" in Client().get(offered[0].replace("&amp;", "&")).headers["Location"]


def test_the_town_hall_is_not_where_it_is_unless_the_words_lead_there():
    a_serving_authority()

    bare = Client().get(NEW, {"place": "1000 Bruxelles"})
    full = Client().get(NEW, {"place": "Rue Haute 1, 1000 Bruxelles"})

    assert bare.status_code == 422
    assert "la rue et le numéro" in page(bare)
    assert "by=address" in full.headers["Location"]


def test_who_has_a_map_moves_the_pin_or_says_that_the_words_are_enough():
    a_serving_authority()
    asked = {"place": "Rue Haute 1, 1000 Bruxelles", "pin": "1"}

    first = page(Client().get(NEW, asked))
    nis = re.search(r'name="town" value="(\d+)"', first)[1]
    again = Client().get(NEW, asked | {"town": nis})
    moved = Client().get(NEW, asked | {"town": nis, "lon": HERE[0], "lat": HERE[1], "by": "map"})
    sure = Client().get(NEW, asked | {"town": nis, "as_written": "1"})

    assert "data-start=" in first
    assert "Déplacez le repère" in first
    assert again.status_code == 422
    assert moved.status_code == 200
    assert "by=address" in sure.headers["Location"]


def test_a_road_near_the_middle_of_the_town_says_nothing_of_an_address():
    town, region = a_serving_authority(), an_authority(kind=AuthorityKind.REGION)
    a_handbook(region)
    street = {"type": "LineString", "coordinates": [[HERE[0] - 0.001, HERE[1]], [HERE[0] + 0.001, HERE[1]]]}
    ManagedPlace.objects.create(
        source="roads", identifier="1", kind="road", manager=region, geometry=street, loaded_at=NOON
    )

    exact = a_report(town)
    told = a_report(town, position_by=PositionBy.ADDRESS)

    assert (exact.authority, told.authority) == (region, town)


@pytest.mark.parametrize(("lon", "lat"), [("2.35", "48.85"), ("2.5", "51.6"), ("999", "0"), ("nan", "50")])
def test_abroad_at_sea_or_nowhere_is_said_beside_the_place(lon, lat):
    a_serving_authority()

    response = Client().get(NEW, {"lon": lon, "lat": lat})

    assert response.status_code in {400, 422}
    assert "Où est-ce" in page(response)


def test_where_nobody_takes_reports_one_is_told_who_it_is():
    a_place()

    response = Client().get(NEW, WHERE)

    assert response.status_code == 200
    assert "Personne ici ne reçoit de signalements" in page(response)


def test_the_second_screen_offers_the_categories_of_who_is_competent():
    a_serving_authority()

    shown = page(Client().get(NEW, WHERE))

    assert "Voirie" in shown
    assert "category=hole" in shown
    assert "Rien de tout cela ne convient" in shown


def test_words_suggest_a_category_and_never_stand_in_an_address():
    a_serving_authority()

    response = Client().post(f"{NEW}?lon={WHERE['lon']}&lat={WHERE['lat']}&by=gps", {"words": "un trou"})

    assert response.status_code == 200
    assert "Ceci convient peut-être" in page(response)
    assert "words=" not in page(response)


def test_the_last_screen_says_to_whom_it_goes_and_who_sees_what():
    authority = a_serving_authority()

    shown = page(Client().get(NEW, WHERE | {"category": "hole"}))

    assert f"Destinataire : {pick(authority.names, 'fr').words}" in shown
    assert "Va à la commune de cet endroit" in shown
    assert "Tout le monde voit" in shown


def test_a_category_that_is_not_there_leads_back_to_the_choice():
    a_serving_authority()

    shown = page(Client().get(NEW, WHERE | {"category": "volcano"}))

    assert "Cette catégorie n’existe pas ici" in shown


def test_what_is_reported_here_already_is_shown_before_sending():
    authority = a_serving_authority()
    known = a_report(authority, description="Déjà dit.")

    shown = page(Client().get(NEW, WHERE | {"category": "hole"}))

    assert "Est-ce l’un de ceux-ci" in shown
    assert f"/fr/reports/{known.code}/me-too/" in shown


def an_emergency(authority) -> None:
    gas = Category("gas", {"fr": "Odeur de gaz"}, emergency=Emergency("112", {"fr": "Sortez d’abord."}))
    Handbook.objects.filter(authority=authority).delete()
    a_handbook(authority, Written(categories=(gas,)))


def test_an_emergency_shows_the_telephone_and_no_form():
    an_emergency(a_serving_authority())

    shown = page(Client().get(NEW, WHERE | {"category": "gas"}))

    assert 'href="tel:112"' in shown
    assert "Sortez d’abord." in shown
    assert "data-report " not in shown


def test_an_emergency_is_taken_once_one_has_called():
    an_emergency(a_serving_authority())
    client = Client()

    refused = client.post(NEW, told(category="gas"))
    sent = client.post(NEW, told(category="gas", called="True"))

    assert refused.status_code == 409
    assert sent.status_code == 302
