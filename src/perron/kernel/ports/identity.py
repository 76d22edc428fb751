"""Who somebody is, as far as somebody else vouches for it: a port that a sign-in with eID or a wallet will fill.

Source of the levels: Regulation (EU) No 910/2014 (eIDAS), article 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol

from perron.kernel.actors import Actor


class Assurance(IntEnum):
    """How sure we are; a higher level includes the lower ones. `NONE`: somebody who proved an e-mail address."""

    NONE = 0
    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """What was vouched for, by whom and when. `subject` is the voucher's name for the person, not a national number."""

    assurance: Assurance
    voucher: str
    subject: str
    vouched_at: datetime
    given_names: str = ""
    family_name: str = ""
    born_on: date | None = None


class IdentityPort(Protocol):
    """Says who an account belongs to, and where to go to prove it."""

    def identity_of(self, actor: Actor) -> Identity | None:
        """What was vouched for about this account; None when nothing was."""
        ...

    def proving_address(self, wanted: Assurance, come_back_to: str) -> str | None:
        """Where a person proves who she is at that level; None when this installation has no such place."""
        ...


class NobodyVouches:
    """The null identity: everyone is known by an e-mail address only."""

    def identity_of(self, actor: Actor) -> Identity | None:  # noqa: ARG002  the port's signature
        """Nothing is vouched for."""
        return None

    def proving_address(self, wanted: Assurance, come_back_to: str) -> str | None:  # noqa: ARG002  the same
        """There is no such place."""
        return None
