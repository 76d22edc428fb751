"""Fetching reaches the public web and nothing else, with limits on everything."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from perron.kernel import outbound
from perron.kernel.errors import Refused, TooLarge, Unavailable
from perron.kernel.outbound import Known, NotAWebAddress, PrivateAddress, TooManyRedirects

seen: list[dict[str, str]] = []


class Answers(BaseHTTPRequestHandler):
    """The other side: each path behaves in its own way."""

    def do_GET(self) -> None:
        seen.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
        getattr(self, f"answer_{self.path.strip('/').partition('?')[0]}")()

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.say(302 if self.path == "/moved" else 422, body[::-1], Location="/data", Content_Type="text/plain; a=b")

    def answer_data(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.say(304, ETag='"v1"')
        else:
            self.say(200, b"a;b\n1;2\n", ETag='"v1"', Content_Type="text/csv; charset=utf-8", Last_Modified="Mon")

    def answer_moved(self) -> None:
        self.say(302, Location="/data?x=1", Set_Cookie="a=b")

    def answer_inside(self) -> None:
        self.say(302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_elsewhere(self) -> None:
        self.say(302, Location="file:///etc/passwd")

    def answer_loop(self) -> None:
        self.say(302, Location="/loop")

    def answer_broken(self) -> None:
        self.say(500, b"oh")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        with self.ignoring_hangups():
            while True:
                self.wfile.write(b"x" * 10_000)

    def answer_bomb(self) -> None:
        self.say(200, gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")

    def answer_onion(self) -> None:
        self.say(200, gzip.compress(gzip.compress(b"0" * 5_000_000)), Content_Encoding="gzip, gzip")

    def answer_silent(self) -> None:
        stop.wait(5)

    def answer_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with self.ignoring_hangups():
            while not stop.wait(0.02):
                self.wfile.write(b"x")

    def answer_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"short")

    def ignoring_hangups(self) -> "Answers":
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> bool:
        return kind is not None and issubclass(kind, OSError)

    def log_message(self, *args: object) -> None:
        return None


stop = threading.Event()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed(settings: Settings) -> None:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    seen.clear()


def fetched(url: str, into: Path, *, limit: int = 1_000_000, timeout: float = 5, known: Known | None = None):
    return outbound.fetch(url, limit=limit, timeout=timeout, into=into / "got", known=known)


def test_a_file_is_fetched_with_what_is_said_about_it(site: str, allowed: None, tmp_path: Path) -> None:
    got = fetched(f"{site}/data", tmp_path)

    assert got.path.read_bytes() == b"a;b\n1;2\n"
    assert (got.status, got.media_type, got.etag, got.last_modified) == (200, "text/csv", '"v1"', "Mon")
    assert got.final_url == f"{site}/data"


def test_what_did_not_change_is_not_fetched_again(site: str, allowed: None, tmp_path: Path) -> None:
    got = fetched(f"{site}/data", tmp_path, known=Known(etag='"v1"', last_modified="Mon"))

    assert got.is_unchanged
    assert not got.path.exists()
    assert seen[0]["if-modified-since"] == "Mon"


def test_a_redirect_is_followed_without_carrying_anything_along(site: str, allowed: None, tmp_path: Path) -> None:
    got = fetched(f"{site}/moved", tmp_path)

    assert got.final_url == f"{site}/data?x=1"
    assert not {"cookie", "authorization", "referer"} & set(seen[1])


def test_the_name_is_sent_and_the_checked_address_is_used(site: str, allowed: None, tmp_path: Path) -> None:
    port = site.rpartition(":")[2]

    fetched(f"http://localhost:{port}/data", tmp_path) if _localhost_is_ipv4() else pytest.skip("localhost has IPv6")

    assert seen[0]["host"] == f"localhost:{port}"


def _localhost_is_ipv4() -> bool:
    return {entry[0] for entry in socket.getaddrinfo("localhost", 80)} == {socket.AF_INET}


def test_our_own_machine_is_refused_unless_allowed(site: str, tmp_path: Path) -> None:
    seen.clear()

    with pytest.raises(PrivateAddress, match="private network"):
        fetched(f"{site}/data", tmp_path)
    assert seen == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.1.2.3",
        "0.0.0.0",
        "10.1.1.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[::127.0.0.1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[64:ff9b::a00:1]",
    ],
)
def test_no_spelling_of_a_private_address_gets_through(host: str, tmp_path: Path) -> None:
    with pytest.raises((PrivateAddress, NotAWebAddress)):
        fetched(f"http://{host}/", tmp_path, timeout=1)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    assert outbound._is_allowed(outbound.ipaddress.ip_address(address))


def test_a_redirect_into_a_private_network_is_refused(site: str, allowed: None, tmp_path: Path) -> None:
    with pytest.raises(PrivateAddress, match=r"169\.254\.169\.254"):
        fetched(f"{site}/inside", tmp_path)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/x", "gopher://x", "", "http://", "https://u:p@example.org/", "x\0y"],
)
def test_what_is_not_a_web_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotAWebAddress):
        fetched(url, tmp_path)


def test_a_redirect_to_a_file_is_refused(site: str, allowed: None, tmp_path: Path) -> None:
    with pytest.raises(NotAWebAddress):
        fetched(f"{site}/elsewhere", tmp_path)


def test_a_loop_of_redirects_ends(site: str, allowed: None, tmp_path: Path) -> None:
    with pytest.raises(TooManyRedirects):
        fetched(f"{site}/loop", tmp_path)
    assert len(seen) == 6


@pytest.mark.parametrize("path", ["endless", "bomb"])
def test_more_than_the_limit_is_refused(site: str, allowed: None, tmp_path: Path, path: str) -> None:
    with pytest.raises(TooLarge):
        fetched(f"{site}/{path}", tmp_path, limit=100_000)


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_who_takes_too_long_is_left(site: str, allowed: None, tmp_path: Path, path: str) -> None:
    started = time.monotonic()

    with pytest.raises(Unavailable, match="in time"):
        fetched(f"{site}/{path}", tmp_path, timeout=0.3)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("path", "reason"), [("broken", "answered 500"), ("cut", "Error")])
def test_a_failing_site_is_unavailable(site: str, allowed: None, tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises(Unavailable, match=reason):
        fetched(f"{site}/{path}", tmp_path)


def test_nobody_at_home_is_unavailable(allowed: None, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(Unavailable):
        fetched(f"http://127.0.0.1:{port}/", tmp_path)
    with pytest.raises(Unavailable, match="no address"):
        fetched("http://nobody.invalid/", tmp_path)


def test_every_refusal_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        fetched("http://10.0.0.1/", tmp_path)
    assert "public address" in refused.value.what_to_do()


def test_what_is_packed_twice_is_not_unpacked(site: str, allowed: None, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="packing"):
        fetched(f"{site}/onion", tmp_path)

    assert not (tmp_path / "got").exists()


def test_what_is_sent_is_answered_whatever_the_status(site: str, allowed: None) -> None:
    got = outbound.ask(f"{site}/x", method="POST", content=b"abc", headers={"X-A": "b"}, limit=100, timeout=5)

    assert (got.status, got.content, got.media_type) == (422, b"cba", "text/plain")
    assert outbound.ask(f"{site}/data", limit=100, timeout=5).content == b"a;b\n1;2\n"


def test_what_is_sent_follows_nobody_elsewhere(site: str, allowed: None) -> None:
    assert outbound.ask(f"{site}/moved", method="POST", content=b"abc", limit=100, timeout=5).status == 302


def test_what_is_sent_reaches_no_private_network_and_takes_no_endless_answer(site: str, settings: Settings) -> None:
    with pytest.raises(PrivateAddress):
        outbound.ask(f"{site}/x", method="POST", content=b"abc", limit=100, timeout=5)
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    with pytest.raises(TooLarge):
        outbound.ask(f"{site}/endless", limit=1000, timeout=5)
