"""Terms are kept, people are handed what we hold, and erased everywhere, without breaking the log."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from perron.kernel import audit, registry, retention
from perron.kernel.audit_duties import AUDIT_CHECKS, AUDIT_PERSONAL_DATA, AUDIT_RETENTION, AUDIT_TASKS
from perron.kernel.contract import Brick, PersonalData, Ref, Retention, Then
from perron.kernel.file_duties import FILE_CHECKS
from perron.kernel.languages import Text
from perron.kernel.models.actor import Actor
from perron.kernel.models.audit import AuditEntry, AuditSecret
from perron.kernel.personal_data import erase_person, export_person
from perron.kernel.testing.intruder import an_intruder_at_the_log

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAMP = Ref("reports", "report", "42")
SAME = Text("x", "x", "x", "x")
pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two bricks: the kernel with its log, and one that holds a person's things; what was called, in order."""
    called: list[str] = []

    def erase(actor_id: int) -> int:
        called.append(f"erase {actor_id}")
        return 3

    def broken(_before: datetime) -> int:
        called.append("broken")
        raise ZeroDivisionError

    held = PersonalData("example.Note", ("text",), SAME, SAME, lambda _id: [{"text": "hello", "at": NOON}], erase)
    terms = (Retention("example.Note", "at", timedelta(days=1), SAME, Then.DELETE, broken), *AUDIT_RETENTION)
    kernel = Brick("kernel", SAME, SAME, personal_data=AUDIT_PERSONAL_DATA)
    monkeypatch.setattr(registry, "bricks", lambda: (kernel, Brick("example", SAME, SAME, personal_data=(held,))))
    monkeypatch.setattr(registry, "retention", lambda: terms)
    return called


def test_a_person_is_handed_everything_with_purpose_and_basis(declared: list[str]) -> None:
    actor = Actor.objects.create_user("an@example.org")
    audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="repaired")

    found = json.loads(json.dumps(export_person(actor)))

    assert found["example.Note"] == {
        "purpose": "x",
        "legal_basis": "x",
        "rows": [{"text": "hello", "at": "2026-03-02T12:00:00Z"}],
    }
    assert [row["text"] for row in found["kernel.AuditSecret"]["rows"]] == [str(actor.ref), "repaired"]


def test_a_person_is_erased_everywhere_and_the_log_stays_whole(declared: list[str]) -> None:
    actor = Actor.objects.create_user("an@example.org")
    audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="repaired")
    head = audit.checkpoint(NOON)

    counts = erase_person(actor, NOON)

    assert declared == [f"erase {actor.pk}"]
    assert counts == {"example.Note": 3, "kernel.AuditSecret": 4}
    assert not AuditSecret.objects.exists()
    assert AuditEntry.objects.filter(verb="kernel.erase_person").exists()
    assert audit.check() == 2
    assert bytes(audit.Checkpoint.objects.get(size=1).root) == bytes(head.root)


def test_terms_are_applied_and_one_that_fails_does_not_stop_the_others(declared: list[str]) -> None:
    actor = Actor.objects.create_user("an@example.org")
    audit.record(actor=actor, verb="reports.close_report", subject=LAMP)

    with pytest.raises(retention.RetentionFailed, match=r"example\.Note"):
        retention.apply_retention(AuditEntry.objects.get().at + timedelta(days=11 * 365))

    assert not AuditSecret.objects.exists()
    trace = AuditEntry.objects.get(verb="kernel.apply_retention")
    assert (trace.subject, trace.facts["rows"]) == ("kernel:table:kernel.AuditSecret", 1)


def test_nothing_is_erased_before_its_term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "retention", lambda: AUDIT_RETENTION)
    audit.record(actor=None, verb="reports.close_report", subject=LAMP, note="kept")

    (applied,) = retention.apply_retention(AuditEntry.objects.get().at + timedelta(days=9 * 365))

    assert applied.rows == 0
    assert AuditSecret.objects.count() == 1


def test_a_log_that_nobody_signs_is_said_and_the_task_signs_it() -> None:
    assert AUDIT_CHECKS[0].ask() is None
    audit.record(actor=None, verb="reports.close_report", subject=LAMP)
    with an_intruder_at_the_log():
        AuditEntry.objects.update(at=NOON - timedelta(days=2))
    assert "not signed for a day" in str(AUDIT_CHECKS[0].ask())

    AUDIT_TASKS[0].run()

    assert AUDIT_CHECKS[0].ask() is None


def test_the_file_store_answers() -> None:
    assert FILE_CHECKS[0].ask() is None or "MB left" in str(FILE_CHECKS[0].ask())
