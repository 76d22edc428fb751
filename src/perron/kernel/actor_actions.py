"""What can be done to an account: make it, change it, close it, make it an operator's, help who is locked out."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from perron.kernel import address_proof, audit, permissions
from perron.kernel.actors import Actor, all_actors
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES


class EmailTaken(Refused):
    """There is an account with this address already."""

    code = "email_taken"
    status = 409
    sentence = _("There is already an account with the address %(email)s.")


class LastOperator(Refused):
    """Without this person nobody could operate the installation from the site."""

    code = "last_operator"
    status = 409
    sentence = _("This is the last operator, so this right has to stay.")
    way_out = _("Make somebody else operator first.")


@transaction.atomic
def create_person(
    *, actor: Actor, email: str, name: str = "", language: str = "", password: str | None = None
) -> Actor:
    """Make an account for somebody whose address is known to be theirs. Raises OperatorsOnly, EmailTaken.

    Without a password, the person chooses one by "I forgot my password".
    """
    permissions.require_operator(actor)
    if Actor.objects.filter(email=email.strip().lower()).exists():
        raise EmailTaken(email=email)
    person = Actor.objects.create_user(email, password, name=name, language=_known(language))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record(actor=actor, verb="kernel.create_person", subject=person.ref)
    return person


@transaction.atomic
def change_profile(*, actor: Actor, name: str, language: str) -> Actor:
    """Change one's own name and language (empty: as the browser says)."""
    actor.name, actor.language = name.strip(), _known(language)
    actor.save(update_fields=["name", "language"])
    audit.record(actor=actor, verb="kernel.change_profile", subject=actor.ref)
    return actor


@transaction.atomic
def make_operator(*, actor: Actor, person: Actor) -> Actor:
    """Let a person operate the installation; this gives no right on any authority's desk."""
    permissions.require_operator(actor)
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    audit.record(actor=actor, verb="kernel.make_operator", subject=person.ref)
    return person


@transaction.atomic
def withdraw_operator(*, actor: Actor, person: Actor) -> Actor:
    """Take the operator's right away. Raises OperatorsOnly, LastOperator."""
    permissions.require_operator(actor)
    operators = all_actors().select_for_update().filter(is_operator=True, is_active=True)
    if set(operators.values_list("pk", flat=True)) == {person.pk}:
        raise LastOperator
    person.is_operator = False
    person.save(update_fields=["is_operator"])
    audit.record(actor=actor, verb="kernel.withdraw_operator", subject=person.ref)
    return person


@transaction.atomic
def reset_second_factor(*, actor: Actor, person: Actor, reason: str) -> int:
    """Remove every second factor of somebody who lost them, and end all sessions; says how many factors there were."""
    permissions.require_operator(actor)
    removed: int = Authenticator.objects.filter(user=person).delete()[0]
    _end_sessions(person)
    audit.record(actor=actor, verb="kernel.reset_second_factor", subject=person.ref, note=reason)
    return removed


@transaction.atomic
def give_address_code(*, actor: Actor, person: Actor, reason: str) -> str:
    """A code for somebody of the staff who cannot read hers by mail: with it she adds her first second factor."""
    permissions.require_operator(actor)
    code = address_proof.make_code(person)
    audit.record(actor=actor, verb="kernel.give_address_code", subject=person.ref, note=reason)
    return code


@transaction.atomic
def close_account(*, actor: Actor, person: Actor, reason: str) -> Actor:
    """Stop somebody from signing in, and end their sessions; what they did stays."""
    permissions.require_operator(actor)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    audit.record(actor=actor, verb="kernel.close_account", subject=person.ref, note=reason)
    return person


def _end_sessions(person: Actor) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def _known(language: str) -> str:
    return language if language in LANGUAGES else ""
