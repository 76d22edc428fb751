"""The kernel's tables. Private: everyone else comes in by the front doors."""

from perron.kernel.models.actor import Actor
from perron.kernel.models.authority import Authority, AuthorityHost, AuthorityKind
from perron.kernel.models.staff import StaffInvitation, StaffRole

__all__ = [
    "Actor",
    "Authority",
    "AuthorityHost",
    "AuthorityKind",
    "StaffInvitation",
    "StaffRole",
]
