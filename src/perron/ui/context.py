"""What every page shows around its content: whose site this is, the menu, the languages, the addresses of the house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from perron.kernel import registry
from perron.kernel.contract import Access, MenuEntry
from perron.kernel.staff import is_staff
from perron.ui.languages import LanguageAddress, addresses
from perron.ui.theme import theme_address

if TYPE_CHECKING:
    from perron.kernel.actors import Actor
    from perron.kernel.authorities import Authority


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of the menu as this reader sees it."""

    title: str
    invitation: str
    address: str
    is_current: bool


class Site:
    """The frame of a page for one request, found as a template asks. In templates `house`: allauth fills `site`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        # Set by the kernel's middleware; a page that fails before it is still shown, without them.
        self.authority: Authority | None = getattr(request, "authority", None)
        self.actor: Actor | None = getattr(request, "actor", None)
        self.here = request.get_full_path()  # to come back to
        # Addresses, empty when there is no such page here.
        self.home = address("home") or "/"
        self.search, self.suggestions = address("search"), address("suggestions")
        self.place_suggestions = address("place_suggestions")
        self.inbox, self.account = address("inbox"), address("account") or address("account_email")
        self.sign_in = address("account_login")
        # The operator's tiles below our boundaries (an address with {z}/{x}/{y}, or of a .pmtiles file); usually none.
        self.map_tiles, self.map_credit = str(settings.MAP_TILES), str(settings.MAP_CREDIT)

    @property
    def name(self) -> str:
        """The authority's name, or that of the whole house."""
        return str(self.authority.name) if self.authority else gettext("Perron")

    @property
    def theme_address(self) -> str:
        """The style sheet with the authority's colours; empty when it has none."""
        return theme_address(self.authority) if self.authority else ""

    @cached_property
    def menu(self) -> list[MenuLink]:
        """The entries that this reader may open, in the order of the bricks; at most one is where she is."""
        found = [(entry, address(entry.url_name)) for entry in registry.menu() if self._may_open(entry)]
        above = (there for _, there in found if there and self._request.path.startswith(there))
        nearest = max(above, key=len, default="")
        return [
            MenuLink(str(entry.title), str(entry.invitation or ""), there, there == nearest)
            for entry, there in found
            if there
        ]

    @property
    def tiles(self) -> list[MenuLink]:
        """The invitations of the home page: one per brick that has something to do."""
        starts = {address(entry.url_name): address(entry.starts_at) for entry in registry.menu() if entry.starts_at}
        return [
            replace(link, address=starts.get(link.address) or link.address) for link in self.menu if link.invitation
        ]

    @cached_property
    def languages(self) -> list[LanguageAddress]:
        """The same page in each language."""
        return addresses(self._request)

    @cached_property
    def foot(self) -> list[tuple[str, str]]:
        """The links of the footer: title and address; pages that are not there are left out."""
        links = (
            (gettext("Accessibility"), "accessibility"),
            (gettext("Privacy"), "privacy"),
            (gettext("Status"), "status"),
            (gettext("Public log"), "log"),
            (gettext("For developers"), "developers"),
            (gettext("Licence and source code"), "about"),
        )
        return [(title, found) for title, name in links if (found := address(name))]

    def _may_open(self, entry: MenuEntry) -> bool:
        if entry.access is Access.PUBLIC:
            return True
        if self.actor is None:
            return False
        if entry.access is Access.SIGNED_IN:
            return True
        return bool(self.actor.is_operator) if entry.access is Access.OPERATOR else self._is_staff

    @cached_property
    def _is_staff(self) -> bool:
        """Asked of the database once for a page, however many entries of the menu are for staff."""
        return is_staff(self.actor)


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: `house` in every template."""
    return {"house": Site(request)}


def address(url_name: str) -> str:
    """The address of a page by its URL name; empty when no such page is installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
