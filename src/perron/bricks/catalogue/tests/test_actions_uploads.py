"""Files coming in: really read, read again as chosen, failing honestly, surviving dead workers."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.utils import timezone

from perron.bricks.catalogue.actions.sources import schedule_source, stop_source
from perron.bricks.catalogue.actions.steps.harvesting import fetch_source, queue_due
from perron.bricks.catalogue.actions.steps.reading import queue_stale, read_upload
from perron.bricks.catalogue.actions.uploads import (
    choose_reading,
    discard_upload,
    read_again,
    receive_link,
    receive_upload,
)
from perron.bricks.catalogue.models import Dataset, Source, TableFile, Upload
from perron.bricks.catalogue.queries.desk import desk
from perron.bricks.catalogue.queries.refusals import AnswersAPage, OnlyWebAddresses, UnknownCode, UploadInUse
from perron.bricks.catalogue.rules.rhythm import MOST_STARTS, STALE_READING
from perron.bricks.catalogue.rules.understanding import ColumnChoice, ReadingChoices
from perron.bricks.catalogue.tests.factories import (
    LATER,
    NOON,
    TREES,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel.errors import NotYours, TooLarge
from perron.kernel.file_stores import file_store
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority
from perron.kernel.testing.queue import waiting

pytestmark = pytest.mark.django_db


class Town(BaseHTTPRequestHandler):
    """A town's web server with one file, that may change or break."""

    text: str = TREES
    status: int = 200

    def do_GET(self) -> None:
        if self.headers.get("If-None-Match") == self.etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(self.status)
        self.send_header("ETag", self.etag)
        self.end_headers()
        self.wfile.write(self.text.encode())

    @property
    def etag(self) -> str:
        return f'"{abs(hash(self.text))}"'

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def town(settings) -> Iterator[str]:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    Town.text, Town.status = TREES, 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Town)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/trees.csv"
    server.shutdown()
    server.server_close()


def test_a_dropped_file_waits_in_the_queue_and_is_read_by_the_worker():
    upload = an_upload(read=False)
    assert (upload.state, "catalogue.read_upload" in waiting()) == ("waiting", True)

    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    (table,) = upload.tables.all()
    assert (upload.state, upload.understood.format, table.row_count, table.version) == ("read", "csv", 3, None)
    assert [entry.field for entry in table.dictionary] == ["id", "essence", "annee"]


def test_choices_lead_to_a_new_reading_and_an_outdated_one_does_nothing():
    upload = an_upload()
    agent = an_agent_of(upload.authority)
    choices = ReadingChoices(columns={"arbres": {"annee": ColumnChoice(drop=True)}})

    upload = choose_reading(actor=agent, upload=upload, choices=choices)
    read_upload(upload_id=upload.pk, attempt=1)
    assert Upload.objects.get(pk=upload.pk).state == "waiting"
    read_upload(upload_id=upload.pk, attempt=2)

    upload.refresh_from_db()
    assert [entry.field for entry in upload.tables.get().dictionary] == ["id", "essence"]
    assert upload.reading_choices == choices
    assert not upload.offered


def test_a_file_that_cannot_be_read_says_why_and_is_kept():
    upload = an_upload(text="", read=False)

    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code, upload.file is not None) == ("failed", "empty_file", True)
    again = read_again(actor=an_agent_of(upload.authority), upload=upload)
    assert (again.state, again.attempt, again.error_code) == ("waiting", 2, "")


def test_a_file_that_is_too_large_is_refused_while_it_comes(settings):
    settings.FILE_SIZE_LIMIT = 10
    authority = an_authority()

    with pytest.raises(TooLarge):
        receive_upload(
            actor=an_agent_of(authority), authority=authority, stream=BytesIO(b"x" * 11), name="x.csv", at=NOON
        )
    assert not Upload.objects.exists()


def test_only_agents_of_the_authority_drop_files_and_only_web_addresses_are_fetched():
    authority = an_authority()

    with pytest.raises(NotYours):
        receive_upload(actor=an_actor(), authority=authority, stream=BytesIO(b"x"), name="x.csv", at=NOON)
    with pytest.raises(OnlyWebAddresses):
        receive_link(actor=an_agent_of(authority), authority=authority, url="file:///etc/passwd", at=NOON)


def test_a_private_address_is_not_fetched_and_the_upload_says_so():
    authority = an_authority()
    upload = receive_link(actor=an_agent_of(authority), authority=authority, url="http://127.0.0.1/x.csv", at=NOON)

    read_upload(upload_id=upload.pk, attempt=1)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code, upload.name) == ("failed", "private_address", "x.csv")


def test_a_dead_worker_is_noticed_and_a_file_that_kills_workers_is_given_up():
    upload = an_upload(read=False)
    Upload.objects.update(state="reading", heartbeat_at=NOON, starts=1)
    assert queue_stale(at=NOON + STALE_READING) == 0

    assert queue_stale(at=LATER) == 1
    Upload.objects.update(starts=MOST_STARTS)
    queue_stale(at=LATER)

    upload.refresh_from_db()
    assert (upload.state, upload.error_code) == ("failed", "reading_kept_failing")


