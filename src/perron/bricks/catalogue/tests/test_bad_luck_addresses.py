"""Bad luck with addresses: whatever the other side does, the reader is told why, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from perron.bricks.catalogue.actions.sources import schedule_source
from perron.bricks.catalogue.actions.steps import fetching
from perron.bricks.catalogue.actions.steps.harvesting import fetch_source
from perron.bricks.catalogue.actions.steps.reading import read_upload
from perron.bricks.catalogue.actions.uploads import read_again, receive_link
from perron.bricks.catalogue.models import TableFile, Upload
from perron.bricks.catalogue.tests.bad_luck import a_certificate_of_ones_own, a_misbehaving_server, assert_told_well
from perron.bricks.catalogue.tests.factories import NOON, a_published_dataset, an_editor_of
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db

# how the other side misbehaves → the code of what is kept with the upload
FAILING: Final = {
    "redirect-to-private": "private_address",
    "redirect-to-file": "not_a_web_address",
    "redirect-for-ever": "too_many_redirects",
    "not-found": "unavailable",
    "broken": "unavailable",
    "sign-in": "answers_a_page",
    "nothing": "empty_file",
    "noise.zip": "damaged_file",
    "endless": "too_large",
    "packed-bomb": "too_large",
    "cut": "unavailable",
    "silent": "unavailable",
}
ELSEWHERE: Final = {
    "http://127.0.0.2:9/x.csv": "unavailable",  # nobody listens
    "http://nobody.invalid/x.csv": "unavailable",  # no such name
    "http://192.168.1.1/x.csv": "private_address",
    "http://169.254.169.254/latest/meta-data": "private_address",
    "http://[::1]/x.csv": "private_address",
    "http://user:secret@example.org/x.csv": "not_a_web_address",
}


@pytest.fixture
def site(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    settings.FILE_SIZE_LIMIT = 1_000_000
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    with a_misbehaving_server() as address:
        yield address


def fetched(url: str) -> Upload:
    """An address that an agent gave, as the worker left it."""
    authority = an_authority()
    upload = receive_link(actor=an_agent_of(authority), authority=authority, url=url, at=NOON)
    read_upload(upload_id=upload.pk, attempt=1)
    upload.refresh_from_db()
    return upload


def assert_failed_well(upload: Upload, code: str) -> None:
    assert (upload.state, upload.error_code) == ("failed", code)
    assert_told_well(upload.error_code, upload.error_facts)
    assert upload.url
    assert not TableFile.objects.filter(upload=upload).exists()


@pytest.mark.parametrize("mischief", FAILING)
def test_an_address_that_fails_is_told_and_can_be_tried_again(site: str, mischief: str):
    upload = fetched(f"{site}/{mischief}")

    assert_failed_well(upload, FAILING[mischief])
    again = read_again(actor=an_agent_of(upload.authority), upload=upload)
    assert (again.state, again.error_code) == ("waiting", "")


@pytest.mark.parametrize("url", ELSEWHERE)
def test_an_address_that_leads_nowhere_is_told(site: str, url: str):
    assert_failed_well(fetched(url), ELSEWHERE[url])


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(site: str, tmp_path):
    with a_misbehaving_server(a_certificate_of_ones_own(tmp_path)) as address:
        upload = fetched(f"{address}/fine.csv")

    assert_failed_well(upload, "unavailable")
    assert "SSL" in upload.error_facts["reason"]


def test_a_secure_address_that_does_not_speak_securely_is_told(site: str):
    assert_failed_well(fetched(f"{site.replace('http:', 'https:')}/fine.csv"), "unavailable")


@pytest.mark.parametrize("kindness", ["fine.csv", "packed.csv", "packed-file.csv.gz"])
def test_a_file_that_comes_packed_is_unpacked(site: str, kindness: str):
    upload = fetched(f"{site}/{kindness}")

    assert (upload.state, upload.tables.get().row_count) == ("read", 3)


def test_an_address_that_lies_about_its_file_is_kept_as_a_document(site: str):
    upload = fetched(f"{site}/lying-pdf.csv")

    assert (upload.state, upload.understood.media_type) == ("read", "application/pdf")
    assert [doubt.code for doubt in upload.understood.doubts] == ["not_what_its_name_says"]


@pytest.mark.parametrize("mischief", ["redirect-to-private", "not-found", "sign-in", "endless", "cut", "silent"])
def test_a_scheduled_source_that_fails_leaves_the_published_data_alone(site: str, mischief: str):
    dataset = a_published_dataset()
    before = (dataset.current_id, dataset.versions.count(), Upload.objects.count(), TableFile.objects.count())
    editor = an_editor_of(dataset.authority)
    source = schedule_source(actor=editor, dataset=dataset, url=f"{site}/{mischief}", every="day", at=NOON)

    fetch_source(source_id=source.pk)

    dataset.refresh_from_db()
    source.refresh_from_db()
    after = (dataset.current_id, dataset.versions.count(), Upload.objects.count(), TableFile.objects.count())
    assert (source.error_code, source.failures, source.is_active) == (FAILING[mischief], 1, True)
    assert_told_well(source.error_code, source.error_facts)
    assert after == before
