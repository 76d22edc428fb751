"""Who may do what: a right is declared by a brick with the lowest role that has it, and held at one authority.

An operator administers the installation (authorities, accounts, jobs) and whatever belongs to no authority. An operator
is not a super-agent: to read or change what is on an authority's desk, an operator needs a role there like anybody
else, and an administrator of that authority (or the operator, visibly, in the audit log) has to give it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from perron.kernel import registry, staff
from perron.kernel.actors import Actor, is_command_line
from perron.kernel.authorities import Authority
from perron.kernel.contract import Permission, Role
from perron.kernel.errors import NotYours, SignInFirst
from perron.kernel.languages import Text
from perron.kernel.second_factor import has_second_factor, is_needed_for
from perron.kernel.staff import is_staff

__all__ = [
    "PERMISSIONS",
    "OperatorsOnly",
    "SecondFactorFirst",
    "allowed",
    "allows",
    "is_staff",
    "require",
    "require_here_or_operator",
    "require_operator",
]

READ_DESK = Permission(
    "kernel.read_desk",
    Text(
        fr="Voir le guichet de l'autorité",
        nl="De werkruimte van de overheid inkijken",
        de="Den Arbeitsbereich der Behörde einsehen",
        en="See the authority's desk",
    ),
    held_from=Role.READER,
)
CHANGE_AUTHORITY = Permission(
    "kernel.change_authority",
    Text(
        fr="Modifier les coordonnées, les noms et les couleurs de l'autorité",
        nl="Contactgegevens, namen en kleuren van de overheid wijzigen",
        de="Kontaktdaten, Namen und Farben der Behörde ändern",
        en="Change the authority's contacts, names and colours",
    ),
    held_from=Role.ADMINISTRATOR,
)
MANAGE_STAFF = Permission(
    "kernel.manage_staff",
    Text(
        fr="Inviter du personnel et attribuer les rôles",
        nl="Personeel uitnodigen en rollen toekennen",
        de="Personal einladen und Rollen vergeben",
        en="Invite staff and give roles",
    ),
    held_from=Role.ADMINISTRATOR,
)
PERMISSIONS = (READ_DESK, CHANGE_AUTHORITY, MANAGE_STAFF)  # the kernel's own, declared in its brick


class SecondFactorFirst(NotYours):
    """The role is held, and asleep until the account is protected by a second factor."""

    code = "second_factor_first"
    sentence = _("Your role here needs a second proof of who you are, and your account has none yet.")
    way_out = _("Add a passkey or an authenticator app under “My account”, then come back. Nothing was lost.")


class OperatorsOnly(NotYours):
    """Only the operator of the installation may do this."""

    code = "operators_only"
    sentence = _("Only the operator of this installation may do this.")
    way_out = _("Ask the operator.")


def allows(actor: Actor | None, permission: str, authority: Authority | None) -> bool:
    """Whether a person may do this at this authority (None: what belongs to no authority, the operator's alone).

    Raises KeyError for a right that no brick declares.
    """
    asked = registry.permission(permission).held_from
    if actor is None or not actor.is_active:
        return False
    if asked is None:
        return True
    if authority is None:
        return _operates(actor)
    return _holds(actor, asked, authority) and not _sleeps(actor, asked)


def allowed(actor: Actor | None, names: Iterable[str], authority: Authority) -> frozenset[str]:
    """Which of several rights a person has at an authority, asked at once. Raises KeyError as `allows` does."""
    asked = {name: registry.permission(name).held_from for name in names}
    if actor is None or not actor.is_active:
        return frozenset()
    held = staff.role_of(actor, authority) if authority.is_active else None
    asleep = {role for role in set(asked.values()) if role and _sleeps(actor, role)} if held else set()
    return frozenset(
        name
        for name, role in asked.items()
        if role is None or (held is not None and staff.includes(held, role) and role not in asleep)
    )


def require(actor: Actor | None, permission: str, authority: Authority | None) -> None:
    """Stop whoever may not. Raises SignInFirst, SecondFactorFirst or NotYours; KeyError for an undeclared right."""
    if allows(actor, permission, authority):
        return
    if actor is None:
        raise SignInFirst
    asked = registry.permission(permission).held_from
    if asked is not None and authority is not None and actor.is_active and _holds(actor, asked, authority):
        raise SecondFactorFirst
    raise NotYours


def require_operator(actor: Actor | None) -> None:
    """Stop whoever does not operate the installation. Raises SignInFirst, SecondFactorFirst or OperatorsOnly."""
    if actor is None:
        raise SignInFirst
    if not (actor.is_active and actor.is_operator):
        raise OperatorsOnly
    if not _operates(actor):
        raise SecondFactorFirst


def require_here_or_operator(actor: Actor | None, permission: str, authority: Authority) -> None:
    """As `require`, and open to operators too: for the administration of an authority, never for its desk."""
    if actor is not None and actor.is_operator and not allows(actor, permission, authority):
        require_operator(actor)
    else:
        require(actor, permission, authority)


def _holds(actor: Actor, asked: Role, authority: Authority) -> bool:
    """Whether the role held there includes the one asked; an authority that was ended gives no rights."""
    held = staff.role_of(actor, authority) if authority.is_active else None
    return held is not None and staff.includes(held, asked)


def _sleeps(actor: Actor, asked: Role) -> bool:
    return is_needed_for(asked) and not has_second_factor(actor)


def _operates(actor: Actor) -> bool:
    if not (actor.is_active and actor.is_operator):
        return False
    return is_command_line(actor) or not _sleeps(actor, Role.ADMINISTRATOR)
