"""Nineteen communes and a region share one installation: real outlines, real categories, roads of the region."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import wkt

from perron.bricks.reports.actions.managed_places import (
    PlacesNotLoaded,
    load_managed_places,
    remove_managed_places,
)
from perron.bricks.reports.models import Handbook, ManagedPlace
from perron.bricks.reports.queries.competence import OutsideBelgium, decide_at, first_competent, spot_at, spots_at
from perron.bricks.reports.rules.handbook import Audience, RoutingRule, Then, When
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.handbook_changes import with_part
from perron.bricks.reports.rules.importing import read_tree
from perron.bricks.reports.rules.managed import FieldNames
from perron.kernel.actors import command_line
from perron.kernel.authorities import Authority, AuthorityKind
from perron.kernel.errors import Refused
from perron.kernel.places import load_boundaries, load_facts
from perron.kernel.testing.factories import an_agent_of, an_authority
from perron.kernel.tests.real_files import real_file

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
FOLDER = "08_reports_and_decisions/fms_brussels"
LAW_STREET = [[4.3690, 50.8450], [4.3760, 50.8440], [4.3830, 50.8430]]  # in the city, then in Etterbeek
POTHOLE = "trottoir-revetement-trou"
TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:3812", always_xy=True)
REGION, CITY = "region", "bruxelles-ville"


def fixture_of(name: str) -> list[Any]:  # rows of a Django fixture
    rows: list[Any] = json.loads(real_file(f"{FOLDER}/{name}.json").read_text(encoding="utf-8"))
    return rows


def tree() -> Written:
    return read_tree(fixture_of("bootstrap"))


def collection(*features: tuple[Mapping[str, object], Mapping[str, object]], **more: object) -> dict[str, object]:
    drawn = [{"type": "Feature", "properties": said, "geometry": geometry} for said, geometry in features]
    return {"type": "FeatureCollection", "features": drawn, **more}


def line(coordinates: list[list[float]]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": coordinates}


def beside(metres: float, *, at: float = 0.25, coordinates: list[list[float]] = LAW_STREET) -> tuple[float, float]:
    """The point that lies so far to the left of a line."""
    x, y = TO_METRES.transform(*zip(*coordinates, strict=True))
    curve = shapely.linestrings(np.column_stack([x, y]))
    here, ahead = (shapely.line_interpolate_point(curve, at + step, normalized=True) for step in (0, 0.001))
    dx, dy = ahead.x - here.x, ahead.y - here.y
    length = float(np.hypot(dx, dy))
    lon, lat = TO_METRES.transform(here.x - dy / length * metres, here.y + dx / length * metres, direction="INVERSE")
    return lon, lat


@pytest.fixture
def brussels(tmp_path: Path) -> dict[str, Authority]:
    """The authorities by slug, all with the same live handbook, and the communes' outlines."""
    load_facts()
    whole = json.loads(real_file("07_territory/be_communes_2025_565.geojson").read_text(encoding="utf-8"))
    whole["features"] = [one for one in whole["features"] if one["properties"]["nis"].startswith("21")]
    outlines = tmp_path / "brussels.geojson"
    outlines.write_text(json.dumps(whole), encoding="utf-8")
    load_boundaries(outlines)
    made = {}
    for row in fixture_of("organisationentity"):
        said = row["fields"]
        if said["type"] == "C":
            nis = f"21{row['pk']:03}"  # both lists are in the order of the French names
            names = {"fr": said["name_fr"], "nl": said["name_nl"]}
            made[said["slug_fr"]] = an_authority(slug=said["slug_fr"], names=names, place_id=nis)
    made[REGION] = an_authority(slug=REGION, kind=AuthorityKind.REGION, place_id="04000", names={"fr": "Région"})
    for authority in made.values():
        live(authority, tree())
    return made


def live(authority: Authority, written: Written) -> None:
    Handbook.objects.filter(authority=authority).delete()
    Handbook.objects.create(
        authority=authority, number=1, state="live", content=written.write(), made_at=NOON, changed_at=NOON
    )


def load_road(manager: str = REGION, coordinates: list[list[float]] = LAW_STREET, source: str = "roads") -> None:
    said = {"id": "1", "name_fr": "Rue de la Loi", "name_nl": "Wetstraat", "manager": manager}
    load(collection((said, line(coordinates))), source, "road")


