"""Who works for which authority, and with which role: the front door (questions only)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.models.staff import ROLE_CHOICES, StaffInvitation, StaffRole

__all__ = [
    "ROLES",
    "ROLE_CHOICES",
    "StaffInvitation",
    "StaffRole",
    "includes",
    "invitations_for",
    "invitations_of",
    "is_staff",
    "role_of",
    "roles_of",
    "staff_of",
]

ROLES: tuple[Role, ...] = tuple(Role)  # from the least to the most


def includes(held: Role, asked: Role) -> bool:
    """Whether a role includes another: each includes the ones before it in `Role`, and itself."""
    return ROLES.index(held) >= ROLES.index(asked)


def role_of(actor: Actor, authority: Authority) -> Role | None:
    """The role that a person holds at an authority; None for none."""
    held = StaffRole.objects.filter(actor=actor, authority=authority).values_list("role", flat=True).first()
    return Role(held) if held else None


def roles_of(actor: Actor) -> QuerySet[StaffRole]:
    """All roles of a person at authorities served today, with their authority."""
    roles = StaffRole.objects.filter(actor=actor, authority__is_active=True)
    return roles.select_related("authority").order_by("authority__slug")


def is_staff(actor: Actor | None) -> bool:
    """Whether a person works for any authority that is served here."""
    return actor is not None and actor.is_active and roles_of(actor).exists()


def staff_of(authority: Authority) -> QuerySet[StaffRole]:
    """All roles at an authority, with their holder, by name."""
    return StaffRole.objects.filter(authority=authority).select_related("actor").order_by("actor__name", "actor__email")


def invitations_of(authority: Authority, *, at: datetime) -> QuerySet[StaffInvitation]:
    """The open invitations of an authority."""
    return StaffInvitation.objects.filter(authority=authority, expires_at__gt=at)


def invitations_for(actor: Actor, *, at: datetime) -> QuerySet[StaffInvitation]:
    """The open invitations to the e-mail address of an account."""
    open_ones = StaffInvitation.objects.filter(email=actor.email, expires_at__gt=at, authority__is_active=True)
    return open_ones.select_related("authority")
