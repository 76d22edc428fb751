"""What the map and the list of reports show, as values that their templates read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.reports.queries.handbooks import has_live_handbook, live_handbook, live_handbooks
from perron.bricks.reports.queries.public import Cluster
from perron.bricks.reports.queries.public_list import COUNTED, Found
from perron.bricks.reports.rules.around import Around
from perron.bricks.reports.rules.finding import ListQuestion, topic
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.views.public_words import Short, circle_in_words, short_of
from perron.kernel.authorities import Authority
from perron.kernel.languages import pick
from perron.kernel.places.facts import places
from perron.kernel.web.requests import Request
from perron.ui import words

Choice = dict[str, object]


@dataclass(frozen=True)
class MapPage:
    """The reports that answer a question, and how to ask further. `has_own`: this browser sent some."""

    asked: ListQuestion
    found: Found
    authority: Authority | None
    has_own: bool = False

    @cached_property
    def items(self) -> list[Short]:
        """The reports of this page."""
        return [short_of(report) for report in self.found.reports]

    @property
    def total(self) -> str:
        """How many there are, in words."""
        if self.found.total >= COUNTED:
            return _("More than %(count)s reports") % {"count": words.number(COUNTED)}
        count = words.number(self.found.total)
        return ngettext("%(count)s report", "%(count)s reports", self.found.total) % {"count": count}

    def to(self, **changes: object) -> str:
        """The same page with another question."""
        return f"?{self.asked.as_query(**changes)}"

    @property
    def next(self) -> str:
        """The page that follows."""
        return self.to(after=self.found.next) if self.found.next else ""

    @property
    def start(self) -> str:
        """The first page, when this is another."""
        return self.to(after="") if self.asked.after else ""

    @property
    def points(self) -> str:
        """Where the map asks for its points."""
        return f"{reverse('reports:points')}?{self.asked.as_query(after='')}"

    @property
    def follow(self) -> str:
        """Where one follows what is shown."""
        return f"{reverse('reports:follow')}?{self.asked.as_query(after='', mine=False)}"

    @property
    def situations(self) -> list[Choice]:
        """Where reports may stand."""
        titles = {
            "open": _("To be done"),
            "planned": _("Planned"),
            "done": _("Done"),
            "elsewhere": _("Passed on to others"),
            "not_done": _("Not done"),
        }
        return [{"value": key, "title": title, "on": key == self.asked.situation} for key, title in titles.items()]

    @cached_property
    def categories(self) -> list[Choice]:
        """What can be chosen, by name."""
        names = {
            one.code: pick(one.names).words
            for handbook in self._handbooks()
            for one in handbook.leaf_categories
            if not one.is_private
        }
        if self.asked.category and self.asked.category not in names:
            names[self.asked.category] = self.asked.category
        rows = sorted(names.items(), key=lambda pair: pair[1].casefold())
        return [{"value": code, "title": title, "on": code == self.asked.category} for code, title in rows]

    @property
    def place_name(self) -> str:
        """The place that it is narrowed to."""
        known = places().get(self.asked.place)
        return known.name if known else ""

    @property
    def in_words(self) -> str:
        """What is shown, in words, as the title of what one follows."""
        chosen = [str(one["title"]) for one in (*self.categories, *self.situations) if one["on"]]
        day = _since(self.asked.since)
        said = ", ".join(filter(None, (*chosen, self.place_name, self.circle, day)))
        return said[:1].upper() + said[1:] or _("All new reports")

    @property
    def circle(self) -> str:
        """The circle that it is narrowed to."""
        return circle_in_words(self.asked.around) if self.asked.around else ""

    @property
    def topic(self) -> str:
        """The name under which one follows it."""
        own_place = str(self.authority.place_id or "") if self.authority else ""
        return topic(self.asked.category, self.asked.place or own_place, self.asked.around)

    def _handbooks(self) -> list[Handbook]:
        if self.authority is None:
            return list(live_handbooks().values())
        return [live_handbook(self.authority)[1]] if has_live_handbook(self.authority) else []


def taken_elsewhere(asked: ListQuestion) -> dict[str, str]:
    """The same for feed readers, and what is planned of it for calendars."""
    query = asked.as_query(after="", mine=False)
    return {"feed": f"{reverse('reports:feed')}?{query}", "calendar": f"{reverse('reports:planned')}?{query}"}


def _since(day: date | None) -> str:
    return _("since %(day)s") % {"day": words.date(day, "long")} if day else ""


def features(clusters: Sequence[Cluster]) -> list[dict[str, object]]:
    """Points of the map: one report with its page, or many with their number."""
    names = {one.code: pick(one.names).words for book in live_handbooks().values() for one in book.leaf_categories}
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(one.longitude, 6), round(one.latitude, 6)]},
            "properties": _told(one, names),
        }
        for one in clusters
    ]


def _told(cluster: Cluster, names: Mapping[str, str]) -> dict[str, object]:
    if cluster.count > 1:
        return {"point_count": cluster.count, "point_count_abbreviated": words.number(cluster.count)}
    title = names.get(cluster.category, cluster.category)
    return {"title": title, "line": cluster.code, "address": reverse("reports:report", args=[cluster.code])}


def box_for(request: Request, asked: ListQuestion) -> str:
    """What the map shows first: the circle or the place asked for, else the authority's, else the country."""
    if asked.around:
        return box_text(asked.around)
    nis = asked.place or (request.authority.place_id if request.authority else "") or ""
    known = places().get(str(nis))
    box = known.extent if known else None
    return f"{box.west},{box.south},{box.east},{box.north}" if box else ""


def box_text(circle: Around) -> str:
    """The box of a circle, as a map takes it: west, south, east, north."""
    across, up = circle.size
    parts = (circle.lon - across, circle.lat - up, circle.lon + across, circle.lat + up)
    return ",".join(f"{part:.5f}" for part in parts)
