"""What everybody sees of reports, what they may do about them, and one's own side: the truth, and nobody's secret."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now
from PIL import Image

from perron.bricks.reports.actions.moderating import hide, hide_photo
from perron.bricks.reports.actions.treating import ask_reporter, change_state
from perron.bricks.reports.models import Report, Reporter
from perron.bricks.reports.rules.sending import PositionBy
from perron.bricks.reports.tests.factories import (
    HERE,
    LATER,
    NOON,
    a_member,
    a_photo,
    a_report,
    a_report_elsewhere,
    a_reporter,
    a_serving_authority,
    an_editor_of,
)
from perron.kernel.testing.factories import an_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()
    caches["shared"].clear()


def get(address: str, client: Client | None = None, **query) -> str:
    return (client or Client()).get(f"/fr/reports/{address}", query).content.decode()


def test_nobody_has_reported_anything_yet():
    a_serving_authority()

    assert "Rien n’est encore signalé" in get("")


def test_the_list_shows_what_is_public_and_where_it_stands():
    authority = a_serving_authority()
    shown, hidden = a_report(authority, address="Rue Haute 1"), a_report(authority, address="Rue Basse 2")
    hide(actor=an_editor_of(authority), report=hidden, reason="Un nom.", at=LATER)

    listed = get("")

    assert "Rue Haute 1" in listed
    assert f"/fr/reports/{shown.code}/" in listed
    assert "l’a reçu" in listed
    assert "Rue Basse 2" not in listed


def test_the_list_is_narrowed_by_situation_category_place_and_day():
    authority = a_serving_authority()
    hole = a_report(authority, address="Rue du Trou")
    litter = a_report(authority, category="litter", address="Rue du Sac", at=LATER)
    change_state(actor=a_member(authority), report=litter, to="done", at=LATER)

    assert "Rue du Sac" not in get("", situation="open")
    assert "Rue du Trou" not in get("", category="litter")
    assert "Rue du Trou" not in get("", since=LATER.date().isoformat())
    assert "Rue du Sac" not in get("", until=NOON.date().isoformat())
    assert "Rue du Trou" in get("", place=hole.place)
    assert "Rien de tel" in get("", place="63079")


@pytest.mark.parametrize("query", ["situation=x", "place=%27", "since=yesterday", "after=1~", "after=x", "town=zzzz"])
def test_an_odd_address_still_answers(query):
    a_report()

    assert Client().get(f"/fr/reports/?{query}").status_code == 200


def test_a_long_list_goes_on_where_it_stopped():
    authority = a_serving_authority()
    for number in range(35):
        a_report(authority, at=NOON + timedelta(minutes=number), description=f"Trou {number}")
    first = Client().get("/fr/reports/").context["page"]

    second = Client().get(f"/fr/reports/{first.next}").context["page"]

    assert (len(first.items), len(second.items), second.next) == (30, 5, "")
    assert not {one.code for one in first.items} & {one.code for one in second.items}


def test_mine_are_those_of_this_browser_and_of_the_account():
    authority = a_serving_authority()
    me = an_actor()
    a_report(authority, actor=me, address="Ma rue")
    a_report(authority, address="Autre rue")
    client = Client()
    client.force_login(me)

    listed = get("", client, mine="1")

    assert "Ma rue" in listed
    assert "Autre rue" not in listed


def test_the_map_gets_its_points_gathered():
    authority = a_serving_authority()
    a_report(authority)
    a_report(authority)
    box = f"{HERE[0] - 0.1},{HERE[1] - 0.1},{HERE[0] + 0.1},{HERE[1] + 0.1}"

    far = Client().get("/fr/reports/points.geojson", {"bbox": box, "zoom": "8"}).json()["features"]
    none = Client().get("/fr/reports/points.geojson", {"bbox": "4,50,4.1,50.1", "zoom": "8"}).json()["features"]

    assert [one["properties"]["point_count"] for one in far] == [2]
    assert none == []


def test_the_points_are_narrowed_like_the_list():
    authority = a_serving_authority()
    a_report(authority, category="litter")

    answer = Client().get("/fr/reports/points.geojson", {"zoom": "18", "category": "hole"}).json()

    assert answer["features"] == []


def test_a_report_tells_its_story_and_why_it_went_there():
    authority = a_serving_authority()
    report = a_report(authority, description="Appelez-moi au 0475 12 34 56.")
    change_state(
        actor=a_member(authority),
        report=report,
        to="planned",
        planned_on=date(2027, 3, 5),
        words="Après l’hiver.",
        language="fr",
        at=LATER,
    )

    shown = get(f"{report.code}/")

    assert "l’a prévu pour le 5 mars 2027" in shown
    assert "Prévu pour le 5 mars 2027" in shown
    assert "Après l’hiver." in shown
    assert "Va à la commune de cet endroit" in shown
    assert "0475" not in shown


def test_what_was_hidden_says_why_and_nothing_else():
    authority = a_serving_authority()
    report = a_report(authority, description="Des insultes.")
    hide(actor=an_editor_of(authority), report=report, reason="Insultes.", at=LATER)

    response = Client().get(f"/fr/reports/{report.code}/")

    assert response.status_code == 410
    assert "Des insultes" not in response.content.decode()


def test_a_question_is_told_to_strangers_without_its_words():
    authority = a_serving_authority()
    reporter = a_reporter(authority)
    ask_reporter(actor=a_member(authority), report=reporter.report, words="À quel étage ?", at=LATER)

    assert "À quel étage" not in get(f"{reporter.report.code}/")
    assert "À quel étage" in get(f"mine/{reporter.secret}/")


def test_me_too_counts_once_and_opens_ones_own_side():
    report = a_report()
    client = Client()

    client.post(f"/fr/reports/{report.code}/me-too/", {"email": "too@example.org"})
    client.post(f"/fr/reports/{report.code}/me-too/", {"email": "too@example.org"})

    report.refresh_from_db()
    assert report.me_too == 1
    mine = Reporter.objects.get(is_first=False)
    assert mine.language == "fr"
    assert f"/fr/reports/mine/{mine.secret}/" in get(f"{report.code}/", client)
    assert "too@example.org" not in get(f"{report.code}/", client)


def test_me_too_with_an_odd_address_is_asked_again():
    report = a_report()

    response = Client().post(f"/fr/reports/{report.code}/me-too/", {"email": "x"})

    assert response.status_code == 422
    assert Report.objects.get().me_too == 0


def test_a_visitor_says_once_that_something_should_not_be_public():
    report = a_report()
    client = Client()

    first = client.post(f"/fr/reports/{report.code}/flag/", {"why": "private"})
    again = client.post(f"/fr/reports/{report.code}/flag/", {"why": "private"})

    assert (first.status_code, again.status_code) == (302, 429)
    assert report.updates.filter(kind="flagged").count() == 1


def test_a_photo_is_open_to_all_until_it_is_hidden():
    authority = a_serving_authority()
    report = a_report(authority, photos=(a_photo(),))
    photo = report.photos.get()
    before = Client().get(f"/fr/reports/photos/{photo.pk}/")

    hide_photo(actor=an_editor_of(authority), photo=photo, reason="Un visage.", at=LATER)

    assert before.status_code == 200
    assert "no-cache" in before.headers["Cache-Control"]
    assert Client().get(f"/fr/reports/photos/{photo.pk}/").status_code == 404


def test_a_photo_that_waits_for_moderation_is_seen_by_its_sender_alone():
    reporter = a_reporter(photos=(a_photo(),))
    reporter.report.photos.update(is_public=False)
    photo = reporter.report.photos.get()
    own = Client()
    own.get(f"/fr/reports/mine/{reporter.secret}/")

    assert Client().get(f"/fr/reports/photos/{photo.pk}/").status_code == 404
    assert own.get(f"/fr/reports/photos/{photo.pk}/").status_code == 200


def test_who_said_me_too_reads_what_strangers_read():
    authority = a_serving_authority()
    report = a_report(authority, description="Mon numéro : 0475 12 34 56.", photos=(a_photo(),))
    report.photos.update(is_public=False)
    client = Client()
    client.post(f"/fr/reports/{report.code}/me-too/", {"email": "too@example.org"})
    secret = Reporter.objects.get(is_first=False).secret

    shown = get(f"mine/{secret}/", client)

    assert "0475" not in shown
    assert f"/fr/reports/photos/{report.photos.get().pk}/" not in shown
    assert client.get(f"/fr/reports/photos/{report.photos.get().pk}/").status_code == 404


def done(reporter: Reporter) -> Reporter:
    change_state(actor=a_member(reporter.report.authority), report=reporter.report, to="done", at=now())
    reporter.report.refresh_from_db()
    return reporter


def test_the_sender_says_that_it_is_mended():
    reporter = done(a_reporter())

    response = Client().post(f"/fr/reports/mine/{reporter.secret}/", {"act": "mended"}, follow=True)

    assert Report.objects.get().mended_at is not None
    assert "la personne qui l’a signalé le dit aussi" in response.content.decode()


def test_the_sender_says_that_it_is_not_and_it_is_open_again():
    reporter = done(a_reporter())
    said = {"act": "not_mended", "reason": "badly_mended", "words": "Il y a encore un trou."}

    response = Client().post(f"/fr/reports/mine/{reporter.secret}/", said, follow=True)

    assert (Report.objects.get().state, Report.objects.get().reopened) == ("sent", 1)
    assert "On l’a dit fait, mais ce ne l’est pas" in response.content.decode()


def test_not_mended_needs_a_reason_and_keeps_what_was_typed():
    reporter = done(a_reporter())

    response = Client().post(f"/fr/reports/mine/{reporter.secret}/", {"act": "not_mended", "words": "Encore là."})

    assert response.status_code == 422
    assert "Encore là." in response.content.decode()


def test_the_sender_answers_withdraws_and_stops_the_letters():
    reporter = a_reporter()
    address = f"/fr/reports/mine/{reporter.secret}/"
    client = Client()

    client.post(address, {"act": "answer", "answer-words": "Au deuxième."})
    client.post(address, {"act": "stop"})
    client.post(address, {"act": "withdraw"})

    reporter.refresh_from_db()
    assert reporter.report.updates.filter(kind="answer", words="Au deuxième.").exists()
    assert reporter.wants_mail is False
    assert reporter.report.state == "withdrawn"


def test_somebody_elses_secret_is_not_guessed():
    a_reporter()

    assert Client().get("/fr/reports/mine/guess/").status_code == 404


def test_the_page_of_a_secret_tells_it_to_no_other_site():
    response = Client().get(f"/fr/reports/mine/{a_reporter().secret}/")

    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


def test_one_follows_a_category_of_a_place():
    report = a_report()

    shown = get("follow/", category="hole", place=report.place)

    assert f'value="list:reports?category=hole&amp;place={report.place}"' in shown


def test_reports_of_another_authority_are_on_the_common_site():
    a_report(address="Ici")
    a_report_elsewhere(address="Là-bas")

    listed = get("")

    assert "Ici" in listed
    assert "Là-bas" in listed


def test_pages_ask_the_database_little(django_assert_max_num_queries):
    authority = a_serving_authority()
    for number in range(30):
        a_report(authority, description=f"Trou {number}")
    get("")

    with django_assert_max_num_queries(12):
        get("")


def test_pages_show_small_photos_and_the_whole_one_is_a_tap_away():
    report = a_report(photos=(a_photo(size=(1600, 1200)),))
    shown, address = get(f"{report.code}/"), f"/fr/reports/photos/{report.photos.get().pk}/"

    small, whole = Client().get(f"{address}?small=1"), Client().get(address)
    again = Client().get(f"{address}?small=1", headers={"If-None-Match": small.headers["ETag"]})

    assert f'src="{address}?small=1"' in shown
    assert f'href="{address}"' in shown
    with Image.open(BytesIO(small.content)) as seen:
        assert max(seen.size) == 400
    assert len(small.content) < len(b"".join(whole.streaming_content))
    assert again.status_code == 304


def test_a_report_without_an_exact_point_shows_no_pin_and_offers_its_commune_to_follow():
    report = a_report(position_by=PositionBy.ADDRESS, address="Rue Haute 1, 1000 Bruxelles")

    shown = get(f"{report.code}/")

    assert "sans point exact" in shown
    assert "data-spot-map" not in shown
    assert f"follow/?place={report.place}" in shown
