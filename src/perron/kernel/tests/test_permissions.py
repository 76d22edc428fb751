"""Who may do what, and who may not."""

from __future__ import annotations

import pytest

from perron.kernel import permissions, staff
from perron.kernel.contract import Role
from perron.kernel.errors import NotYours, SignInFirst
from perron.kernel.permissions import OperatorsOnly, SecondFactorFirst, allows, require
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority, an_operator, with_second_factor

pytestmark = pytest.mark.django_db

READ, CHANGE = "kernel.read_desk", "kernel.change_authority"


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("asked", list(Role))
def test_a_role_includes_those_before_it_and_no_more(held, asked):
    assert staff.includes(held, asked) == (list(Role).index(held) >= list(Role).index(asked))


@pytest.mark.parametrize("role", list(Role))
def test_a_right_is_held_from_its_role_on(role):
    authority = an_authority()
    member = an_agent_of(authority, role=role)

    assert allows(member, READ, authority)
    assert allows(member, CHANGE, authority) == (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_at_one_authority_gives_nothing_at_another(role):
    member = an_agent_of(an_authority(), role=role)

    assert not allows(member, READ, an_authority())


def test_nobody_and_passers_by_have_no_rights_and_are_told_which():
    authority = an_authority()

    assert not allows(None, READ, authority)
    with pytest.raises(SignInFirst):
        require(None, READ, authority)
    with pytest.raises(NotYours):
        require(an_actor(), READ, authority)


def test_an_undeclared_right_is_a_bug_and_not_a_refusal():
    with pytest.raises(KeyError):
        allows(an_actor(), "kernel.no_such_right", None)
    with pytest.raises(KeyError):
        require(None, "kernel.no_such_right", None)


def test_an_operator_does_not_read_a_desk_without_a_role_there():
    authority, operator = an_authority(), an_operator()

    assert not allows(operator, READ, authority)
    with pytest.raises(NotYours):
        require(operator, READ, authority)


def test_what_belongs_to_no_authority_is_the_operators():
    assert allows(an_operator(), READ, None)
    assert not allows(an_agent_of(an_authority(), role=Role.ADMINISTRATOR), READ, None)


def test_an_operator_administers_an_authority_without_a_role():
    authority = an_authority()

    permissions.require_here_or_operator(an_operator(), CHANGE, authority)
    with pytest.raises(NotYours):
        permissions.require_here_or_operator(an_agent_of(authority), CHANGE, authority)


def test_a_closed_account_and_an_ended_authority_have_no_rights():
    authority, ended = an_authority(), an_authority(is_active=False)

    assert not allows(an_agent_of(authority, is_active=False), READ, authority)
    assert not allows(an_agent_of(ended), READ, ended)
    with pytest.raises(NotYours):
        require(an_agent_of(authority, is_active=False), READ, authority)
    with pytest.raises(OperatorsOnly):
        permissions.require_operator(an_operator(is_active=False))


def test_roles_that_change_things_sleep_without_a_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True
    authority = an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)

    assert allows(administrator, READ, authority)
    assert not allows(administrator, CHANGE, authority)
    with pytest.raises(SecondFactorFirst):
        require(administrator, CHANGE, authority)

    with_second_factor(administrator)
    assert allows(administrator, CHANGE, authority)


def test_an_operator_needs_a_second_factor_too(settings):
    settings.STAFF_SECOND_FACTOR = True
    operator = an_operator()

    with pytest.raises(SecondFactorFirst):
        permissions.require_operator(operator)
    with pytest.raises(SecondFactorFirst):
        permissions.require_here_or_operator(operator, CHANGE, an_authority())
    permissions.require_operator(with_second_factor(operator))
    permissions.require_here_or_operator(operator, CHANGE, an_authority())


def test_a_second_factor_gives_no_right_by_itself(settings):
    settings.STAFF_SECOND_FACTOR = True

    with pytest.raises(NotYours) as refused:
        require(with_second_factor(an_actor()), CHANGE, an_authority())
    assert not isinstance(refused.value, SecondFactorFirst)


def test_staff_is_who_holds_a_role_at_an_authority_served_today():
    assert permissions.is_staff(an_agent_of(an_authority(), role=Role.READER))
    assert not permissions.is_staff(an_agent_of(an_authority(is_active=False)))
    assert not permissions.is_staff(an_operator())
    assert not permissions.is_staff(None)
