"""Files are kept once, whole or not at all, on disk or on S3, and served fast and without danger."""

import errno
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from perron.kernel import file_stores, files
from perron.kernel.errors import TooLarge, Unavailable
from perron.kernel.media_types import media_type_of
from perron.kernel.serving import safe_name

CONTENT = b"naam;aantal\nNamur;3\n" * 50_000
KEY = hashlib.sha256(CONTENT).hexdigest()
pytestmark = pytest.mark.django_db


@pytest.fixture
def on_disk(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.FILES = {**settings.FILES, "folder": tmp_path / "files", "s3_bucket": ""}
    file_stores.file_store.cache_clear()
    yield tmp_path / "files"
    file_stores.file_store.cache_clear()


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def on_s3(s3_server: str, tmp_path: Path, settings: Settings) -> Iterator[Path]:
    access = {
        "s3_bucket": "perron",
        "s3_endpoint": s3_server,
        "s3_region": "eu-west-1",
        "s3_key": "k",
        "s3_secret": "s",
    }
    settings.FILES = {**settings.FILES, **access, "cache": tmp_path / "cache", "cache_limit": 2 * len(CONTENT)}
    file_stores.file_store.cache_clear()
    client = boto3.client(
        "s3", endpoint_url=s3_server, region_name="eu-west-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket="perron", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield tmp_path / "cache"
    for item in client.list_objects_v2(Bucket="perron").get("Contents", []):
        client.delete_object(Bucket="perron", Key=item["Key"])
    client.delete_bucket(Bucket="perron")
    file_stores.file_store.cache_clear()


@pytest.fixture(params=["on_disk", "on_s3"])
def anywhere(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def test_a_file_is_kept_under_its_hash_and_read_back(anywhere: Path) -> None:
    stored = files.store(io.BytesIO(CONTENT), name="parkings.csv")

    assert (stored.sha256, stored.size, stored.media_type) == (KEY, len(CONTENT), "text/csv")
    assert files.local_path(stored).read_bytes() == CONTENT
    assert b"".join(files.read(stored)) == CONTENT


def test_the_same_content_is_kept_once(anywhere: Path) -> None:
    first = files.store(io.BytesIO(CONTENT), name="one.csv")

    assert files.store(io.BytesIO(CONTENT), name="two.csv") == first


def test_a_content_that_was_lost_is_kept_again(on_disk: Path) -> None:
    stored = files.store(io.BytesIO(CONTENT), name="one.csv")
    files.local_path(stored).unlink()
    with pytest.raises(Unavailable):
        files.local_path(stored)

    files.store(io.BytesIO(CONTENT), name="one.csv")

    assert files.local_path(stored).read_bytes() == CONTENT


def test_a_file_that_is_too_large_leaves_nothing_behind(anywhere: Path) -> None:
    with pytest.raises(TooLarge, match="larger than what we can take"):
        files.store(io.BytesIO(CONTENT), name="one.csv", limit=1_000)

    assert [path for path in anywhere.rglob("*") if path.is_file()] == []
    assert not files.StoredFile.objects.exists()


def test_two_gigabytes_pass_in_constant_memory_and_are_refused(on_disk: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1_000_000, "asked for too much at once"
            self.given += size
            return b"\0" * size

    stream = Endless()
    with pytest.raises(TooLarge):
        files.store(stream, name="big.bin", limit=20_000_000)  # type: ignore[arg-type]
    assert stream.given < 21_000_000


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(on_disk: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(file_stores.NoRoomLeft, match="no room left"):
        files.store(Full(), name="one.csv")
    assert [path for path in on_disk.rglob("*") if path.is_file()] == []


def test_a_sender_who_goes_away_leaves_nothing_behind(on_disk: Path) -> None:
    class Gone(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.store(Gone(), name="one.csv")
    assert [path for path in on_disk.rglob("*") if path.is_file()] == []


def test_a_store_that_does_not_answer_is_unavailable(on_s3: Path, settings: Settings) -> None:
    stored = files.store(io.BytesIO(CONTENT), name="one.csv")
    settings.FILES = {**settings.FILES, "s3_bucket": "nowhere", "cache": on_s3 / "other"}
    file_stores.file_store.cache_clear()

    for question in (
        lambda: files.local_path(stored),
        lambda: list(files.read(stored)),
        lambda: files.store(io.BytesIO(b"new"), name="new.txt"),
    ):
        with pytest.raises(Unavailable):
            question()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_deleted_for_good_and_can_come_again(anywhere: Path) -> None:
    assert files.forget(files.store(io.BytesIO(CONTENT), name="one.csv"))

    assert not file_stores.file_store().holds(KEY)
    assert [path for path in anywhere.rglob("*") if path.is_file()] == []
    assert files.local_path(files.store(io.BytesIO(CONTENT), name="one.csv")).read_bytes() == CONTENT


@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_again_before_the_commit_stays(anywhere: Path) -> None:
    with transaction.atomic():
        files.forget(files.store(io.BytesIO(CONTENT), name="one.csv"))
        again = files.store(io.BytesIO(CONTENT), name="one.csv")

    assert files.local_path(again).read_bytes() == CONTENT


def test_the_cache_forgets_what_was_not_wanted_for_longest(on_s3: Path) -> None:
    several = [files.store(io.BytesIO(CONTENT + bytes([number])), name="a.csv") for number in range(65, 69)]

    for stored in several:
        assert files.local_path(stored).stat().st_size == stored.size

    assert sum(path.stat().st_size for path in on_s3.glob("??/??/*")) <= 2 * len(CONTENT)
    assert files.local_path(several[0]).exists()


# --- serving ----------------------------------------------------------------------------------------------------------


def asked(stored: files.StoredFile, method: str = "get", **headers: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/file", headers={k.replace("_", "-"): v for k, v in headers.items()})
    return files.serve(request, stored, name="Écoles 2024.csv")  # type: ignore[return-value]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def test_a_file_is_served_whole_with_all_that_caches_need(anywhere: Path) -> None:
    response = asked(files.store(io.BytesIO(CONTENT), name="a.csv"))

    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["ETag"] == f'"{KEY}"'
    assert response["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Content-Type"] == "text/csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89coles%202024.csv"


@pytest.mark.parametrize(
    ("range_", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=999990-", 999_990, 1_000_000),
        ("bytes=-5", 999_995, 1_000_000),
        ("bytes=-99999999", 0, 1_000_000),
        ("bytes=5-99999999", 5, 1_000_000),
    ],
)
def test_a_part_is_served_as_asked(anywhere: Path, range_: str, start: int, end: int) -> None:
    response = asked(files.store(io.BytesIO(CONTENT), name="a.csv"), range=range_)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/1000000"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == CONTENT[start:end]


@pytest.mark.parametrize("range_", ["bytes=1000000-", "bytes=-0"])
def test_a_part_beyond_the_end_is_416(on_disk: Path, range_: str) -> None:
    response = asked(files.store(io.BytesIO(CONTENT), name="a.csv"), range=range_)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1000000")


@pytest.mark.parametrize("range_", ["bytes=0-1,5-6", "lines=1-2", "bytes=9-2", "bytes=x"])
def test_a_range_that_we_do_not_know_gives_the_whole(on_disk: Path, range_: str) -> None:
    assert asked(files.store(io.BytesIO(CONTENT), name="a.csv"), range=range_).status_code == 200


def test_a_range_of_another_version_gives_the_whole(on_disk: Path) -> None:
    stored = files.store(io.BytesIO(CONTENT), name="a.csv")

    assert asked(stored, range="bytes=0-1", if_range='"other"').status_code == 200
    assert asked(stored, range="bytes=0-1", if_range=f'"{KEY}"').status_code == 206


@pytest.mark.parametrize("known", [f'"{KEY}"', f'W/"{KEY}"', f'"x", "{KEY}"', "*"])
def test_who_has_it_already_is_told_so(on_disk: Path, known: str) -> None:
    response = asked(files.store(io.BytesIO(CONTENT), name="a.csv"), if_none_match=known)

    assert (response.status_code, body(response)) == (304, b"")
    assert response["ETag"] == f'"{KEY}"'


def test_head_says_all_and_sends_nothing(anywhere: Path) -> None:
    stored = files.store(io.BytesIO(CONTENT), name="a.csv")

    response = asked(stored, "head")

    assert (response["Content-Length"], body(response)) == (str(len(CONTENT)), b"")


def test_an_empty_file_is_served(on_disk: Path) -> None:
    stored = files.store(io.BytesIO(b""), name="nothing.csv")

    assert body(asked(stored)) == b""
    assert asked(stored, range="bytes=0-").status_code == 416


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (b"<html><script>alert(1)</script></html>", "a.png", "attachment"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "attachment"),
        (b"just text", "a.html", "inline"),
        (b"%PDF-1.7", "a.pdf", "inline"),
    ],
)
def test_what_could_run_in_the_browser_is_never_shown(
    on_disk: Path, content: bytes, name: str, disposition: str
) -> None:
    stored = files.store(io.BytesIO(content), name=name)

    response = files.serve(RequestFactory().get("/"), stored, name=name, attachment=False)

    assert response["Content-Disposition"].startswith(disposition)
    assert "'none'" in response["Content-Security-Policy"]


def test_what_only_one_reader_may_have_stays_out_of_shared_caches(on_disk: Path) -> None:
    stored = files.store(io.BytesIO(b"x"), name="a.txt")

    response = files.serve(RequestFactory().get("/"), stored, name="a.txt", public=False)

    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ('a"b\r\nX: y.csv', "a_b_X_ y.csv"),
        ("gepnj\u202egpj.exe", "gepnj_gpj.exe"),
        ("", "file"),
        ("...", "file"),
        ("é" * 300 + ".csv", "é" * 146 + ".csv"),
    ],
)
def test_names_trip_no_system(given: str, safe: str) -> None:
    assert safe_name(given) == safe


# --- types ------------------------------------------------------------------------------------------------------------


def zipped(**inside: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"a;b\n1;2", "a.csv", "text/csv"),
        ("naam;é".encode("utf-16"), "a.csv", "text/csv"),
        ("naam;é".encode("cp1252"), "a.CSV", "text/csv"),
        (b"a\tb", "a.tsv", "text/tab-separated-values"),
        (b"hello", "a.xlsx", "text/plain"),
        (b"\x89PNG\r\n\x1a\n...", "a.csv", "image/png"),
        (b'{"a": 1}', "a.bin", "application/json"),
        (b'\xef\xbb\xbf{"type": "FeatureCollection", "features": []}', "a.json", "application/geo+json"),
        (b'{"a": 1}\n{"a": 2}\n', "a.json", "application/x-ndjson"),
        (b'{\n "a": 1}', "a.json", "application/json"),
        (b"  <!DOCTYPE html><p>", "a.csv", "text/html"),
        (b"<svg xmlns=''/>", "a.txt", "image/svg+xml"),
        (b"<?xml version='1.0'?><kml/>", "a.kml", "application/vnd.google-earth.kml+xml"),
        (b"PAR1....", "a", "application/vnd.apache.parquet"),
        (b"\x00\x01\x02", "a.csv", "application/octet-stream"),
        (b"", "a.csv", "text/csv"),
        (zipped(a="1"), "a.xlsx", "application/zip"),
        (zipped(xl__workbook_xml=""), "a.zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "a.zip",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (b"PK\x03\x04 cut off", "a.xlsx", "application/zip"),
    ],
)
def test_a_file_is_what_its_content_says(tmp_path: Path, content: bytes, name: str, expected: str) -> None:
    (tmp_path / "f").write_bytes(content)

    assert media_type_of(tmp_path / "f", name) == expected
