"""How to reach the notice board's pages for staff: what each address needs, made on the spot."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.timezone import now

from perron.bricks.example import actions
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of


def _note_of(authority: Authority) -> dict[str, object]:
    agent = an_agent_of(authority)
    note = actions.post_note(actor=agent, authority=authority, title={"en": "A note"}, place="", at=now())
    return {"note_id": note.pk}


ADDRESSES: dict[str, Callable[[Authority], dict[str, object]]] = {
    "example:post": lambda authority: {"authority": authority.slug},
    "example:take_down": _note_of,
}
