"""Refusals are facts: each has a code, a status and a sentence a citizen understands.

Actions raise subclasses of `Refused`; one middleware turns them into a page or `application/problem+json` (RFC 9457).
A failure of somebody else's system is `Unavailable`: it is retried by tasks and told to people, never swallowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Somebody asked for something that may not happen. Subclass it, name it after the fact.

    `sentence` says what is wrong and why, `way_out` what to do; both may hold `%(name)s` places filled from `facts`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    sentence: ClassVar[str | Promise] = _("This cannot be done.")
    way_out: ClassVar[str | Promise] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)

    def what_to_do(self) -> str:
        """The way out, in the reader's language; empty when there is none."""
        return str(self.way_out) % self.facts if self.facts else str(self.way_out)


class NotFound(Refused):
    """There is nothing at this address, or nothing that this reader may see."""

    code = "not_found"
    status = 404
    sentence = _("There is nothing at this address.")
    way_out = _("Check the address, or search for what you need.")


class Moved(Refused):
    """The thing has another address now: the answer leads there, with the question. Programs are told in words, too.

    `parts` are the values of the address that changed, by their name in the URL pattern.
    """

    code = "moved"
    status = 308
    sentence = _("This has moved to another address.")

    def __init__(self, parts: Mapping[str, str]) -> None:
        self.parts = parts
        super().__init__(**parts)


class NotYours(Refused):
    """The actor has no right to this."""

    code = "not_yours"
    status = 403
    sentence = _("Your account may not do this here.")
    way_out = _("Ask the administrator of this authority to give you the role you need.")


class SignInFirst(Refused):
    """Nobody is signed in, and this needs somebody."""

    code = "sign_in_first"
    status = 401
    sentence = _("You need to sign in for this.")


class TooMany(Refused):
    """A limit on how often or how much was reached. Fact `seconds`, when known: how long to wait."""

    code = "too_many"
    status = 429
    sentence = _("That was too often in a short time.")
    way_out = _("Wait a moment and try again. Nothing was lost.")


class TooLarge(Refused):
    """What was sent is larger than what we take."""

    code = "too_large"
    status = 413
    sentence = _("This is larger than what we can take (%(limit)s).")


class ChangedMeanwhile(Refused):
    """Somebody else saved the same thing in between."""

    code = "changed_meanwhile"
    status = 409
    sentence = _("Somebody else changed this while you were working on it.")
    way_out = _("What you typed is kept below. Compare it with the new version, then save again.")


class Unavailable(Exception):
    """A system of others did not answer as it should. `system` names it, `reason` says what happened (for the log)."""

    code = "unavailable"
    status = 503

    def __init__(self, system: str, reason: str) -> None:
        self.system, self.reason = system, reason
        super().__init__(f"{system}: {reason}")
