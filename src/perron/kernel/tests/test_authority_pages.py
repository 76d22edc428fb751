"""An authority in public, and its administration, on the page."""

from __future__ import annotations

import pytest
from django.test import Client

from perron.kernel import staff
from perron.kernel.authorities import authority_by_host, authority_by_slug
from perron.kernel.contract import Role
from perron.kernel.models import StaffInvitation
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority, an_operator

pytestmark = pytest.mark.django_db


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor)
    return client


def administrator_of(authority) -> Client:
    return signed_in(an_agent_of(authority, role=Role.ADMINISTRATOR))


def settings_of(authority) -> str:
    return f"/en/authority/{authority.slug}/settings/"


def staff_of(authority) -> str:
    return f"/en/authority/{authority.slug}/staff/"


def test_everyone_sees_who_an_authority_is_and_how_to_reach_it(client):
    authority = an_authority(phone="02 123 45 67", website="https://town.example")

    page = client.get(f"/nl/authority/{authority.slug}/").text

    assert authority.names["nl"] in page
    assert "tel:021234567" in page
    assert "https://town.example" in page
    assert "/settings/" not in page


def test_an_ended_or_unknown_authority_has_no_page(client):
    assert client.get(f"/en/authority/{an_authority(is_active=False).slug}/").status_code == 404
    assert client.get("/en/authority/nowhere/").status_code == 404


def test_the_list_is_searched_by_name_and_says_when_there_is_nothing(client):
    an_authority(names={"fr": "Hautlieu"})

    assert "Hautlieu" in client.get("/fr/authority/?q=haut").text
    assert "Hautlieu" not in client.get("/fr/authority/?q=ailleurs").text
    assert "No authority has" in client.get("/en/authority/?q=<b>x").text


def test_a_long_list_is_cut_into_pages_with_few_queries(client, django_assert_max_num_queries):
    for _each in range(60):
        an_authority()

    with django_assert_max_num_queries(6):
        first = client.get("/en/authority/")

    assert first.text.count("item__title") == 50
    assert client.get("/en/authority/?page=2").text.count("item__title") == 10


def test_an_administrator_changes_names_contact_and_colour():
    authority = an_authority()
    client = administrator_of(authority)
    assert client.get(settings_of(authority)).status_code == 200

    client.post(
        settings_of(authority),
        {"form": "names", "name_de": "Stadt", "first_language": "de", "languages": ["fr", "de"]},
    )
    client.post(settings_of(authority), {"form": "contact", "email": "info@town.example"})
    client.post(settings_of(authority), {"form": "colours", "accent": "#AA2211"})

    saved = authority_by_slug(authority.slug)
    assert (saved.names, saved.languages) == ({"de": "Stadt"}, ["de", "fr"])
    assert (saved.email, saved.colours) == ("info@town.example", {"accent": "#aa2211"})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"form": "names", "first_language": "fr"}, "Give a name in at least one language."),
        ({"form": "contact", "email": "not an address"}, "Enter a valid email address."),
        ({"form": "colours", "accent": "red"}, "six digits or letters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(sent, said):
    authority = an_authority()

    response = administrator_of(authority).post(settings_of(authority), sent)

    assert response.status_code == 200
    assert said in response.text
    assert authority_by_slug(authority.slug).names == authority.names


def test_host_names_are_the_operators():
    authority = an_authority()
    hosts = f"{settings_of(authority)}hosts/"

    assert administrator_of(authority).post(hosts, {"host": "data.town.example"}).status_code == 403
    operator = signed_in(an_operator())
    operator.post(hosts, {"host": "data.town.example"})
    assert authority_by_host("data.town.example") == authority
    assert "data.town.example" in operator.get(settings_of(authority)).text

    operator.post(hosts, {"host": "data.town.example", "remove": "1"})
    assert authority_by_host("data.town.example") is None


def test_staff_is_invited_changed_and_withdrawn():
    authority = an_authority()
    agent, client = an_agent_of(authority), administrator_of(authority)
    member = f"{staff_of(authority)}{agent.pk}/"

    client.post(staff_of(authority), {"email": "New@Example.org", "role": "editor"})
    page = client.get(staff_of(authority)).text
    assert "new@example.org" in page
    assert agent.email in page

    client.post(member, {"role": "editor"})
    assert staff.role_of(agent, authority) is Role.EDITOR
    client.post(member, {"withdraw": "1"})
    assert staff.role_of(agent, authority) is None
    client.post(f"{staff_of(authority)}invitations/", {"email": "new@example.org"})
    assert not StaffInvitation.objects.exists()


def test_the_last_administrator_is_told_why_she_stays():
    authority = an_authority()
    administrator = an_agent_of(authority, role=Role.ADMINISTRATOR)

    response = signed_in(administrator).post(f"{staff_of(authority)}{administrator.pk}/", {"withdraw": "1"})

    assert response.status_code == 409
    assert "last administrator" in response.text


def test_a_person_without_a_role_here_is_not_changed():
    authority, stranger = an_authority(), an_actor()

    response = administrator_of(authority).post(f"{staff_of(authority)}{stranger.pk}/", {"role": "administrator"})

    assert response.status_code == 404
    assert staff.role_of(stranger, authority) is None


def test_a_page_shows_names_as_text(client):
    authority = an_authority(names={"en": "<script>alert(1)</script>"})

    assert "<script>alert" not in client.get(f"/en/authority/{authority.slug}/").text
