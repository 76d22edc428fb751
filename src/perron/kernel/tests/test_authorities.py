"""What is promised about authorities and their staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.translation import override

from perron.kernel import authority_actions, staff, staff_actions
from perron.kernel.authorities import (
    HOSTS_KEPT,
    Authority,
    AuthorityHost,
    AuthorityKind,
    all_authorities,
    authority_by_host,
    authority_by_slug,
)
from perron.kernel.authority_actions import (
    BadColour,
    BadEnterpriseNumber,
    BadHost,
    BadLanguages,
    BadSlug,
    Contact,
    HostTaken,
    NewAuthority,
    NoName,
    SlugTaken,
)
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound, NotYours
from perron.kernel.permissions import OperatorsOnly
from perron.kernel.staff_actions import InvitationGone, LastAdministrator
from perron.kernel.staff_mail import send_invitation
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority, an_operator

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_new_authority(**changes):
    facts = {
        "slug": "new-town",
        "kind": AuthorityKind.COMMUNE,
        "names": {"fr": "Ville neuve", "nl": "Nieuwstad"},
        "languages": ("fr", "nl"),
        "enterprise_number": "BE 0206.731.645",
    }
    return NewAuthority(**facts | changes)


def test_an_operator_makes_an_authority_whose_name_follows_the_reader():
    authority = authority_actions.create_authority(actor=an_operator(), new=a_new_authority())

    with override("nl"):
        assert str(authority) == "Nieuwstad"
    with override("de"):
        assert str(authority) == "Ville neuve"
    assert authority.enterprise_number == "0206731645"
    assert authority.language == "fr"
    assert authority_by_slug("new-town") == authority


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"slug": "New Town"}, BadSlug),
        ({"slug": "a" * 61}, BadSlug),
        ({"slug": "x-"}, BadSlug),
        ({"names": {"fr": "  "}}, NoName),
        ({"languages": ()}, BadLanguages),
        ({"languages": ("it",)}, BadLanguages),
        ({"enterprise_number": "0206731646"}, BadEnterpriseNumber),
    ],
)
def test_what_cannot_be_right_is_refused(wrong, refusal):
    with pytest.raises(refusal):
        authority_actions.create_authority(actor=an_operator(), new=a_new_authority(**wrong))


def test_an_address_is_given_once():
    authority_actions.create_authority(actor=an_operator(), new=a_new_authority())

    with pytest.raises(SlugTaken):
        authority_actions.create_authority(actor=an_operator(), new=a_new_authority(names={"fr": "Autre"}))


def test_only_an_operator_makes_and_ends_authorities():
    authority = an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)

    with pytest.raises(OperatorsOnly):
        authority_actions.create_authority(actor=administrator, new=a_new_authority())
    with pytest.raises(OperatorsOnly):
        authority_actions.end_authority(actor=administrator, authority=authority)


def test_the_database_refuses_an_address_that_is_not_plain():
    with pytest.raises(IntegrityError), transaction.atomic():
        an_authority(slug="Not Plain")


def test_an_administrator_changes_contact_names_and_colours_of_her_authority_only():
    authority, other = an_authority(), an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)

    authority_actions.change_contact(actor=administrator, authority=authority, contact=Contact(phone="02 123 45 67"))
    authority_actions.change_colours(actor=administrator, authority=authority, colours={"accent": "#AA2211"})
    authority_actions.rename_authority(
        actor=administrator, authority=authority, names={"de": "Stadt"}, languages=("de", "fr", "de")
    )

    saved = authority_by_slug(authority.slug)
    assert (saved.phone, saved.colours, saved.languages) == ("02 123 45 67", {"accent": "#aa2211"}, ["de", "fr"])
    with pytest.raises(NotYours):
        authority_actions.change_contact(actor=administrator, authority=other, contact=Contact())


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "#123456;}"])
def test_a_colour_is_six_digits_and_nothing_else(colour):
    with pytest.raises(BadColour):
        authority_actions.change_colours(actor=an_operator(), authority=an_authority(), colours={"accent": colour})


def test_a_host_name_leads_to_one_authority():
    authority, other, operator = an_authority(), an_authority(), an_operator()
    authority_actions.add_host(actor=operator, authority=authority, host="Data.Town.Example.")

    assert authority_by_host("data.town.example") == authority
    with pytest.raises(HostTaken):
        authority_actions.add_host(actor=operator, authority=other, host="data.town.example")
    authority_actions.remove_host(actor=operator, authority=authority, host="data.town.example")
    assert authority_by_host("data.town.example") is None


def test_host_names_are_looked_up_once_for_many_requests_and_at_once_after_a_change(django_assert_num_queries):
    authority, operator = an_authority(), an_operator()
    authority_actions.add_host(actor=operator, authority=authority, host="data.town.example")

    assert authority_by_host("nobody.example") is None
    with django_assert_num_queries(0):
        assert authority_by_host("nobody.example") is None
    with django_assert_num_queries(1):
        assert authority_by_host("data.town.example") == authority
    authority_actions.add_host(actor=operator, authority=authority, host="nobody.example")
    assert authority_by_host("nobody.example") == authority
    authority.delete()
    assert authority_by_host("nobody.example") is None


def test_a_host_name_given_elsewhere_is_known_after_a_moment(monkeypatch):
    authority = an_authority()
    assert authority_by_host("data.town.example") is None
    AuthorityHost.objects.bulk_create([AuthorityHost(host="data.town.example", authority=authority)])  # says nothing
    monkeypatch.setattr("perron.kernel.authorities.monotonic", lambda: monotonic() + HOSTS_KEPT)

    assert authority_by_host("data.town.example") == authority


@pytest.mark.parametrize("host", ["localhost", "a b.example", "-a.example", "data.example:80", "http://data.example"])
def test_a_host_name_is_a_host_name(host):
    with pytest.raises(BadHost):
        authority_actions.add_host(actor=an_operator(), authority=an_authority(), host=host)


def test_an_ended_authority_is_kept_and_not_served():
    authority, operator = an_authority(), an_operator()
    authority_actions.end_authority(actor=operator, authority=authority)
    assert authority not in all_authorities()
    assert Authority.objects.filter(pk=authority.pk).exists()

    authority_actions.resume_authority(actor=operator, authority=authority)
    assert authority in all_authorities()


def test_an_unknown_address_is_not_found():
    with pytest.raises(NotFound):
        authority_by_slug("nowhere")


def test_an_invitation_becomes_a_role_for_the_holder_of_the_address_only():
    authority = an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)
    staff_actions.invite(actor=administrator, authority=authority, email="Ann@Example.org", role=Role.EDITOR, at=NOON)

    with pytest.raises(InvitationGone):
        staff_actions.accept_invitation(actor=an_actor(), authority=authority, at=NOON)
    ann = an_actor(email="ann@example.org")
    staff_actions.accept_invitation(actor=ann, authority=authority, at=NOON)

    assert staff.role_of(ann, authority) is Role.EDITOR
    with pytest.raises(InvitationGone):
        staff_actions.accept_invitation(actor=ann, authority=authority, at=NOON)


def test_an_invitation_ends_after_its_term_or_when_it_is_withdrawn():
    authority, ann = an_authority(), an_actor(email="ann@example.org")
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)
    invite = {"actor": administrator, "authority": authority, "email": ann.email, "role": Role.AGENT}

    staff_actions.invite(**invite, at=NOON)
    with pytest.raises(InvitationGone):
        staff_actions.accept_invitation(actor=ann, authority=authority, at=NOON + timedelta(days=15))
    staff_actions.withdraw_invitation(actor=administrator, authority=authority, email=ann.email)
    with pytest.raises(InvitationGone):
        staff_actions.accept_invitation(actor=ann, authority=authority, at=NOON)


def test_the_invitation_is_mailed_in_the_authoritys_language_without_a_key():
    authority = an_authority(languages=["nl"])
    invitation = staff_actions.invite(
        actor=an_operator(), authority=authority, email="ann@example.org", role=Role.AGENT, at=NOON
    )

    send_invitation(invitation=invitation.pk)

    assert mail.outbox[0].to == ["ann@example.org"]
    assert "/nl/account/" in mail.outbox[0].body


def test_the_last_administrator_can_neither_leave_nor_be_made_less():
    authority = an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)
    change = {"actor": administrator, "person": administrator, "authority": authority}

    with pytest.raises(LastAdministrator):
        staff_actions.withdraw_role(**change)
    with pytest.raises(LastAdministrator):
        staff_actions.grant_role(**change, role=Role.AGENT, at=NOON)

    an_agent_of(authority, role=Role.ADMINISTRATOR)
    staff_actions.withdraw_role(**change)
    assert staff.role_of(administrator, authority) is None


def test_staff_below_administrator_gives_no_roles_and_may_leave():
    authority = an_authority()
    editor, colleague = an_agent_of(authority, role=Role.EDITOR), an_agent_of(authority)

    with pytest.raises(NotYours):
        staff_actions.grant_role(actor=editor, person=editor, authority=authority, role=Role.ADMINISTRATOR, at=NOON)
    with pytest.raises(NotYours):
        staff_actions.withdraw_role(actor=editor, person=colleague, authority=authority)
    staff_actions.withdraw_role(actor=editor, person=editor, authority=authority)
    assert staff.role_of(editor, authority) is None


def test_an_administrator_of_one_authority_gives_no_role_at_another():
    administrator = an_agent_of(an_authority(), role=Role.ADMINISTRATOR)

    with pytest.raises(NotYours):
        staff_actions.grant_role(
            actor=administrator, person=administrator, authority=an_authority(), role=Role.READER, at=NOON
        )
