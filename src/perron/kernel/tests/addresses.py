"""How to reach the kernel's pages that belong to an authority: what each address needs, made on the spot."""

from __future__ import annotations

from collections.abc import Callable

from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of


def _itself(authority: Authority) -> dict[str, object]:
    return {"slug": authority.slug}


def _with_a_member(authority: Authority) -> dict[str, object]:
    return {"slug": authority.slug, "person": an_agent_of(authority).pk}


ADDRESSES: dict[str, Callable[[Authority], dict[str, object]]] = {
    "authority_settings": _itself,
    "authority_change_host": _itself,
    "authority_staff": _itself,
    "authority_change_role": _with_a_member,
    "authority_withdraw_invitation": _itself,
}
