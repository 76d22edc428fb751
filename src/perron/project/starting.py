"""The starter set: authorities of each kind, people and data of our own making, so that a first visit sees something.

What it holds is data (`project/starter/`); everything is made by the same actions that people use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from perron.kernel import actors, authorities
from perron.kernel.actor_actions import create_person, make_operator
from perron.kernel.authorities import Authority, AuthorityKind
from perron.kernel.authority_actions import Contact, NewAuthority, change_colours, create_authority
from perron.kernel.contract import Role
from perron.kernel.staff_actions import grant_role

FOLDER: Final = Path(__file__).parent / "starter"


def is_empty() -> bool:
    """Whether nobody has made an authority yet."""
    return not authorities.all_authorities().exists()


def people_to_try() -> dict[str, str]:
    """E-mail address and part of each person of the starter set that has an account here."""
    known = set(actors.all_actors().values_list("email", flat=True))
    return {person["email"]: person["who"] for person in _read("people.json") if person["email"] in known}


def make_authorities() -> Iterator[Authority]:
    """The authorities of the starter set that are not there yet."""
    operator = actors.command_line()
    for described in _read("authorities.json"):
        if authorities.all_authorities().filter(slug=described["slug"]).exists():
            continue
        authority = create_authority(actor=operator, new=_new_authority(described))
        if "colours" in described:
            change_colours(actor=operator, authority=authority, colours=described["colours"])
        yield authority


def make_people(password: str, at: datetime) -> int:
    """The people of the starter set that are not there yet, each with a verified address; says how many."""
    operator = actors.command_line()
    known = set(actors.all_actors().values_list("email", flat=True))
    missing = [described for described in _read("people.json") if described["email"] not in known]
    for described in missing:
        about = {key: described[key] for key in ("email", "name", "language")}
        person = create_person(actor=operator, password=password, **about)
        if described.get("operator"):
            make_operator(actor=operator, person=person)
        if "role" in described:
            authority = authorities.authority_by_slug(described["authority"])
            grant_role(actor=operator, person=person, authority=authority, role=Role(described["role"]), at=at)
    return len(missing)


def _new_authority(described: dict[str, Any]) -> NewAuthority:  # as read from JSON
    return NewAuthority(
        slug=described["slug"],
        kind=AuthorityKind(described["kind"]),
        names=described["names"],
        languages=tuple(described["languages"]),
        place_id=described["place"],
        parent=authorities.authority_by_slug(described["parent"]) if "parent" in described else None,
        contact=Contact(email=described["email"]),
    )


def _read(name: str) -> list[dict[str, Any]]:  # as read from JSON
    found: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found
