"""Reports for tests: valid by default, made by the actions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import Handbook, Report, Reporter, TeamMember
from perron.bricks.reports.rules.handbook import Category, ServiceLevel, Team
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.sending import GivenPhoto, GivenReporter, NewReport
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.places import Place, place_of
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor

NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)  # a Monday, noon in Brussels
LATER = datetime(2026, 5, 5, 10, tzinfo=UTC)
MUCH_LATER = datetime(2026, 12, 1, 11, tzinfo=UTC)
HERE = (4.3517, 50.8466)  # in the first commune of the capital
THERE = (3.7174, 51.0543)  # in another commune
_number = count(1)

HANDBOOK = Written(
    categories=(
        Category("street", {"fr": "Voirie", "nl": "Straat", "de": "Straße", "en": "Street"}),
        Category(
            "hole",
            {"fr": "Trou", "nl": "Put", "de": "Loch", "en": "Hole"},
            parent="street",
            team="roads",
            service_level=ServiceLevel(5),
        ),
        Category("litter", {"fr": "Déchets", "nl": "Afval", "de": "Abfall", "en": "Litter"}, team="clean"),
        Category("other", {"fr": "Autre", "nl": "Andere", "de": "Anderes", "en": "Other"}),
    ),
    teams=(Team("roads", {"fr": "Voirie", "en": "Roads"}), Team("clean", {"fr": "Propreté", "en": "Cleaning"})),
)


def a_place(longitude: float = HERE[0], latitude: float = HERE[1]) -> str:
    """The NIS code of the commune at a point, whose row is there afterwards."""
    code = place_of(longitude, latitude)
    assert code is not None
    Place.objects.get_or_create(nis=code, defaults={"kind": "commune", "valid_from": date(1977, 1, 1)})
    return code


def a_serving_authority(**fields: Any) -> Authority:  # of the authority
    """A commune with a live handbook, around `HERE`."""
    authority = an_authority(**({"place_id": a_place()} | fields))
    a_handbook(authority)
    return authority


def a_handbook(authority: Authority, written: Written = HANDBOOK, **fields: Any) -> Handbook:  # of the row
    """A live handbook."""
    values = {"number": 1, "state": "live", "made_at": NOON, "changed_at": NOON, "live_from": NOON} | fields
    return Handbook.objects.create(authority=authority, content=written.write(), **values)


def a_new_report(authority: Authority, **changes: Any) -> NewReport:  # of NewReport
    """What somebody tells, all that is needed."""
    values: dict[str, Any] = {
        "longitude": HERE[0],
        "latitude": HERE[1],
        "category": "hole",
        "authority": authority.slug,
        "language": "fr",
        "description": f"Un trou devant le numéro {next(_number)}.",
    }
    return NewReport(**(values | changes))


def a_report(
    authority: Authority | None = None, *, actor: Actor | None = None, at: datetime = NOON, **changes: Any
) -> Report:  # of NewReport
    """A report that was sent."""
    authority = authority or a_serving_authority()
    return send_report(actor=actor, what=a_new_report(authority, **changes), at=at).report


def a_report_elsewhere(**changes: Any) -> Report:  # of NewReport
    """A report of another authority, in another commune."""
    there = a_serving_authority(place_id=a_place(*THERE))
    return a_report(there, longitude=THERE[0], latitude=THERE[1], **changes)


def a_reporter(authority: Authority | None = None, *, email: str = "me@example.org", **changes: Any) -> Reporter:
    """Somebody who sent a report with her address."""
    authority = authority or a_serving_authority()
    what = a_new_report(authority, reporter=GivenReporter(email=email), **changes)
    return send_report(actor=None, what=what, at=NOON).reporter


def an_editor_of(authority: Authority) -> Actor:
    """Someone who moderates."""
    return with_second_factor(an_agent_of(authority, role=Role.EDITOR))


def a_member(authority: Authority, team: str = "roads", **fields: Any) -> Actor:  # of TeamMember
    """An agent in a team."""
    actor = an_agent_of(authority)
    TeamMember.objects.create(authority=authority, team=team, actor=actor, **fields)
    return actor


def a_photo(
    *, size: tuple[int, int] = (640, 480), kind: str = "JPEG", name: str = "photo.jpg", **more: Any
) -> GivenPhoto:
    """A real image, with hidden data in it."""
    image = Image.new("RGB", size, "orange")
    exif = image.getexif()
    exif[0x010F] = "A camera"
    stream = BytesIO()
    image.save(stream, format=kind, **({"exif": exif} if kind == "JPEG" else {}))
    stream.seek(0)
    return GivenPhoto(stream, name, **more)
