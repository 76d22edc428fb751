"""Letters that people write to us: a port that each brick whose cases go on by e-mail fills."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

MAIL_READER: Final = "mail_reader"


class MailReader(Protocol):
    """Reads what comes to its mailboxes. A mailbox is what stands before the @, in lower case."""

    def reads(self, mailbox: str) -> bool:
        """Whether letters to this mailbox are its own. Asked while the mail server waits: anything else is refused."""
        ...

    def read(self, raw: bytes, mailbox: str, *, at: datetime) -> None:
        """Take a letter (RFC 5322); the same one again changes nothing. Raises only what can be tried again."""
        ...

    def mailbox_for(self, page: str) -> str:
        """The mailbox for answers to a letter about a page (as `page_addresses.to_keep` gives it); empty for none."""
        ...