def test_what_is_published_is_not_read_again_or_thrown_away():
    dataset = a_published_dataset()
    upload = Upload.objects.get(version__dataset=dataset)
    agent = an_agent_of(dataset.authority)

    for act in (read_again, discard_upload):
        with pytest.raises(UploadInUse):
            act(actor=agent, upload=upload)


def test_a_file_that_is_in_no_dataset_can_be_thrown_away():
    upload = an_upload()

    discard_upload(actor=an_agent_of(upload.authority), upload=upload)

    assert not Upload.objects.exists()
    assert not TableFile.objects.exists()


def test_what_is_thrown_away_leaves_the_disk_unless_another_file_is_the_same(django_capture_on_commit_callbacks):
    authority = an_authority()
    first, second = (an_upload(authority, text="id;mark\n1;thrown away\n") for _time in range(2))
    held = [first.file.sha256, first.tables.get().parquet.sha256]
    with django_capture_on_commit_callbacks(execute=True):
        discard_upload(actor=an_agent_of(authority), upload=first)
    assert all(map(file_store().holds, held))

    with django_capture_on_commit_callbacks(execute=True):
        discard_upload(actor=an_agent_of(authority), upload=second)

    assert not any(map(file_store().holds, held))


def test_a_file_read_again_keeps_the_tables_that_are_as_before(django_capture_on_commit_callbacks):
    upload = an_upload()
    with django_capture_on_commit_callbacks(execute=True):
        again = read_again(actor=an_agent_of(upload.authority), upload=upload)
        read_upload(upload_id=again.pk, attempt=again.attempt)

    assert file_store().holds(upload.tables.get().parquet.sha256)


def test_a_scheduled_source_makes_a_version_when_it_changed_and_none_when_not(town):
    dataset = a_published_dataset()
    source = schedule_source(actor=an_editor_of(dataset.authority), dataset=dataset, url=town, every="day", at=NOON)

    fetch_source(source_id=source.pk)
    assert dataset.versions.count() == 1
    Town.text = TREES + "4;If;2020\n"
    fetch_source(source_id=source.pk)
    fetch_source(source_id=source.pk)

    dataset.refresh_from_db()
    source.refresh_from_db()
    assert (dataset.current.number, dataset.current.tables.get().row_count) == (2, 4)
    assert (source.failures, source.due_at > timezone.now(), Upload.objects.count()) == (0, True, 2)
    assert emitted()[-1] == "catalogue.version_accepted"


def test_columns_that_drift_wait_for_an_editor_who_is_told(town):
    dataset = a_published_dataset()
    source = schedule_source(actor=an_editor_of(dataset.authority), dataset=dataset, url=town, every="day", at=NOON)
    Town.text = "id;essence;hauteur\n1;Chêne;12\n"

    fetch_source(source_id=source.pk)

    dataset.refresh_from_db()
    source.refresh_from_db()
    assert (dataset.current.number, dataset.versions.get(number=2).state) == (1, "proposed")
    assert source.drift == [{"table": "arbres", "added": ["hauteur"], "removed": ["annee"], "retyped": []}]
    assert "catalogue.columns_drifted" in emitted()
    assert desk(dataset.authority, an_agent_of(dataset.authority)).drifted_sources == (source,)


def test_a_source_that_fails_says_why_once_and_keeps_trying(town):
    dataset = a_published_dataset()
    source = schedule_source(actor=an_editor_of(dataset.authority), dataset=dataset, url=town, every="day", at=NOON)
    Town.status = 500

    fetch_source(source_id=source.pk)
    fetch_source(source_id=source.pk)

    source.refresh_from_db()
    assert (source.failures, source.error_code) == (2, "unavailable")
    assert emitted().count("catalogue.source_failed") == 1
    Town.status = 200
    fetch_source(source_id=source.pk)
    source.refresh_from_db()
    assert (source.failures, source.error_code) == (0, "")


def test_a_page_instead_of_data_makes_no_version(town):
    dataset = a_published_dataset()
    source = schedule_source(actor=an_editor_of(dataset.authority), dataset=dataset, url=town, every="day", at=NOON)
    Town.text = "<!doctype html><html><body>Page not found</body></html>"

    fetch_source(source_id=source.pk)

    dataset.refresh_from_db()
    assert dataset.current.number == 1
    assert Source.objects.get().error_code == AnswersAPage.code


def test_a_document_where_a_table_was_waits_for_an_editor(town):
    dataset = a_published_dataset()
    source = schedule_source(actor=an_editor_of(dataset.authority), dataset=dataset, url=town, every="day", at=NOON)
    Town.text = "%PDF-1.4 a report"

    fetch_source(source_id=source.pk)

    dataset.refresh_from_db()
    assert (dataset.current.number, dataset.versions.count()) == (1, 2)


def test_due_sources_are_queued_stopped_ones_not():
    dataset = a_published_dataset()
    editor = an_editor_of(dataset.authority)
    with pytest.raises(UnknownCode):
        schedule_source(actor=editor, dataset=dataset, url="https://example.org/x", every="hour", at=NOON)
    source = schedule_source(actor=editor, dataset=dataset, url="https://example.org/x", every="week", at=NOON)

    assert queue_due(at=LATER) == 1
    stop_source(actor=editor, source=source)
    assert queue_due(at=LATER) == 0
    assert Dataset.objects.get().source == source
