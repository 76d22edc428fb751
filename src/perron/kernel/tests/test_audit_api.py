"""The audit log over HTTP: a stranger can follow and check it without us."""

import base64
from datetime import UTC, datetime

import pytest
from django.test import Client, override_settings

from perron.kernel import audit, merkle, proof_file, signed_note
from perron.kernel.contract import Ref
from perron.kernel.models.audit import Checkpoint

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAMP = Ref("reports", "report", "42")


def some_acts(count: int) -> None:
    for number in range(count):
        audit.record(actor=None, verb="reports.close_report", subject=LAMP, facts={"number": number})


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="perron.kernel.web.audit_urls")
def test_a_stranger_can_follow_the_log_over_http_alone(client: Client) -> None:
    some_acts(5)
    audit.checkpoint(NOON)
    some_acts(4)
    audit.checkpoint(NOON)

    def hashes(address: str) -> list[bytes]:
        return [base64.b64decode(hash_) for hash_ in client.get(address).json()["hashes"]]

    key = signed_note.Verifier.parse(client.get("/key").text.strip())
    head = signed_note.verify(client.get("/checkpoint").text, key)
    page = client.get("/entries?from=2&limit=3").json()
    assert [entry["index"] for entry in page["entries"]] == [2, 3, 4]
    assert page["next"] == 5
    for entry in page["entries"]:
        leaf = merkle.leaf_hash(entry["leaf"].encode())
        proof = hashes(f"/proof?index={entry['index']}&size={head.size}")
        merkle.verify_inclusion(leaf, entry["index"], head.size, proof, head.root)
    old = Checkpoint.objects.get(size=5)
    merkle.verify_consistency(5, 9, bytes(old.root), head.root, hashes("/consistency?from=5&to=9"))
    assert client.get(f"/entries?subject={LAMP}").json()["next"] is None
    assert client.get("/proof-file?subject=reports:report:42").json()["format"] == proof_file.FORMAT


@pytest.mark.parametrize(
    "address",
    ["/proof?index=99", "/proof?index=x", "/proof", "/consistency?from=3&to=2", "/entries?subject=x", "/checkpoint"],
)
@pytest.mark.django_db
@override_settings(ROOT_URLCONF="perron.kernel.web.audit_urls")
def test_a_wrong_question_is_refused_in_a_sentence(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept": "application/json"})

    assert answer.status_code in {400, 404}
    assert answer["Content-Type"].startswith("application/problem+json")
