"""What can be done to an authority: make it, say how it is reached and how it looks, give it host names, end it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat

from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, AuthorityHost, AuthorityKind
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES
from perron.kernel.models.authority import SLUG

HOST: Final = re.compile(r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$")
COLOUR: Final = re.compile(r"^#[0-9a-f]{6}$")
COLOUR_TOKENS: Final = ("accent",)


class BadAuthority(Refused):
    """Something about an authority cannot be right."""

    code = "bad_authority"
    status = 422


class BadSlug(BadAuthority):
    """It cannot be part of an address."""

    sentence = _("“%(value)s” cannot be an authority's address.")
    way_out = _("Use small letters without accents, digits and single hyphens, 60 at most: my-town.")


class NoName(BadAuthority):
    """There is no name in any language."""

    sentence = _("An authority needs a name in at least one language.")


class BadLanguages(BadAuthority):
    """They are none, or not those of the house."""

    sentence = _("“%(value)s” are not languages of this site.")
    way_out = _("Choose among fr, nl, de and en.")


class BadEnterpriseNumber(BadAuthority):
    """Its check digits are wrong."""

    sentence = _("“%(value)s” is not an enterprise number.")
    way_out = _("It has ten digits, the last two check the others: 0206.731.645. Look for a typing error.")


class BadColour(BadAuthority):
    """It is not written as we keep colours."""

    sentence = _("“%(value)s” is not a colour.")
    way_out = _("Write the colour as # and six digits or letters from a to f, such as #0b5a6f.")


class BadHost(BadAuthority):
    """It cannot be a host name on the internet."""

    sentence = _("“%(value)s” is not a host name.")
    way_out = _("Write it without https:// and without a port, such as data.example.org.")


class SlugTaken(Refused):
    """Another authority has this address."""

    code = "slug_taken"
    status = 409
    sentence = _("The address “%(slug)s” already belongs to another authority.")
    way_out = _("Choose another one.")


class HostTaken(Refused):
    """Another authority has this host name."""

    code = "host_taken"
    status = 409
    sentence = _("The host name “%(host)s” already leads to another authority.")
    way_out = _("Remove it there first, or choose another one.")


@dataclass(frozen=True, slots=True)
class Contact:
    """How people reach an authority; all may be empty."""

    email: str = ""
    phone: str = ""
    website: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """What is needed to make an authority. `names` per language; `languages` the one it speaks first, first."""

    slug: str
    kind: AuthorityKind
    names: Mapping[str, str]
    languages: tuple[str, ...]
    place_id: str | None = None
    parent: Authority | None = None
    enterprise_number: str = ""
    contact: Contact = field(default_factory=Contact)


@transaction.atomic
def create_authority(*, actor: Actor, new: NewAuthority) -> Authority:
    """Make an authority. Raises OperatorsOnly, BadAuthority, SlugTaken."""
    permissions.require_operator(actor)
    if not re.fullmatch(SLUG, new.slug) or len(new.slug) > 60:
        raise BadSlug(value=new.slug)
    if Authority.objects.filter(slug=new.slug).exists():
        raise SlugTaken(slug=new.slug)
    authority = Authority.objects.create(
        slug=new.slug,
        kind=new.kind,
        names=_names(new.names),
        languages=_languages(new.languages),
        place_id=new.place_id,
        parent=new.parent,
        enterprise_number=_enterprise_number(new.enterprise_number),
        **asdict(new.contact),
    )
    _trace(actor, "kernel.create_authority", authority, kind=authority.kind)
    return authority


@transaction.atomic
def change_contact(*, actor: Actor, authority: Authority, contact: Contact) -> Authority:
    """Say how people reach the authority. Raises NotYours."""
    _require_administrator(actor, authority)
    for name, value in asdict(contact).items():
        setattr(authority, name, value)
    authority.save(update_fields=list(asdict(contact)))
    _trace(actor, "kernel.change_contact", authority)
    return authority


@transaction.atomic
def rename_authority(
    *, actor: Actor, authority: Authority, names: Mapping[str, str], languages: tuple[str, ...]
) -> Authority:
    """Give the names per language, and the languages it speaks. Raises NotYours, BadAuthority."""
    _require_administrator(actor, authority)
    authority.names, authority.languages = _names(names), _languages(languages)
    authority.save(update_fields=["names", "languages"])
    _trace(actor, "kernel.rename_authority", authority, names=dict(authority.names))
    return authority


@transaction.atomic
def change_colours(*, actor: Actor, authority: Authority, colours: Mapping[str, str]) -> Authority:
    """Choose the design tokens, `{"accent": "#rrggbb"}`; pages make it legible. Raises NotYours, BadAuthority."""
    _require_administrator(actor, authority)
    chosen = {token: colours[token].lower() for token in COLOUR_TOKENS if colours.get(token)}
    for colour in chosen.values():
        if not COLOUR.match(colour):
            raise BadColour(value=colour)
    authority.colours = chosen
    authority.save(update_fields=["colours"])
    _trace(actor, "kernel.change_colours", authority)
    return authority


@transaction.atomic
def add_host(*, actor: Actor, authority: Authority, host: str) -> AuthorityHost:
    """Serve the authority under a host name too; the operator's act, for it needs a certificate and a name server."""
    permissions.require_operator(actor)
    wanted = host.strip().lower().rstrip(".")
    if not HOST.match(wanted):
        raise BadHost(value=host)
    held, _made = AuthorityHost.objects.get_or_create(host=wanted, defaults={"authority": authority})
    if held.authority_id != authority.pk:
        raise HostTaken(host=wanted)
    _trace(actor, "kernel.add_host", authority, host=wanted)
    return held


@transaction.atomic
def remove_host(*, actor: Actor, authority: Authority, host: str) -> None:
    """Stop serving the authority under a host name; nothing happens when it was not."""
    permissions.require_operator(actor)
    AuthorityHost.objects.filter(authority=authority, host=host.lower()).delete()
    _trace(actor, "kernel.remove_host", authority, host=host.lower())


@transaction.atomic
def end_authority(*, actor: Actor, authority: Authority) -> Authority:
    """Stop serving an authority; nothing is deleted, its addresses say that it is gone."""
    return _serve(actor, authority, "kernel.end_authority", served=False)


@transaction.atomic
def resume_authority(*, actor: Actor, authority: Authority) -> Authority:
    """Serve an authority again."""
    return _serve(actor, authority, "kernel.resume_authority", served=True)


def _serve(actor: Actor, authority: Authority, verb: str, *, served: bool) -> Authority:
    permissions.require_operator(actor)
    authority.is_active = served
    authority.save(update_fields=["is_active"])
    _trace(actor, verb, authority)
    return authority


def _require_administrator(actor: Actor, authority: Authority) -> None:
    permissions.require_here_or_operator(actor, "kernel.change_authority", authority)


def _trace(actor: Actor, verb: str, authority: Authority, **facts: object) -> None:
    audit.record(actor=actor, verb=verb, subject=authority.ref, authority=authority, facts=facts)
    events.emit("kernel.authority_changed", slug=authority.slug)


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {language: name.strip() for language, name in names.items() if language in LANGUAGES and name.strip()}
    if not kept:
        raise NoName
    return kept


def _languages(languages: tuple[str, ...]) -> list[str]:
    if not languages or not set(languages) <= set(LANGUAGES):
        raise BadLanguages(value=", ".join(languages))
    return list(dict.fromkeys(languages))


def _enterprise_number(written: str) -> str:
    if not written:
        return ""
    if not vat.is_valid(written):
        raise BadEnterpriseNumber(value=written)
    return str(vat.compact(written))
