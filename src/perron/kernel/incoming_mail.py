"""Mail that comes to the site: reports of letters that could not be delivered (RFC 3464), and letters for bricks.

A report counts only for the address that its letter went to, and names that letter by a Message-ID that only we and the
receiver of the letter know: nobody can have letters to somebody else stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses
from itertools import islice
from typing import Final

from perron.kernel import bounces, letters, mailboxes

LARGEST: Final = 36_000_000  # bytes: 25 MB of files as mail carries them
TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")  # where the mail server did not say it apart


def receive(raw: bytes, *, at: datetime, to: Iterable[str] = ()) -> bool:
    """Take a message as the mail server hands it over (RFC 5322), for the addresses of its envelope if they are known.

    False when it is nothing that anybody here reads.
    """
    message = message_from_bytes(raw)
    if message.get_content_type() == "multipart/report":
        return _note_failure(message, at)
    for address in list(to) or _addresses_in(message):
        mailbox = mailboxes.mailbox_of(address)
        if reader := mailboxes.reader_of(mailbox):
            reader.read(raw, mailbox, at=at)
            return True
    return False


def _addresses_in(message: Message) -> Iterator[str]:
    written = [str(value) for name in TO for value in message.get_all(name, [])]
    return (address for _name, address in getaddresses(written))


def _note_failure(message: Message, at: datetime) -> bool:
    if any(map(_is_for_good, _recipients(message))) and (email := letters.receiver_of(_letter(message))):
        bounces.note(email, at=at)
    return True


def _recipients(report: Message) -> Iterator[Message]:
    """What is said of each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (block for block in part.walk() if "Action" in block)


def _is_for_good(recipient: Message) -> bool:
    failed = str(recipient["Action"]).strip().lower() == "failed"
    return failed and bounces.is_for_good(0, str(recipient["Status"]))


def _letter(report: Message) -> str:
    """The Message-ID of the letter, which comes back whole or as its headers; empty when it does not."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            return str(message_from_string(str(part.get_payload()))["Message-ID"] or "").strip()
        if part.get_content_type() == "message/rfc822":
            return next((str(inside["Message-ID"] or "").strip() for inside in islice(part.walk(), 1, None)), "")
    return ""