def load(document: Mapping[str, object], source: str, kind: str, **fields: Any) -> Any:  # of FieldNames
    names = FieldNames(name="name_{}", **fields)
    return load_managed_places(actor=command_line(), document=document, source=source, kind=kind, fields=names, at=NOON)


def test_the_real_tree_has_its_three_levels_and_its_audiences():
    handbook = tree()

    assert (len(handbook.groups), len(handbook.leaf_categories)) == (42, 118)
    assert len(handbook.tree(Audience.STAFF)) == 5
    assert len(handbook.leaves_for(Audience.PUBLIC)) == 21
    assert handbook.by_code[POTHOLE].names == {"fr": "Trou", "nl": "Put"}
    assert handbook.with_parents(POTHOLE) == (POTHOLE, "trottoir-revetement", "trottoir")


def test_a_point_goes_to_its_commune(brussels):
    assert decide_at(4.3525, 50.8467, POTHOLE, NOON).authority == CITY
    assert decide_at(4.3340, 50.8240, POTHOLE, NOON).authority in ("forest", "saint-gilles")


@pytest.mark.parametrize(("metres", "who"), [(0, REGION), (3, REGION), (-3, REGION), (7, CITY), (-7, CITY)])
def test_a_regional_road_is_the_regions_up_to_five_metres(brussels, metres, who):
    load_road()

    decision = decide_at(*beside(metres), POTHOLE, NOON)

    assert decision.authority == who
    if who == REGION:
        reason = decision.reasons[0]
        assert (reason.code, reason.facts["place_names"]) == (
            "manager_of_road",
            {"fr": "Rue de la Loi", "nl": "Wetstraat"},
        )
        assert reason.facts["metres"] == pytest.approx(abs(metres), abs=0.1)


def test_at_a_corner_of_two_managers_the_nearest_counts(brussels):
    middle = LAW_STREET[1]
    crossing = [[middle[0], middle[1] - 0.002], middle, [middle[0], middle[1] + 0.002]]
    load_road()
    load_road("etterbeek", crossing, source="communal")
    lon, lat = middle

    region = decide_at(lon + 0.00004, lat - 0.0000057, POTHOLE, NOON)  # along the regional road
    commune = decide_at(lon + 0.000003, lat + 0.00003, POTHOLE, NOON)  # up the communal one

    assert (region.authority, commune.authority) == (REGION, "etterbeek")
    assert [reason.code for reason in commune.reasons] == ["manager_of_road", "nearest_of_two"]


