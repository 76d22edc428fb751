"""People behind reports: seen by those who treat them, by nobody else, and no longer than was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from perron.bricks.reports import tasks
from perron.bricks.reports.actions import people, treating
from perron.bricks.reports.actions.moderating import hide
from perron.bricks.reports.models import Report, Reporter
from perron.bricks.reports.publish import dataset, places
from perron.bricks.reports.queries.public import (
    PublicQuestion,
    ReportHidden,
    public_report,
    public_reports,
    reports_inside,
)
from perron.bricks.reports.rules.handbook import Category, Settings
from perron.bricks.reports.rules.masking import MASK, mask
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.rules.suspicion import reasons_to_hold
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    HERE,
    LATER,
    NOON,
    a_handbook,
    a_photo,
    a_place,
    a_report,
    a_reporter,
    a_serving_authority,
    an_editor_of,
)
from perron.kernel.audit import AuditEntry
from perron.kernel.contract import BoundingBox
from perron.kernel.errors import NotFound
from perron.kernel.personal_data import erase_person, export_person
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db
AROUND = BoundingBox(HERE[0] - 0.01, HERE[1] - 0.01, HERE[0] + 0.01, HERE[1] + 0.01)


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("Appelez-moi au 0470 12 34 56 svp", f"Appelez-moi au {MASK} svp"),
        ("Tel. 02/512.34.56.", f"Tel. {MASK}."),
        ("+32 (0)470 12 34 56", MASK),
        ("écrire à jeanne.d'arc+x@example.org !", f"écrire à {MASK} !"),
        ("Mon numéro : 85.07.30-033 28", f"Mon numéro : {MASK}"),
        ("IBAN BE68 5390 0754 7034", f"IBAN {MASK}"),
        (
            "lampadaire 04521, numéro 12-14, le 04/05/2026 à 10h30",
            "lampadaire 04521, numéro 12-14, le 04/05/2026 à 10h30",
        ),
        ("poteau 1234567890", "poteau 1234567890"),
        ("", ""),
    ],
)
def test_what_tells_who_somebody_is_is_masked_and_numbers_of_things_are_not(words: str, masked: str):
    assert mask(words) == masked


def test_a_stranger_reads_masked_words_and_public_photos_only():
    report = a_report(description="Un trou. 0470 12 34 56", photos=(a_photo(), a_photo(size=(50, 50))))
    report.photos.filter(pk=report.photos.first().pk).update(is_public=False)
    treating.note(actor=an_agent_of(report.authority), report=report, words="secret", at=LATER)
    treating.ask_reporter(actor=an_agent_of(report.authority), report=report, words="Your number?", at=LATER)

    seen = public_report(report.code.lower())

    assert seen.description == f"Un trou. {MASK}"
    assert len(seen.photos) == 1
    assert [(step.kind, step.words) for step in seen.story] == [("sent", ""), ("question", "")]


def test_a_hidden_report_leaves_a_word_of_why_and_a_private_one_nothing():
    town = an_authority(place_id=a_place())
    a_handbook(
        town, replace(HANDBOOK, categories=(*HANDBOOK.categories, Category("squat", {"fr": "S"}, is_private=True)))
    )
    hidden, private, held = (
        a_report(town),
        a_report(town, category="squat"),
        a_report(town, description="http://a.example http://b.example"),
    )
    hide(actor=an_editor_of(town), report=hidden, reason="Insults", at=LATER)

    with pytest.raises(ReportHidden) as tombstone:
        public_report(hidden.code)
    for report in (private, held):
        with pytest.raises(NotFound):
            public_report(report.code)

    assert "Insults" in str(tombstone.value)
    assert tombstone.value.status == 410
    assert list(public_reports()) == []
    assert list(dataset.rows()) == []
    assert list(places.documents()) == []
    assert list(places.features(AROUND, 10)) == []
    assert list(places.concerns((), 10)) == []
    assert reports_inside(AROUND, 12) == []


def test_what_a_citizen_wrote_is_neither_open_data_nor_found():
    report = a_report(description="Chez Jeanne", reporter=GivenReporter(name="Jeanne"), address="Rue Haute 1")
    (row,), (document,) = dataset.rows(), places.documents()

    assert "Jeanne" not in str(row) + str(document)
    assert (row["id"], row["category"], row["subcategory"], row["status"]) == (report.code, "street", "hole", "open")
    assert "Rue Haute 1" in document.words["fr"]


def test_near_reports_are_one_on_the_map_until_one_comes_close():
    town = a_serving_authority()
    for east in range(4):
        a_report(town, longitude=HERE[0] + east * 0.0001)

    (cluster,) = reports_inside(AROUND, 10)
    assert (cluster.count, cluster.open_count, cluster.code) == (4, 4, "")
    alone = reports_inside(AROUND, 18, PublicQuestion(categories=("hole",), is_open=True))
    assert [one.count for one in alone] == [1, 1, 1, 1]
    assert all(one.code for one in alone)
    assert reports_inside(AROUND, 18, PublicQuestion(authorities=("nobody",))) == []


def test_who_reported_is_forgotten_after_the_authoritys_term_and_the_numbers_stay():
    town = an_authority(place_id=a_place())
    a_handbook(town, replace(HANDBOOK, settings=Settings(identity_kept_days=100)))
    now = timezone.now()
    closed, recent, still_open = (a_reporter(town, email=f"{name}@example.org") for name in ("a", "b", "c"))
    Report.objects.filter(pk=closed.report_id).update(state="done", closed_at=now - timedelta(days=101))
    Report.objects.filter(pk=recent.report_id).update(state="done", closed_at=now - timedelta(days=99))

    tasks.forget_reporters()

    assert set(Reporter.objects.values_list("email", flat=True)) == {"", "b@example.org", still_open.email}
    closed.refresh_from_db()
    assert closed.forgotten_at is not None
    assert len(list(dataset.rows())) == 3
    assert AuditEntry.objects.filter(verb="reports.forget_reporters").count() == 1


def test_nobody_is_kept_for_ever_even_where_no_term_was_set():
    a_reporter()

    assert people.forget_all_before(actor=None, before=NOON, at=LATER) == 0
    assert people.forget_all_before(actor=None, before=LATER, at=LATER) == 1
    assert Reporter.objects.get().email == ""


def test_a_person_takes_along_and_erases_what_she_reported_with_account_or_address():
    actor = an_actor()
    a_report(actor=actor, description="With my account")
    a_reporter(Report.objects.get().authority, email=actor.email)

    taken = export_person(actor)["reports.Reporter"]
    erase_person(actor, LATER)

    assert len(taken["rows"]) == 2
    assert Reporter.objects.exclude(email="", name="", actor=None).count() == 0
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("www.a.be et www.b.be", ("links",)),
        ("le site a.com", ()),
        ("", ()),
        ("scunthorpe", ()),
        ("Une IDIOTE fin", ("blocked_word",)),
    ],
)
def test_suspicion_looks_at_links_and_whole_words(words: str, found: tuple[str, ...]):
    assert reasons_to_hold(words, blocked=("idiote fin", "cunt", " "), alike=9 if not words else 0) == found
