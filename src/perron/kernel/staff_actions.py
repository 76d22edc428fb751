"""What can be done about staff: invite, accept, grant, withdraw. Every authority keeps at least one administrator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound, Refused
from perron.kernel.models.staff import StaffInvitation, StaffRole
from perron.kernel.staff_mail import send_invitation

INVITATION_LASTS: Final = timedelta(days=14)


class LastAdministrator(Refused):
    """Without this person nobody could administer the authority."""

    code = "last_administrator"
    status = 409
    sentence = _("This is the last administrator, so this role has to stay.")
    way_out = _("Make somebody else administrator first.")


class InvitationGone(NotFound):
    """The invitation was withdrawn, has expired, or was for somebody else."""

    code = "invitation_gone"
    sentence = _("This invitation is not open any more.")
    way_out = _("Ask the administrator of the authority for a new one.")


@transaction.atomic
def invite(*, actor: Actor, authority: Authority, email: str, role: Role, at: datetime) -> StaffInvitation:
    """Offer a role to whoever proves to hold an address; the mail holds no key, so nobody else can use it.

    A second invitation to the same address replaces the first. Raises NotYours.
    """
    _require_staff_manager(actor, authority)
    invitation, _made = StaffInvitation.objects.update_or_create(
        authority=authority,
        email=email.strip().lower(),
        defaults={"role": role, "invited_by": actor, "invited_at": at, "expires_at": at + INVITATION_LASTS},
    )
    audit.record(
        actor=actor, verb="kernel.invite", subject=authority.ref, authority=authority, facts={"role": role.value}
    )
    send_invitation.later(invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, authority: Authority, email: str) -> None:
    """Take an invitation back; nothing happens when there is none."""
    _require_staff_manager(actor, authority)
    StaffInvitation.objects.filter(authority=authority, email=email.strip().lower()).delete()
    audit.record(actor=actor, verb="kernel.withdraw_invitation", subject=authority.ref, authority=authority)


@transaction.atomic
def accept_invitation(*, actor: Actor, authority: Authority, at: datetime) -> StaffRole:
    """Take up the role offered to one's own address (proven, since nobody signs in without). Raises InvitationGone."""
    invitations = StaffInvitation.objects.select_for_update().filter(authority=authority, email=actor.email)
    invitation = invitations.filter(expires_at__gt=at, authority__is_active=True).first()
    if invitation is None:
        raise InvitationGone
    held = _set_role(actor, authority, invitation.offered, at)
    invitation.delete()
    _trace(actor, "kernel.accept_invitation", actor, authority, held.role)
    return held


@transaction.atomic
def decline_invitation(*, actor: Actor, authority: Authority) -> None:
    """Say no to a role that was offered; nothing happens when there was no offer."""
    StaffInvitation.objects.filter(authority=authority, email=actor.email).delete()
    audit.record(actor=actor, verb="kernel.decline_invitation", subject=authority.ref, authority=authority)


@transaction.atomic
def grant_role(*, actor: Actor, person: Actor, authority: Authority, role: Role, at: datetime) -> StaffRole:
    """Give a person a role, in place of the one held before. Raises NotYours, LastAdministrator."""
    _require_staff_manager(actor, authority)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(person, authority)
    held = _set_role(person, authority, role, at)
    _trace(actor, "kernel.grant_role", person, authority, role.value)
    return held


@transaction.atomic
def withdraw_role(*, actor: Actor, person: Actor, authority: Authority) -> None:
    """Take a person's role away; anyone may leave. Raises NotYours, LastAdministrator."""
    if actor.pk != person.pk:
        _require_staff_manager(actor, authority)
    _keep_an_administrator(person, authority)
    StaffRole.objects.filter(actor=person, authority=authority).delete()
    _trace(actor, "kernel.withdraw_role", person, authority, "")


def _require_staff_manager(actor: Actor, authority: Authority) -> None:
    permissions.require_here_or_operator(actor, "kernel.manage_staff", authority)


def _set_role(person: Actor, authority: Authority, role: Role, at: datetime) -> StaffRole:
    held, _made = StaffRole.objects.update_or_create(
        actor=person,
        authority=authority,
        defaults={"role": role.value},
        create_defaults={"role": role.value, "since": at},
    )
    return held


def _keep_an_administrator(person: Actor, authority: Authority) -> None:
    """Two administrators who withdraw each other at once are made to wait: the second one is refused."""
    administrators = StaffRole.objects.select_for_update().filter(authority=authority, role=Role.ADMINISTRATOR.value)
    holders = set(administrators.values_list("actor_id", flat=True))
    if holders == {person.pk}:
        raise LastAdministrator


def _trace(actor: Actor, verb: str, person: Actor, authority: Authority, role: str) -> None:
    audit.record(actor=actor, verb=verb, subject=person.ref, authority=authority, facts={"role": role})
    events.emit("kernel.staff_changed", actor_id=person.pk, slug=authority.slug)
