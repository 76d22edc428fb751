"""Reading a letter as it came, however it was written: who wrote, what, which photos, and whether a program wrote it.

Source: RFC 5322, RFC 2045 to 2047, RFC 3834 (automatic answers), RFC 8601 (Authentication-Results).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from html.parser import HTMLParser
from itertools import islice
from typing import Final

from perron.bricks.reports.rules.quotes import own_words

LONGEST_WORDS: Final = 4000
MOST_PARTS: Final = 200
ORNAMENT: Final = 20_000  # bytes: smaller pictures inside the text are logos
SILENT: Final = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
    }
)
_ABSENT: Final = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|r[ée]ponse automatique|"
    r"absen(?:t|ce) |je suis absent|automatisch (?:antwoord|bericht)|afwezig|automatische antwort|abwesenheit|"
    r"empfangsbest[äa]tigung|accus[ée] de r[ée]ception|ontvangstbevestiging|read:|lu ?:|gelezen:|gelesen:)",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|nepasrepondre|noreply.*|automated.*)@", re.IGNORECASE
)
_ENCODED: Final = re.compile(r"((?:=\?[^?\s]+\?[bBqQ]\?[^?]*\?=\s*)*=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)(\s*)")
_IS_PAGE: Final = re.compile(r"\s*<(?:!doctype|html|body|p|div|table)\b", re.IGNORECASE)
# Latitude and longitude within Belgium, as people and map pages write them.
_POSITION: Final = re.compile(r"(?<![\d.])(49|50|51)\.(\d{3,12})[,;+ %2C]{1,5}([2-6])\.(\d{3,12})(?!\d)")
_WORDS: Final = {
    "fr": "le la les des est une dans pour avec sur rue bonjour pas depuis merci trottoir devant je vous il un",
    "nl": "de het een van niet voor met op straat aan dat dag sinds bedankt stoep er is goedendag ik u ligt staat",
    "de": "der die das ist und nicht mit auf straße seit guten tag eine den danke gehweg vor ich sie ihnen zu",
    "en": "the is and not with on street since hello thank you please there of pavement at you to a",
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, read. `automatic`: why it counts as written by a program, else empty; `not_taken`: names of files.

    `may_be_answered`: a program may write to its sender without fear of a circle. `is_forged`: the mail server beside
    us found that the sender did not send it.
    """

    message_id: str
    sender: str
    name: str
    subject: str
    words: str
    photos: tuple[Attached, ...] = ()
    not_taken: tuple[str, ...] = ()
    automatic: str = ""
    may_be_answered: bool = True
    is_forged: bool = False


class Unreadable(ValueError):
    """Nothing can be made of it."""


def read(raw: bytes) -> Letter:
    """The letter. Raises Unreadable for what has no sender or is no letter at all."""
    try:
        message = message_from_bytes(raw)
        return _read(message, raw)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(str(error)) from error  # the library raises all of these on letters that exist


def message_id_of(raw: bytes) -> str:
    """What makes it this letter and no other: its Message-ID, else its content's hash."""
    found = re.search(rb"^Message-ID:\s*(<[^<>\r\n]{3,290}>)", raw[:100_000], re.MULTILINE | re.IGNORECASE)
    return found[1].decode("ascii", "replace") if found else f"<{sha256(raw).hexdigest()}@content>"


def language_of(words: str, otherwise: str) -> str:
    """The language of a text by its small words; `otherwise` when they say nothing clear."""
    said = re.findall(r"[^\W\d_]+", words.lower())
    counts = {tag: sum(word in known.split() for word in said) for tag, known in _WORDS.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda tag: counts[tag]) if best > second else otherwise


