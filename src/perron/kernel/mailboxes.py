"""Which e-mail addresses are read here, and by which brick: those of the domain that the operator gave us."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr
from typing import cast

from django.conf import settings

from perron.kernel import registry
from perron.kernel.ports.mail import MAIL_READER, MailReader


def readers() -> Iterator[MailReader]:
    """Everybody who reads letters."""
    for offer in registry.all_provided(MAIL_READER):
        yield cast("MailReader", offer.factory())  # a port's offers are objects; its name says which protocol


def mailbox_of(address: str) -> str:
    """What stands before the @, in lower case; empty when the address is not of our domain."""
    local, _at, domain = parseaddr(address)[1].lower().rpartition("@")
    return local if settings.MAIL_DOMAIN and domain == settings.MAIL_DOMAIN else ""


def reader_of(mailbox: str) -> MailReader | None:
    """Who reads this mailbox."""
    return next((reader for reader in readers() if reader.reads(mailbox)), None) if mailbox else None


def is_ours(address: str) -> bool:
    """Whether letters to this address are taken: somebody reads it, or our own letters come back to it."""
    if parseaddr(address)[1].lower() == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower():
        return True
    return reader_of(mailbox_of(address)) is not None


def address_of(mailbox: str) -> str:
    """The whole address of a mailbox; empty when no letters come in here."""
    return f"{mailbox}@{settings.MAIL_DOMAIN}" if mailbox and settings.MAIL_DOMAIN else ""


def answer_address(page: str) -> str:
    """Where answers to a letter about a page go (kept address); empty when nobody reads them."""
    if not settings.MAIL_DOMAIN:
        return ""
    return address_of(next(filter(None, (reader.mailbox_for(page) for reader in readers())), ""))
