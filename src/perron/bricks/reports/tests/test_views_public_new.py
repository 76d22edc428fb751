"""A new report in three screens: nothing typed is lost, nothing personal is in an address, and it is sent once."""

from __future__ import annotations

import json
import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from perron.bricks.reports.models import Handbook, ManagedPlace, Photo, Report, Reporter
from perron.bricks.reports.rules.handbook import Category, Emergency, Outside, Question, RoutingRule, Then, Value, When
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
from perron.kernel.authorities import AuthorityKind
from perron.kernel.files import local_path
from perron.kernel.languages import pick
from perron.kernel.testing.factories import an_actor, an_authority

pytestmark = pytest.mark.django_db

WHERE = {"lon": f"{HERE[0]:.6f}", "lat": f"{HERE[1]:.6f}", "by": "gps"}
NEW = "/fr/reports/new/"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()
    caches["shared"].clear()


def told(**more):
    return WHERE | {"category": "hole", "description": "Un trou.", "sent_key": str(uuid4())} | more


def page(response) -> str:
    return response.content.decode()


def a_file(name: str = "trou.jpg", colour: str = "white") -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (400, 300), colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


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


def test_questions_of_the_category_are_asked_and_kept():
    authority = a_serving_authority()
    Handbook.objects.filter(authority=authority).delete()
    depth = Question("depth", {"fr": "Profondeur"}, "singlevaluelist", True, {}, (Value("deep", {"fr": "Profond"}),))
    a_handbook(authority, Written(categories=(Category("hole", {"fr": "Trou"}, questions=(depth,)),)))
    client = Client()

    missing = client.post(NEW, told())
    client.post(NEW, told(q_depth="deep"))

    assert missing.status_code == 422
    assert "Un trou." in page(missing)
    assert Report.objects.get().answers == {"depth": "deep"}


def test_a_report_is_sent_without_a_name_and_its_sender_is_led_to_it():
    a_serving_authority()
    client = Client()

    response = client.post(NEW, told(place="Rue Haute 1"), follow=True)

    report = Report.objects.get()
    assert response.redirect_chain == [(f"/fr/reports/sent/{report.code}/", 302)]
    assert (report.address, report.position_by, report.language) == ("Rue Haute 1", "gps", "fr")
    assert report.code in page(response)
    assert Reporter.objects.get().secret in page(response)
    assert Reporter.objects.get().email == ""


def test_a_stranger_who_guesses_the_code_sees_no_secret():
    a_serving_authority()
    Client().post(NEW, told())
    report = Report.objects.get()

    response = Client().get(f"/fr/reports/sent/{report.code}/", follow=True)

    assert response.redirect_chain == [(f"/fr/reports/{report.code}/", 302)]
    assert Reporter.objects.get().secret not in page(response)


def test_photos_come_with_what_is_covered():
    a_serving_authority()
    covers = [[[0, 0, 0.5, 0.5]], []]

    Client().post(NEW, told(photos=[a_file(), a_file("b.jpg", "grey")], covers=json.dumps(covers)))

    first, second = Photo.objects.order_by("pk")
    with Image.open(local_path(first.shown)) as image:
        assert max(image.getpixel((20, 20))) < 40
        assert min(image.getpixel((380, 280))) > 200
    assert (len(first.covers), second.covers) == (1, [])


@pytest.mark.parametrize("written", ["", "[", "{}", '[["x"]]', "[[[0,0,9,9]]]", "[[[0,0,NaN,1]]]", "[1]"])
def test_odd_covers_do_not_stop_a_report(written):
    a_serving_authority()

    response = Client().post(NEW, told(photos=[a_file()], covers=written))

    assert response.status_code == 302
    assert Photo.objects.get().covers == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(99)), ("p.heic", b"\0\0\0\x18ftypheic" + bytes(99)), ("p.jpg", b"no")],
)
def test_a_file_that_is_no_photo_is_refused_and_nothing_typed_is_lost(name, content):
    a_serving_authority()

    response = Client().post(NEW, told(photos=[SimpleUploadedFile(name, content)], email="me@example.org"))

    assert response.status_code in {400, 413, 422}
    assert "Un trou." in page(response)
    assert "me@example.org" in page(response)
    assert name in page(response)
    assert not Report.objects.exists()


def test_photos_of_several_megabytes_are_taken_from_strangers():
    a_serving_authority()
    stream = BytesIO()
    Image.effect_noise((2600, 2600), 90).convert("RGB").save(stream, "JPEG", quality=98)
    assert len(stream.getvalue()) > 5_000_000

    response = Client().post(NEW, told(photos=[SimpleUploadedFile("large.jpg", stream.getvalue())]))

    assert response.status_code == 302


def test_the_same_key_is_one_report():
    a_serving_authority()
    client, same = Client(), told()

    first, second = client.post(NEW, same), client.post(NEW, same)

    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_a_category_that_was_abolished_meanwhile_is_asked_again_with_all_that_was_typed():
    a_serving_authority()

    response = Client().post(NEW, told(category="volcano", email="me@example.org"))

    assert response.status_code == 422
    assert "Cette catégorie n’existe plus" in page(response)
    assert "Un trou." in page(response)
    assert '<option value="hole">' in page(response)


def test_what_was_written_without_a_network_goes_to_other_when_its_category_is_not_there():
    a_serving_authority()

    kept = {"kept": "1", "place": "Rue Haute 1, 1000", "category": "volcano", "description": "Un trou."}
    response = Client().post(NEW, kept)

    assert response.status_code == 302
    assert (Report.objects.get().category, Report.objects.get().position_by) == ("other", "address")


def test_a_program_that_fills_in_every_field_is_stopped():
    a_serving_authority()

    response = Client().post(NEW, told(homepage="https://spam.example"))

    assert response.status_code == 422
    assert not Report.objects.exists()


def test_an_account_may_send_with_its_name_or_without():
    a_serving_authority()
    client = Client()
    client.force_login(me := an_actor())

    client.post(NEW, told(with_account="on"))
    client.post(NEW, told(description="Un autre."))

    assert [reporter.actor for reporter in Reporter.objects.order_by("pk")] == [me, None]


def test_what_others_treat_is_said_with_their_name():
    authority = a_serving_authority()
    Handbook.objects.filter(authority=authority).delete()
    rule = RoutingRule("bus", When(categories=("stop",)), Then(outside=Outside({"fr": "La société des bus"})))
    a_handbook(authority, Written(categories=(Category("stop", {"fr": "Arrêt"}),), rules=(rule,)))

    shown = page(Client().get(NEW, WHERE | {"category": "stop"}))

    assert "Destinataire : La société des bus" in shown


def test_the_form_for_bad_networks_is_the_same_for_everybody():
    a_serving_authority()
    client = Client()
    client.force_login(an_actor(name="Inès"))

    stranger, known = Client().get(f"{NEW}without-network/"), client.get("/fr/reports/worker.js")

    assert "csrfmiddlewaretoken" not in page(stranger)
    assert "sent_key" not in page(stranger)
    assert known.headers["Content-Type"].startswith("text/javascript")
    assert "Inès" not in page(known)


def test_a_language_switch_keeps_the_place_and_the_category():
    a_serving_authority()

    shown = page(Client().get(NEW, WHERE | {"category": "hole"}))

    assert f"/nl/reports/new/?lon={WHERE['lon']}&amp;lat={WHERE['lat']}&amp;by=gps&amp;category=hole" in shown


def test_another_authority_without_reports_changes_nothing():
    an_authority()
    a_serving_authority()

    assert Client().post(NEW, told()).status_code == 302
    assert Report.objects.get().sent_at > NOON
