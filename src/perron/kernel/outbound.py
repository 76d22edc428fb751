"""Asking addresses that people gave us, without becoming their way into our own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused, TooLarge, Unavailable

MOST_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PORTS: Final = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAWebAddress(Refused):
    """What was given is not an address that we fetch from."""

    code = "not_a_web_address"
    sentence = _("“%(url)s” is not an address that we can fetch from.")
    way_out = _("Give an address that starts with https:// or http://.")


class PrivateAddress(Refused):
    """The address leads into a private network, ours or somebody else's."""

    code = "private_address"
    sentence = _("%(host)s leads to a private network, where we do not fetch from.")
    way_out = _("Give a public address, or ask whoever operates this site to allow this network.")


class TooManyRedirects(Refused):
    """The address sends us on and on."""

    code = "too_many_redirects"
    sentence = _("%(url)s sends us on to other addresses more than five times.")
    way_out = _("Give the final address.")


@dataclass(frozen=True, slots=True)
class Known:
    """What we have from last time, to ask whether it changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `status` 200 with `path` written, or 304 (`is_unchanged`) with nothing written."""

    path: Path
    status: int
    media_type: str
    etag: str
    last_modified: str
    final_url: str

    @property
    def is_unchanged(self) -> bool:
        """Whether the other side says that nothing changed since last time."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side answered to `ask`, whatever its status."""

    status: int
    content: bytes
    media_type: str


def ask(
    url: str,
    *,
    method: str = "GET",
    content: bytes = b"",
    headers: Mapping[str, str] | None = None,
    limit: int,
    timeout: float,
) -> Answered:
    """Send `content` to `url`, or ask it: the answer is at most `limit` bytes; at most `timeout` seconds in all. Nobody
    is followed elsewhere: what is sent goes to the address that was given.

    Raises NotAWebAddress, PrivateAddress, TooLarge (refusals), Unavailable when there is no answer.
    """
    ends_at, target = time.monotonic() + timeout, _parsed(url)
    with _connected(target, ends_at, dict(headers or {}), method=method, content=content) as response:
        _check_packing(response, target.host)
        received = b"".join(_within(response, limit, ends_at, target.host))
        return Answered(response.status_code, received, _media_type(response))


def fetch(url: str, *, limit: int, timeout: float, into: Path, known: Known | None = None) -> Fetched:
    """Get `url` into the file `into`: at most `limit` bytes (unpacked), at most `timeout` seconds in all.

    Raises NotAWebAddress, PrivateAddress, TooManyRedirects, TooLarge (refusals), Unavailable (the other side fails).
    """
    ends_at = time.monotonic() + timeout
    target = _parsed(url)
    for _redirect in range(MOST_REDIRECTS + 1):
        with _answer(target, ends_at, known or Known()) as response:
            if response.status_code in REDIRECTS and "location" in response.headers:
                target = _parsed(str(target.join(response.headers["location"])))
                continue
            if response.status_code not in {200, 304} or (response.status_code == 304 and known is None):
                raise Unavailable(target.host, f"answered {response.status_code}")
            if response.status_code == 200:
                _check_packing(response, target.host)
                _write(response, into, limit, ends_at, target.host)
            return _fetched(response, into, target)
    raise TooManyRedirects(url=url)


def _parsed(url: str) -> httpx.URL:
    """The address, its credentials and fragment left out. Raises NotAWebAddress."""
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise NotAWebAddress(url=url) from error
    if parsed.scheme not in PORTS or not parsed.host or parsed.userinfo:
        raise NotAWebAddress(url=url)
    return parsed.copy_with(fragment=None)


@contextmanager
def _answer(target: httpx.URL, ends_at: float, known: Known) -> Iterator[httpx.Response]:
    """One question about what is known from last time."""
    headers = {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
    with _connected(target, ends_at, headers) as response:
        yield response


@contextmanager
def _connected(
    target: httpx.URL, ends_at: float, more: Mapping[str, str], *, method: str = "GET", content: bytes = b""
) -> Iterator[httpx.Response]:
    """One question, to the very address that was checked: the name is not looked up a second time."""
    address = _checked_address(target)
    pinned = target.copy_with(host=str(address))
    headers = {"Host": target.netloc.decode("ascii"), "User-Agent": f"Perron (+{settings.BASE_URL})", "Accept": "*/*"}
    headers |= {"Accept-Encoding": "gzip, deflate", **more}
    secure_name = {"sni_hostname": target.raw_host.decode("ascii")}  # what the certificate must be for
    try:
        with (
            httpx.Client(trust_env=False, follow_redirects=False, timeout=_remaining(ends_at, target.host)) as client,
            client.stream(method, pinned, headers=headers, content=content or None, extensions=secure_name) as response,
        ):
            yield response
    except httpx.TimeoutException as error:
        raise Unavailable(target.host, "did not answer in time") from error
    except httpx.HTTPError as error:
        raise Unavailable(target.host, f"{type(error).__name__}: {error}") from error


def _checked_address(target: httpx.URL) -> Address:
    """The first of the name's addresses. Raises PrivateAddress when any of them is private, Unavailable when none."""
    port = target.port or PORTS[target.scheme]
    try:
        found = socket.getaddrinfo(target.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(target.host, "has no address") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise Unavailable(target.host, "has no address")
    if not all(_is_allowed(address) for address in addresses):
        raise PrivateAddress(host=target.host)
    return addresses[0]


def _is_allowed(address: Address) -> bool:
    """Public, or in a network that the operator allows. IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) counts."""
    reached = _inner(address)
    if any(reached in network for network in _allowed_networks() if network.version == reached.version):
        return True
    is_of_a_site = isinstance(reached, ipaddress.IPv6Address) and reached.is_site_local
    return reached.is_global and not (reached.is_multicast or reached.is_reserved or is_of_a_site)


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def _allowed_networks() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(written, strict=False) for written in settings.ALLOWED_PRIVATE_ADDRESSES]


def _remaining(ends_at: float, host: str) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise Unavailable(host, "did not answer in time")
    return left


def _write(response: httpx.Response, into: Path, limit: int, ends_at: float, host: str) -> None:
    """Into the file as it comes."""
    with into.open("wb") as written:
        for chunk in _within(response, limit, ends_at, host):
            written.write(chunk)


def _within(response: httpx.Response, limit: int, ends_at: float, host: str) -> Iterator[bytes]:
    """What comes, stopping at the limit: what the other side promises is not believed."""
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit=filesizeformat(limit))
        _remaining(ends_at, host)
        yield chunk


def _check_packing(response: httpx.Response, host: str) -> None:
    """Packed once at most: what is packed several times over grows without measure from a few bytes in memory."""
    if response.headers.get("content-encoding", "").strip().lower() not in {"", "identity", "gzip", "deflate"}:
        raise Unavailable(host, "answered in a packing that we did not ask for")


def _fetched(response: httpx.Response, into: Path, target: httpx.URL) -> Fetched:
    headers = response.headers
    etag, last_modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Fetched(into, response.status_code, _media_type(response), etag, last_modified, str(target))


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