def position_in(words: str) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) when a text has a pair that can be in Belgium."""
    found = _POSITION.search(words)
    return (float(f"{found[3]}.{found[4]}"), float(f"{found[1]}.{found[2]}")) if found else None


def _read(message: Message, raw: bytes) -> Letter:
    written = _header(message, "From")
    sender, name = parseaddr(written)[1], parseaddr(_decoded(written))[0]
    if "@" not in sender:
        raise Unreadable("no sender")
    parts = list(islice(_parts(message), MOST_PARTS))
    photos, not_taken = _files(parts)
    automatic = _automatic(message, sender)
    return Letter(
        message_id=message_id_of(raw),
        sender=sender.strip().lower()[:254],
        name=" ".join(name.split())[:120],
        subject=" ".join(_decoded(_header(message, "Subject")).split())[:300],
        words=own_words(_text(parts))[:LONGEST_WORDS],
        photos=photos,
        not_taken=not_taken,
        automatic=automatic,
        may_be_answered=not automatic and not message["X-Auto-Response-Suppress"],
        is_forged=_is_forged(str(message["Authentication-Results"] or "")),
    )


def _automatic(message: Message, sender: str) -> str:
    """Why a program wrote it, as far as it says so."""
    if message.get_content_type() == "multipart/report":
        return "report"
    if str(message["Auto-Submitted"] or "no").strip().lower().split(";")[0] != "no":
        return "auto_submitted"
    if str(message["Precedence"] or "").strip().lower() in {"bulk", "junk", "list", "auto_reply"} or message["List-Id"]:
        return "bulk"
    if any(message[one] for one in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Failed-Recipients")):
        return "auto_submitted"
    if _NOBODY.match(sender) or re.fullmatch(
        r"\s*<?(?:MAILER-DAEMON)?>?\s*", str(message["Return-Path"] or "x"), re.IGNORECASE
    ):
        return "no_sender"
    return "absent" if _ABSENT.match(_decoded(_header(message, "Subject")).strip()) else ""


def _is_forged(results: str) -> bool:
    """What the nearest mail server says; without such words nothing is known against the sender."""
    said: dict[str, str] = dict(re.findall(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", results.lower()))
    if "dmarc" in said:
        return said["dmarc"] == "fail"
    return "fail" in {said.get("spf"), said.get("dkim")} and "pass" not in said.values()


def _files(parts: list[Message]) -> tuple[tuple[Attached, ...], tuple[str, ...]]:
    """The photos, and the names of what we do not take."""
    photos, not_taken = [], []
    for part in parts:
        kind, name = part.get_content_type(), " ".join(_decoded(part.get_filename() or "").split())
        is_text = kind in {"text/plain", "text/html"} and not name
        if part.is_multipart() or is_text or kind in SILENT:
            continue
        content = _content(part)
        if kind.startswith("image/"):
            if len(content) > ORNAMENT or not part["Content-ID"]:
                photos.append(Attached(name or "photo", content))
        elif name:
            not_taken.append(name[:100])
    return tuple(photos), tuple(not_taken)


def _text(parts: list[Message]) -> str:
    """What can be read: the plain text, else what the page says."""
    written = {"text/plain": "", "text/html": ""}
    for part in parts:
        kind = part.get_content_type()
        if kind in written and not part.get_filename() and not written[kind]:
            written[kind] = _characters(part).replace("\x00", "")
    plain = written["text/plain"]
    return plain if plain.strip() and not _IS_PAGE.match(plain) else _said_in(plain.strip() or written["text/html"])


def _characters(part: Message) -> str:
    """The text of a part in the charset that it names; in the likeliest when that is wrong or unknown."""
    content = _content(part)
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a letter, without those of letters that it encloses."""
    yield message
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)


def _header(message: Message, name: str) -> str:
    """A header as it was written, in one line, also when it has other letters than it may."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            return " ".join(_piece(str(value).encode("utf-8", "surrogateescape"), "utf-8").split())
    return ""


def _decoded(written: str) -> str:
    """A header as people read it; one that is wrongly encoded as well as it goes."""
    return _ENCODED.sub(lambda found: _in_letters(found[1]) + found[2], written)


def _in_letters(encoded: str) -> str:
    """Some encoded words that follow each other: a letter may begin in one and end in the next."""
    try:
        pieces = decode_header(encoded)
    except (MessageError, ValueError):
        return encoded
    return "".join(_piece(content, charset) for content, charset in pieces)


def _piece(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return content.decode("cp1252", "replace")


def _said_in(page: str) -> str:
    """The words of a page, without what it quotes."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in "".join(reader.said).split("\n")))


class _Page(HTMLParser):
    """Gathers the words of a page."""

    BREAKS: Final = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"})
    UNSEEN: Final = frozenset({"style", "script", "head", "title", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the library's
        self.depth += tag in self.UNSEEN
        if tag in self.BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.UNSEEN and self.depth > 0
        if tag in {"p", "div", "tr", "li"}:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.said.append(re.sub(r"\s+", " ", data))
