"""The audit log: nothing lost, nothing changed, nobody named, anyone can check."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._internal.trust import Keyring
from sigstore._utils import KeyID
from sigstore.errors import VerificationError
from sigstore_models.common import v1 as common_v1

from perron.kernel import audit, merkle, proof_file, signed_note
from perron.kernel.contract import Ref
from perron.kernel.errors import NotFound
from perron.kernel.keys import keys_folder, signing_key
from perron.kernel.models.actor import Actor
from perron.kernel.models.audit import AuditEntry, AuditNode, AuditSecret, Checkpoint
from perron.kernel.testing.intruder import an_intruder_at_the_log

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAMP = Ref("reports", "report", "42")


def an_actor(email: str = "an@example.org") -> Actor:
    return Actor.objects.create_user(email, name="An Peeters")


def some_acts(count: int) -> None:
    for number in range(count):
        audit.record(actor=None, verb="reports.close_report", subject=LAMP, facts={"number": number})


@pytest.mark.django_db
def test_an_act_is_found_back_with_its_author_and_reason() -> None:
    actor = an_actor()

    audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="repaired", facts={"days": 3})

    (act,) = audit.history(LAMP)
    assert (act.verb, act.actor, act.note, act.facts) == ("reports.close_report", actor, "repaired", {"days": 3})


@pytest.mark.django_db
def test_the_leaf_names_nobody() -> None:
    actor = an_actor()

    audit.record(actor=actor, verb="kernel.rename", subject=actor.ref, note="asked by An Peeters")

    leaf = AuditEntry.objects.get().leaf
    assert "An Peeters" not in leaf
    assert f"actor:{actor.pk}" not in leaf
    assert audit.history(actor.ref)[0].note == "asked by An Peeters"


@pytest.mark.django_db
def test_two_acts_of_one_person_cannot_be_linked_by_their_hashes() -> None:
    actor = an_actor()

    for _time in range(2):
        audit.record(actor=actor, verb="reports.close_report", subject=LAMP)

    assert len({json.loads(entry.leaf)["actor"] for entry in AuditEntry.objects.all()}) == 2


@pytest.mark.django_db
def test_a_fact_that_is_not_plain_is_a_loud_bug() -> None:
    with pytest.raises(TypeError, match="plain value"):
        audit.record(actor=None, verb="reports.close_report", subject=LAMP, facts={"who": object()})


@pytest.mark.django_db
def test_an_act_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actor = an_actor()

    with django_assert_num_queries(2):
        audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="done")


@pytest.mark.django_db
def test_erasing_a_person_leaves_the_log_whole_and_silent_about_them(tmp_path: Path) -> None:
    actor, other = an_actor(), an_actor("bo@example.org")
    audit.record(actor=other, verb="kernel.grant_role", subject=actor.ref, note="An starts on Monday")
    audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="repaired")
    before = audit.checkpoint(NOON)

    audit.erase_person(actor.pk)

    assert audit.check() == 2
    assert bytes(audit.checkpoint(NOON).root) == bytes(before.root)
    assert audit.history(actor.ref) == []
    assert audit.history(LAMP)[0].actor is None
    assert list(AuditSecret.objects.values_list("about", "part")) == [(other.pk, "actor")]


@pytest.mark.django_db
def test_a_proof_file_is_verified_by_another_python_without_settings_or_database(tmp_path: Path) -> None:
    some_acts(7)
    audit.export_file(tmp_path / "proof.json", LAMP, at=NOON)

    done = subprocess.run(
        [sys.executable, "-m", "perron.kernel.proof_file", "proof.json", str(audit.public_key())],
        cwd=tmp_path,
        env={"PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "there.is.none"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Proven. 7 entries are in the log of localhost:8000, signed at size 7")
    assert "reports.close_report reports:report:42" in done.stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda proof: proof["entries"][0].update(leaf=proof["entries"][0]["leaf"].replace("42", "43")), "not what"),
        (lambda proof: proof["entries"][0].update(index=1), "not what"),
        (lambda proof: proof["entries"][0]["proof"].pop(), "not what"),
        (lambda proof: proof["entries"][0]["proof"].append("00" * 32), "too long"),
        (lambda proof: proof["entries"][0].update(proof="none"), "damaged"),
        (lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("\n5\n", "\n6\n")), "changed"),
        (lambda proof: proof.update(checkpoint=proof["checkpoint"].split("\n\n")[0]), "no signature"),
        (lambda proof: proof.update(key=proof["key"].replace("localhost", "elsewhere")), "Ed25519"),
        (lambda proof: proof.update(key="nothing"), "name.id.key"),
        (lambda proof: proof.update(entries=[]), "no entry"),
        (lambda proof: proof.pop("key"), "damaged"),
        (lambda proof: proof.update(format="other"), "kind"),
    ],
)
@pytest.mark.django_db
def test_a_tampered_proof_file_is_refused_with_the_reason(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    some_acts(5)
    proof = audit.proof_file_of(LAMP, at=NOON)
    change(proof)
    (tmp_path / "proof.json").write_text(json.dumps(proof))

    with pytest.raises(proof_file.NotProven, match=sentence):
        proof_file.verify_file(tmp_path / "proof.json")


@pytest.mark.django_db
def test_a_proof_signed_by_someone_else_is_refused_when_the_key_is_known(tmp_path: Path) -> None:
    some_acts(1)
    audit.export_file(tmp_path / "proof.json", LAMP, at=NOON)

    with pytest.raises(proof_file.NotProven, match="another key"):
        proof_file.verify_file(tmp_path / "proof.json", key="other+00000000+AAAA")
    (tmp_path / "proof.json").write_text("no json")
    with pytest.raises(proof_file.NotProven, match="not JSON"):
        proof_file.verify_file(tmp_path / "proof.json")


@pytest.mark.django_db
def test_sigstore_reads_and_verifies_our_checkpoint() -> None:
    some_acts(5)
    signed = audit.checkpoint(NOON)
    keyring = Keyring([their_key()])

    theirs = SignedCheckpoint.from_text(signed.note)

    theirs.signed_note.verify(keyring, KeyID(audit.public_key().id))
    assert theirs.checkpoint.origin == "localhost:8000"
    assert theirs.checkpoint.log_size == 5
    assert theirs.checkpoint.log_hash == bytes(signed.root).hex()
    forged = SignedCheckpoint.from_text(signed.note.replace("\n5\n", "\n6\n", 1))
    with pytest.raises(VerificationError):
        forged.signed_note.verify(keyring, KeyID(audit.public_key().id))


def their_key() -> common_v1.PublicKey:
    der = signing_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return common_v1.PublicKey(
        raw_bytes=base64.b64encode(der), key_details=common_v1.PublicKeyDetails.PKIX_ED25519, valid_for=None
    )


@pytest.mark.django_db
def test_a_checkpoint_is_not_signed_twice_for_nothing() -> None:
    some_acts(2)

    assert audit.checkpoint(NOON) == audit.checkpoint(NOON)
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_each_size_ever_is_consistent_with_each_later_one() -> None:
    heads = {}
    for size in range(1, 12):
        some_acts(1)
        heads[size] = bytes(audit.checkpoint(NOON).root)

    for old, new in combinations_with_replacement(heads, 2):
        merkle.verify_consistency(old, new, heads[old], heads[new], audit.consistency(old, new))


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
@pytest.mark.django_db
def test_the_tree_does_not_depend_on_how_often_entries_were_integrated(batches: list[int]) -> None:
    with transaction.atomic():
        for batch in batches:
            some_acts(batch)
            audit.integrate()

        leaves = [bytes(leaf) for leaf in AuditEntry.objects.order_by("index").values_list("leaf_hash", flat=True)]
        assert bytes(audit.checkpoint(NOON).root) == merkle.root(len(leaves), merkle.held(leaves))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE kernel_auditentry SET leaf = replace(leaf, '42', '43') WHERE index = 3", "entry 3 was changed"),
        ("UPDATE kernel_auditentry SET verb = 'x.y' WHERE index = 3", "columns of entry 3"),
        ("DELETE FROM kernel_auditsecret; DELETE FROM kernel_auditentry WHERE index = 3", "entry 3 is missing"),
        (
            "DELETE FROM kernel_auditsecret; DELETE FROM kernel_auditentry WHERE index = 6",
            "inner hashes|signed at size 7",
        ),
        ("UPDATE kernel_auditnode SET hash = '\\x00' WHERE level = 2", "inner hashes"),
        ("UPDATE kernel_checkpoint SET root = '\\x00'", "signed at size 7"),
        ("UPDATE kernel_checkpoint SET note = replace(note, '7', '6')", "checkpoint at size 7"),
    ],
)
@pytest.mark.django_db
def test_whatever_an_intruder_changes_in_the_database_is_found(statement: str, sentence: str) -> None:
    some_acts(7)
    audit.checkpoint(NOON)
    assert audit.check() == 7

    with an_intruder_at_the_log(), connection.cursor() as cursor:
        cursor.execute(statement)

    with pytest.raises(audit.LogDamaged, match=sentence):
        audit.check()


@pytest.mark.django_db
def test_a_log_whose_past_was_rewritten_is_not_signed_again() -> None:
    some_acts(4)
    audit.checkpoint(NOON)
    with an_intruder_at_the_log():
        AuditNode.objects.filter(level=2).update(hash=b"\x01" * 32)
    some_acts(1)

    with pytest.raises(audit.LogDamaged, match="signed at size 4"):
        audit.checkpoint(NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_auditentry SET leaf = 'x'",
        "UPDATE kernel_auditentry SET index = 7",
        "DELETE FROM kernel_auditentry",
        "UPDATE kernel_auditnode SET hash = '\\x00'",
        "DELETE FROM kernel_checkpoint",
    ],
)
@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_the_log(statement: str) -> None:
    with connection.cursor() as cursor:
        some_acts(2)
        audit.checkpoint(NOON)

        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_acts_from_many_threads_give_a_gapless_tree_and_a_rolled_back_one_leaves_no_hole() -> None:
    class Failed(Exception):
        pass

    def work(number: int) -> None:
        try:
            for step in range(12):
                with transaction.atomic():
                    audit.record(actor=None, verb="reports.close_report", subject=Ref("reports", "report", str(number)))
                    if step % 4 == 3:
                        raise Failed
                audit.integrate()
        except Failed:
            work_on(number)
        finally:
            connection.close()

    def work_on(number: int) -> None:
        for _step in range(5):
            audit.record(actor=None, verb="reports.close_report", subject=Ref("reports", "report", str(number)))
            audit.integrate()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert audit.check() == 8 * (3 + 5)
    indexes = AuditEntry.objects.order_by("index").values_list("index", flat=True)
    assert list(indexes) == list(range(8 * (3 + 5)))


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_does_not_make_other_acts_wait() -> None:
    with transaction.atomic():
        some_acts(1)
        other = threading.Thread(target=lambda: (some_acts(1), audit.integrate(), connection.close()))
        other.start()
        other.join(timeout=5)
        assert not other.is_alive()

    assert audit.check() == 2


@pytest.mark.django_db
def test_the_key_is_made_once_and_only_its_owner_reads_it() -> None:
    signing_key()

    assert (keys_folder() / "audit.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_written_is_read_back() -> None:
    key = signed_note.verifier("example.org/log", signing_key())

    assert signed_note.Verifier.parse(str(key)) == key


@pytest.mark.django_db
def test_the_command_signs_exports_checks_and_verifies(tmp_path: Path) -> None:
    some_acts(3)

    def said(*words: str) -> str:
        out = StringIO()
        call_command("audit", *words, stdout=out)
        return out.getvalue()

    assert said("checkpoint").startswith("localhost:8000\n3\n")
    assert "Anyone can check it" in said("export", str(LAMP), str(tmp_path / "proof.json"))
    assert "Proven. 3 entries" in said("verify", str(tmp_path / "proof.json"), "--key", said("key").strip())
    assert "3 entries" in said("check")
    for words, sentence in [
        (["export", "reports:report:1", "x"], "nothing of"),
        (["export", "reports", "x"], "brick:kind:id"),
        (["verify", str(tmp_path / "none")], "cannot be read"),
        (["verify", str(Path(__file__))], "Not proven"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            said(*words)


@pytest.mark.django_db
def test_there_is_no_proof_before_the_first_checkpoint_or_beyond_the_log() -> None:
    some_acts(2)
    for question in (audit.last_checkpoint, lambda: audit.proof_of(5), lambda: audit.consistency(1, 9)):
        with pytest.raises(NotFound):
            question()
