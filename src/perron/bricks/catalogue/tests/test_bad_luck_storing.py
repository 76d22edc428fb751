"""Bad luck while a file comes in or is written down: nothing half done stays, nothing whole is lost."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import BinaryIO

import pytest
from django.http import UnreadablePostError

from perron.bricks.catalogue.actions.steps import reading
from perron.bricks.catalogue.actions.steps.reading import read_upload
from perron.bricks.catalogue.actions.uploads import receive_upload
from perron.bricks.catalogue.adapters.reading import door
from perron.bricks.catalogue.models import TableFile, Upload
from perron.bricks.catalogue.tests.bad_luck import assert_told_well
from perron.bricks.catalogue.tests.factories import NOON, TREES, an_upload
from perron.kernel import file_stores
from perron.kernel.audit import AuditEntry
from perron.kernel.errors import NotYours, TooLarge
from perron.kernel.files import StoredFile, local_path
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_agent_of, an_authority
from perron.kernel.testing.queue import waiting

pytestmark = pytest.mark.django_db
TWO_GIGABYTES = 2 * 1024**3


class Stream(io.RawIOBase):
    """What a sender sends, counted, until something happens."""

    def __init__(self, size: int, then: Exception | None = None) -> None:
        self.left, self.then, self.given = size, then, 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 1_000_000, "asked for too much at once"
        if not self.left and self.then:
            raise self.then
        taken = min(size, self.left)
        self.left, self.given = self.left - taken, self.given + taken
        return b"1;2\n" * (taken // 4) + b"\n" * (taken % 4)


@pytest.fixture
def store(settings, tmp_path: Path) -> Path:
    """An empty file store."""
    settings.FILES = settings.FILES | {"folder": str(tmp_path / "files"), "s3_bucket": ""}
    file_stores.file_store.cache_clear()
    yield tmp_path / "files"
    file_stores.file_store.cache_clear()


def send(stream: io.RawIOBase) -> Upload:
    authority = an_authority()
    given: BinaryIO = stream  # type: ignore[assignment]  # it only has to be read
    return receive_upload(actor=an_agent_of(authority), authority=authority, stream=given, name="big.csv", at=NOON)


def assert_nothing_stays(store: Path) -> None:
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert not AuditEntry.objects.exists()
    assert emitted() == []
    assert waiting() == []
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_two_gigabytes_are_refused_while_they_come(store: Path, settings):
    settings.FILE_SIZE_LIMIT = 20_000_000
    stream = Stream(TWO_GIGABYTES)

    with pytest.raises(TooLarge) as refusal:
        send(stream)

    assert stream.given < 21_000_000
    assert_told_well(refusal.value.code, refusal.value.facts)
    assert_nothing_stays(store)


def test_a_sender_who_goes_away_leaves_nothing_behind(store: Path):
    with pytest.raises(UnreadablePostError):
        send(Stream(3_000_000, UnreadablePostError("the line went dead")))

    assert_nothing_stays(store)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(store: Path, number: int):
    with pytest.raises(file_stores.NoRoomLeft) as refusal:
        send(Stream(3_000_000, OSError(number, "No space left on device")))

    assert_told_well(refusal.value.code, refusal.value.facts)
    assert_nothing_stays(store)


def test_a_disk_that_is_full_while_tables_are_kept_leaves_the_upload_whole(monkeypatch: pytest.MonkeyPatch):
    upload = an_upload(read=False)

    def full(path: Path, *, name: str) -> StoredFile:
        raise file_stores.NoRoomLeft

    monkeypatch.setattr(reading.files, "store_path", full)
    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code) == ("failed", "no_room_left")
    assert_told_well(upload.error_code, upload.error_facts)
    assert not TableFile.objects.exists()
    assert local_path(upload.file).read_text() == TREES


def test_a_disk_that_is_full_while_a_file_is_read_is_our_fault_and_says_so(monkeypatch: pytest.MonkeyPatch):
    upload = an_upload(read=False)
    program = (
        "import json, sys, pathlib; request = json.load(sys.stdin);"
        "pathlib.Path(request['answer']).write_text('{\"unavailable\": \"No space left on device\"}')"
    )
    monkeypatch.setattr(door, "PROCESS", (door.PROCESS[0], "-c", program))

    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code, upload.error_facts["system"]) == ("failed", "unavailable", "disk")
    assert_told_well(upload.error_code, upload.error_facts)


def test_the_same_file_sent_twice_is_kept_once(store: Path):
    first, second = send(Stream(40_000)), send(Stream(40_000))

    assert first.file == second.file
    assert StoredFile.objects.count() == 1
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_a_file_for_another_authority_is_not_even_looked_at(store: Path):
    stream = Stream(3_000_000)
    stranger = an_agent_of(an_authority())

    with pytest.raises(NotYours):
        receive_upload(actor=stranger, authority=an_authority(), stream=stream, name="x.csv", at=NOON)  # type: ignore[arg-type]

    assert stream.given == 0
    assert_nothing_stays(store)


def test_a_file_whose_bytes_are_gone_says_so_and_can_be_tried_again(store: Path):
    upload = send(Stream(40_000))
    for path in store.rglob("*"):
        if path.is_file():
            path.unlink()

    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code) == ("failed", "unavailable")
    assert_told_well(upload.error_code, upload.error_facts)
