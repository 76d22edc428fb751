"""A fresh proof that somebody reads the mail of her account: a code, sent there and typed here.

A stolen password alone must not wake the rights of staff: the first second factor of whoever holds or is offered a
role, and a new e-mail address before that, wait for this proof.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.core.cache import caches
from django.utils.crypto import constant_time_compare, salted_hmac

from perron.kernel.actors import Actor
from perron.kernel.second_factor import has_second_factor
from perron.kernel.staff import invitations_for, is_staff

GOOD_FOR: Final = timedelta(minutes=15)


def is_asked_of(actor: Actor, *, at: datetime) -> bool:
    """Whether this person must prove her address before she changes how she signs in."""
    if not settings.STAFF_SECOND_FACTOR or has_second_factor(actor):
        return False
    return actor.is_operator or is_staff(actor) or invitations_for(actor, at=at).exists()


def make_code(actor: Actor) -> str:
    """A code that proves it once, within a quarter of an hour; a new one replaces it."""
    code = str(generate_user_code())
    caches["shared"].set(_place(actor), _hash(actor, code), GOOD_FOR.total_seconds())
    return code


def is_waited_for(actor: Actor) -> bool:
    """Whether a code is on its way."""
    return caches["shared"].get(_place(actor)) is not None


def is_right(actor: Actor, typed: str) -> bool:
    """Whether this is the code, in any case and with or without its dash; then it is used up."""
    kept = caches["shared"].get(_place(actor))
    if kept is None or not constant_time_compare(kept, _hash(actor, typed)):
        return False
    caches["shared"].delete(_place(actor))
    return True


def _place(actor: Actor) -> str:
    return f"address-proof:{actor.pk}"


def _hash(actor: Actor, code: str) -> str:
    written = "".join(filter(str.isalnum, code)).upper()
    return salted_hmac("perron.address_proof", f"{actor.pk}:{actor.email}:{written}").hexdigest()