def test_on_the_border_of_two_communes_the_answer_is_always_the_same(brussels):
    rows = json.loads(real_file("07_territory/be_communes_2025_565.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {one["properties"]["nis"]: shapely.geometry.shape(one["geometry"]) for one in rows}
    border = shapely.intersection(shapes["21004"], shapes["21009"])
    assert not border.is_empty
    points = [shapely.line_interpolate_point(part, 0.5, normalized=True) for part in shapely.get_parts(border)]

    for point in points[:20]:
        answers = {decide_at(point.x, point.y, POTHOLE, NOON).authority for _ in range(3)}
        assert len(answers) == 1
        assert answers <= {CITY, "ixelles"}


def test_a_category_that_the_region_leaves_to_the_communes_and_back_goes_round_once(brussels):
    load_road()
    ruled = RoutingRule(
        "cleaning", When(categories=("trottoir",)), Then(commune=True), {"fr": "Les communes nettoient."}
    )
    back = RoutingRule("back", When(), Then(authority=REGION))
    live(brussels[REGION], with_part(tree(), ruled))
    live(brussels[CITY], with_part(tree(), back))

    decision = decide_at(*beside(3), POTHOLE, NOON)

    assert decision.authority == CITY
    assert [reason.code for reason in decision.reasons] == ["manager_of_road", "handed_over", "not_back"]
    assert decide_at(4.3525, 50.8467, POTHOLE, NOON).authority == REGION  # from the city, and not back to it


def test_a_bus_shelter_of_an_operator_who_is_not_here_is_said_and_stays_with_the_commune(brussels):
    handbook = tree()
    shelter = handbook.by_code[POTHOLE]
    about = with_part(handbook, type(shelter)("shelter", {"fr": "Abri"}, equipment=("shelters",)))
    live(brussels[CITY], about)
    lon, lat = beside(7)
    stop = {"type": "Point", "coordinates": [lon + 0.00005, lat]}
    loaded = load(collection(({"id": "9", "name_fr": "Arts-Loi", "manager": "STIB"}, stop)), "shelters", "equipment")

    decision = decide_at(lon, lat, "shelter", NOON)

    assert loaded.unknown_managers == ("STIB",)
    assert decision.authority == CITY
    assert decision.reasons[-1].code == "manager_elsewhere"
    assert decision.reasons[-1].facts["names"] == dict.fromkeys(("fr", "nl", "de", "en"), "STIB")


def test_areas_of_owners_in_lambert_72_are_where_they_should_be(brussels):
    owners = {row["pk"]: row["fields"]["slug_fr"] for row in fixture_of("organisationentity")}
    drawn = [
        (
            {"id": row["pk"], "manager": owners[row["fields"]["owner"]]},
            shapely.geometry.mapping(wkt.loads(row["fields"]["geom"].partition(";")[2])),
        )
        for row in fixture_of("organisationentitysurface")
    ]
    with pytest.raises(PlacesNotLoaded):
        load(collection(*drawn), "owners", "area")

    loaded = load(collection(*drawn), "owners", "area", crs="EPSG:31370")

    assert (loaded.places, loaded.managed_here) == (26, 26)
    inside = [shapely.geometry.shape(row.geometry).representative_point() for row in ManagedPlace.objects.all()]
    spots = spots_at([point.x for point in inside], [point.y for point in inside])
    assert [spot.managers[0].manager for spot in spots] == [
        row.manager.slug for row in ManagedPlace.objects.select_related("manager") if row.manager
    ]
    small = {spot.place for spot in spots if not spot.commune_authority}
    assert small <= {""}  # slivers that today's simplified outlines leave out
    agreeing = sum(spot.commune_authority == spot.managers[0].manager for spot in spots)
    assert agreeing >= 24


def test_where_no_commune_takes_reports_the_region_does_and_else_nobody(brussels):
    Handbook.objects.exclude(authority=brussels[REGION]).delete()
    assert first_competent(4.3525, 50.8467).authority == brussels[REGION]

    Handbook.objects.all().delete()
    found = first_competent(4.3525, 50.8467)

    assert found.authority is None
    assert found.names["fr"] == "Bruxelles"
    assert [reason.code for reason in found.reasons] == ["nobody"]


def test_an_ended_authority_takes_no_reports(brussels):
    city = brussels[CITY]
    city.is_active = False
    city.save()

    assert first_competent(4.3525, 50.8467).authority == brussels[REGION]


@pytest.mark.parametrize(("lon", "lat"), [(2.35, 48.85), (3.0, 51.6), (0, 0), (float("nan"), 50.0)])
def test_abroad_at_sea_and_nowhere_are_refused(brussels, lon, lat):
    with pytest.raises(OutsideBelgium):
        spot_at(lon, lat)


def test_roads_loaded_again_replace_the_old_ones_at_once_and_removed_ones_are_gone(brussels):
    load_road()
    assert decide_at(*beside(3), POTHOLE, NOON).authority == REGION

    load_road("etterbeek")
    assert decide_at(*beside(3), POTHOLE, NOON).authority == "etterbeek"

    assert remove_managed_places(actor=command_line(), source="roads") == 1
    assert decide_at(*beside(3), POTHOLE, NOON).authority == CITY


def test_only_operators_load_roads_and_a_wrong_file_loads_nothing(brussels):
    load_road()
    with pytest.raises(Refused):
        load_managed_places(
            actor=an_agent_of(brussels[CITY]),
            document=collection(),
            source="roads",
            kind="road",
            fields=FieldNames(),
            at=NOON,
        )
    for wrong in ({"type": "Feature"}, collection(), collection(({}, {"type": "Point", "coordinates": [4, 50]}))):
        with pytest.raises(PlacesNotLoaded):
            load(wrong, "roads", "road")

    assert ManagedPlace.objects.count() == 1
