"""What the tests of bad luck share: a web server that misbehaves on demand, and what a reader is told."""

from __future__ import annotations

import gzip
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Event, Thread
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import translation

from perron.bricks.catalogue.schemas.failures import failure
from perron.bricks.catalogue.tests.factories import TREES
from perron.kernel.languages import LANGUAGES

PAGE: Final = "<!doctype html><html><body>Sign in first</body></html>"
NO_HEADERS: Final[Mapping[str, str]] = {}
over: Final = Event()  # ends the servers that keep their visitor waiting


class Mischief(BaseHTTPRequestHandler):
    """A web server whose path says how it misbehaves."""

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/").split(".")[0].replace("-", "_"))()

    def fine(self) -> None:
        self._send(TREES.encode())

    def redirect_to_private(self) -> None:
        self._send(b"", 302, {"Location": "http://10.0.0.1/trees.csv"})

    def redirect_to_file(self) -> None:
        self._send(b"", 302, {"Location": "file:///etc/passwd"})

    def redirect_for_ever(self) -> None:
        self._send(b"", 302, {"Location": self.path})

    def not_found(self) -> None:
        self._send(b"no such thing", 404)

    def broken(self) -> None:
        self._send(b"", 500)

    def sign_in(self) -> None:
        self._send(PAGE.encode(), headers={"Content-Type": "text/csv"})

    def nothing(self) -> None:
        self._send(b"")

    def noise(self) -> None:
        self._send(b"PK\x03\x04" + bytes(range(256)) * 4)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not over.is_set():
            self.wfile.write(b"x" * 65_536)

    def cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(TREES.encode())

    def silent(self) -> None:
        over.wait(20)

    def packed(self) -> None:
        self._send(gzip.compress(TREES.encode()), headers={"Content-Encoding": "gzip"})

    def packed_file(self) -> None:
        self._send(gzip.compress(TREES.encode()))

    def packed_bomb(self) -> None:
        self._send(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})

    def lying_pdf(self) -> None:
        self._send(b"%PDF-1.7 a report", headers={"Content-Type": "text/csv"})

    def _send(self, body: bytes, status: int = 200, headers: Mapping[str, str] = NO_HEADERS) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return

    def handle(self) -> None:
        """A visitor who hangs up is no trouble of ours."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True


@contextmanager
def a_misbehaving_server(certificate: Path | None = None) -> Iterator[str]:
    """Its address; with a `certificate` it speaks TLS."""
    over.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mischief)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    over.set()
    server.shutdown()
    server.server_close()


def a_certificate_of_ones_own(folder: Path) -> Path:
    """A certificate that nobody else vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "own.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def told(code: str, facts: dict[str, object]) -> dict[str, str]:
    """What a reader of each language is told about a failure that was kept: a sentence and a way out."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            words = failure(code, facts)
        said[language] = f"{words.sentence} {words.way_out}"
    return said


def assert_told_well(code: str, facts: dict[str, object]) -> None:
    """Each language has its own sentence, complete, without a code of ours in it."""
    said = told(code, facts)
    assert len(set(said.values())) == len(LANGUAGES), said
    for sentence in said.values():
        assert len(sentence) > 20
        assert not re.search(r"%\(|[a-z]+_[a-z]+|Error|Errno|Exception", sentence), sentence
