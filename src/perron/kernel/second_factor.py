"""The second proof of who somebody is: a passkey, or codes from an app. Staff who can change things must have one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from perron.kernel.actors import Actor
from perron.kernel.contract import Role

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only replace a lost one


def has_second_factor(actor: Actor) -> bool:
    """Whether a passkey or an authenticator app protects this account."""
    return bool(Authenticator.objects.filter(user=actor, type__in=FACTORS).exists())


def is_needed_for(role: Role) -> bool:
    """Whether a role sleeps without a second factor: all that can change something, unless the operator says no."""
    return bool(settings.STAFF_SECOND_FACTOR) and role is not Role.READER
