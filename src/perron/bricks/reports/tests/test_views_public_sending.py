"""The last screen of a new report: what is told is kept, sent once, and never lost."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from perron.bricks.reports.models import Handbook, Photo, Report, Reporter
from perron.bricks.reports.rules.handbook import Category, Outside, Question, RoutingRule, Then, Value, When
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.tests.factories import (
    NOON,
    a_handbook,
    a_serving_authority,
)
from perron.bricks.reports.tests.sending_pages import NEW, WHERE, a_file, nothing_kept, page, told  # noqa: F401  (a fixture)
from perron.kernel.files import local_path
from perron.kernel.testing.factories import an_actor, an_authority

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


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
