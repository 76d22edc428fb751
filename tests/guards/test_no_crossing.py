"""Nothing of one authority is open to the staff of another: every address of a desk, in every role, read or written.

A brick says in `tests/addresses.py` how its addresses are reached: `ADDRESSES[url_name](authority)` makes what is
needed and gives the address's arguments. An address for staff that is not there fails, so that later ones are covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from perron.kernel import registry
from perron.kernel.authorities import Authority
from perron.kernel.contract import Access, Role
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

REFUSED = {403, 404}
WRONG_METHOD = 405
DESK = {Access.STAFF, Access.OPERATOR}


@dataclass(frozen=True)
class Address:
    """An address of the site: its name as in `reverse()`, who may come in, and whether it takes arguments."""

    name: str
    access: Access
    takes_arguments: bool


def _packages() -> Iterator[str]:
    for brick in registry.bricks():
        yield "perron.kernel" if brick.name == "kernel" else f"perron.bricks.{brick.name}"


def _ways() -> dict[str, Callable[[Authority], dict[str, object]]]:
    """How each address is reached, as all bricks say."""
    modules = [f"{package}.tests.addresses" for package in _packages()]
    return {
        name: way
        for module in modules
        if find_spec(module)
        for name, way in getattr(import_module(module), "ADDRESSES", {}).items()
    }


def _access() -> dict[str, Access]:
    """The declared access of every address, by its name as in `reverse()`."""
    found: dict[str, Access] = {}
    for brick in registry.bricks():
        for face, space in ((brick.pages, brick.name), (brick.api, f"{brick.name}_api")):
            if face:
                prefix = "" if brick.name == "kernel" else f"{space}:"
                found |= {f"{prefix}{name}": access for name, access in face.access.items()}
    return found


def _walk(resolver: URLResolver, space: str = "", *, takes: bool = False) -> Iterator[tuple[str, bool]]:
    for pattern in resolver.url_patterns:
        has = takes or bool(pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield (f"{space}:{pattern.name}" if space else str(pattern.name)), has
        else:
            yield from _walk(pattern, pattern.namespace or space, takes=has)


def _addresses() -> list[Address]:
    access = _access()
    return sorted(
        {Address(name, access[name], takes) for name, takes in _walk(get_resolver()) if access.get(name) in DESK},
        key=lambda address: address.name,
    )


ADDRESSES = _addresses()
WAYS = _ways()
REACHED = [address for address in ADDRESSES if address.name in WAYS]
ALL_ROLES = list(Role)


def ask(client: Client, address: Address, arguments: dict[str, object]) -> tuple[int, int]:
    """The status of reading and of writing at an address."""
    path = reverse(address.name, kwargs=arguments)
    return client.get(path).status_code, client.post(path, {}).status_code


def signed_in(actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(actor)
    return client


def is_closed(statuses: tuple[int, int]) -> bool:
    """Refused both ways; a method that does not exist there is no way in."""
    return set(statuses) <= REFUSED | {WRONG_METHOD} and bool(set(statuses) & REFUSED)


def test_every_address_of_a_desk_says_how_it_is_reached():
    assert [address.name for address in ADDRESSES if address.takes_arguments and address.name not in WAYS] == []


def test_every_way_leads_to_an_address():
    known = _access()

    assert [name for name in WAYS if name not in known] == []


@pytest.mark.parametrize(
    ("address", "role"),
    list(product(REACHED, ALL_ROLES)),
    ids=lambda part: part.name if isinstance(part, Address) else str(part),
)
def test_staff_of_another_authority_stays_outside(address, role):
    here, elsewhere = an_authority(), an_authority()
    client = signed_in(an_agent_of(elsewhere, role=role))

    statuses = ask(client, address, WAYS[address.name](here))

    assert is_closed(statuses), f"{address.name} answers {statuses} to the {role} of another authority"


@pytest.mark.parametrize("address", REACHED, ids=lambda address: address.name)
def test_whoever_is_no_staff_stays_outside(address):
    arguments = WAYS[address.name](an_authority())

    assert is_closed(ask(signed_in(an_actor()), address, arguments))
    nobody = ask(Client(raise_request_exception=False), address, arguments)
    assert set(nobody) <= REFUSED | {WRONG_METHOD, 302, 401}, nobody


@pytest.mark.parametrize("address", REACHED, ids=lambda address: address.name)
def test_its_own_administrator_comes_in_unless_it_is_the_operators(address):
    here = an_authority()
    arguments = WAYS[address.name](here)
    client = signed_in(an_agent_of(here, role=Role.ADMINISTRATOR))

    statuses = ask(client, address, arguments)

    if address.access is Access.OPERATOR:
        assert is_closed(statuses), statuses
    else:
        assert not set(statuses) & REFUSED, f"{address.name} answers {statuses}, so the matrix proves nothing about it"


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if not one.takes_arguments], ids=lambda address: address.name
)
def test_a_desk_without_arguments_shows_nothing_of_another_authority(address):
    here, elsewhere = an_authority(slug="the-other-town"), an_authority()
    for way in WAYS.values():
        way(here)

    response = signed_in(an_agent_of(elsewhere, role=Role.ADMINISTRATOR)).get(reverse(address.name))

    assert "the-other-town" not in response.content.decode()
