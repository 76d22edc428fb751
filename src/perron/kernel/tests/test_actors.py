"""What is promised about accounts."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from perron.kernel import account_data, actor_actions
from perron.kernel.actors import Actor, actor_by_email, all_actors, command_line
from perron.kernel.errors import NotFound, SignInFirst
from perron.kernel.permissions import OperatorsOnly
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority, an_operator, with_second_factor

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_account_whatever_its_case():
    an_actor(email="Anna@Example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        an_actor(email="anna@EXAMPLE.org")


def test_the_database_refuses_an_address_with_capitals():
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.create(email="Anna@example.org")


def test_the_database_refuses_a_language_that_the_house_does_not_speak():
    with pytest.raises(IntegrityError), transaction.atomic():
        an_actor(language="it")


def test_an_account_is_found_by_its_address_in_any_case():
    actor = an_actor(email="anna@example.org")

    assert actor_by_email(" ANNA@example.org ") == actor
    with pytest.raises(NotFound):
        actor_by_email("nobody@example.org")


def test_the_command_line_is_one_author_and_not_a_person():
    assert command_line() == command_line()
    assert not command_line().has_usable_password()
    assert command_line() not in all_actors()


def test_a_person_made_by_an_operator_has_a_proven_address():
    person = actor_actions.create_person(actor=command_line(), email="New@Example.org", name="New", language="nl")

    assert person.email == "new@example.org"
    assert EmailAddress.objects.get(user=person).verified
    assert not person.has_usable_password()


def test_an_address_that_has_an_account_is_refused():
    with pytest.raises(actor_actions.EmailTaken):
        actor_actions.create_person(actor=an_operator(), email=an_actor().email.upper())


def test_only_operators_make_accounts_and_operators():
    for somebody in (an_actor(), an_agent_of(an_authority())):
        with pytest.raises(OperatorsOnly):
            actor_actions.create_person(actor=somebody, email="x@example.org")
        with pytest.raises(OperatorsOnly):
            actor_actions.make_operator(actor=somebody, person=somebody)


def test_the_last_operator_stays():
    operator = an_operator()
    with pytest.raises(actor_actions.LastOperator):
        actor_actions.withdraw_operator(actor=operator, person=operator)

    other = actor_actions.make_operator(actor=operator, person=an_actor())
    actor_actions.withdraw_operator(actor=other, person=operator)
    assert not Actor.objects.get(pk=operator.pk).is_operator


def test_a_reset_removes_every_second_factor():
    person = with_second_factor(an_actor())

    assert actor_actions.reset_second_factor(actor=command_line(), person=person, reason="lost the telephone") == 1


def test_an_unknown_language_of_a_profile_is_left_open():
    actor = actor_actions.change_profile(actor=an_actor(), name="  Ann ", language="xx")

    assert (actor.name, actor.language) == ("Ann", "")


def test_what_is_exported_is_erased_and_the_row_stays_without_a_name():
    actor = an_agent_of(an_authority(), email="ann@example.org", name="Ann")
    exported = [row for held in account_data.PERSONAL_DATA for row in held.export(actor.pk)]
    assert "ann@example.org" in str(exported)

    touched = [held.erase(actor.pk) for held in account_data.PERSONAL_DATA]

    left = Actor.objects.get(pk=actor.pk)
    assert sum(touched) >= 3
    assert (left.name, left.is_active, left.has_usable_password()) == ("", False, False)
    assert "ann" not in left.email
    assert not EmailAddress.objects.filter(user=actor).exists()
    assert not left.staff_roles.exists()


def test_an_account_that_was_never_proven_is_forgotten_after_its_term():
    kept, unproven = an_actor(), Actor.objects.create_user("unproven@example.org")
    forget = next(term for term in account_data.RETENTION if term.model == "kernel.Actor")

    forget.apply(unproven.joined_at)
    assert Actor.objects.filter(pk=unproven.pk).exists()
    forget.apply(unproven.joined_at + forget.keep)

    assert not Actor.objects.filter(pk=unproven.pk).exists()
    assert Actor.objects.filter(pk=kept.pk).exists()


def test_nobody_at_all_is_asked_to_sign_in():
    with pytest.raises(SignInFirst):
        actor_actions.create_person(actor=None, email="x@example.org")  # type: ignore[arg-type]  # what a bug would do
