"""In which commune a point lies, with the real boundaries and with guessed ones."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from perron.kernel.places import boundary_file, facts, hierarchy, lookup, shapes
from perron.kernel.tests.real_files import real_file

KNOWN_POINTS = [
    ("Grand-Place", 4.3525, 50.8467, "21004"),
    ("place Flagey", 4.3725, 50.8275, "21009"),
    ("Korenmarkt", 3.7219, 51.0545, "44021"),
    ("place Saint-Lambert", 5.5734, 50.6455, "62063"),
    ("Eupen, Marktplatz", 6.0360, 50.6279, "63023"),
    ("the smallest commune", 5.4276, 50.7260, "73028"),
    ("an exclave in the Netherlands", 4.9303, 51.4384, "13002"),
    ("a port", 2.9127, 51.2254, "35013"),
    ("far in the south", 5.8167, 49.6833, "81001"),
    ("merged in 2025", 5.3436, 50.8018, "73111"),
    ("an exclave by the Meuse", 5.7850, 50.7490, "73109"),
    ("Lille", 3.0573, 50.6292, ""),
    ("Maastricht", 5.6900, 50.8500, ""),
    ("Aachen", 6.0839, 50.7753, ""),
    ("at sea", 2.5000, 51.4000, ""),
    ("latitude and longitude swapped", 50.8467, 4.3525, ""),
]


@pytest.fixture(scope="module")
def real():
    read = boundary_file.read(real_file("07_territory/be_communes_2025_565.geojson"))
    return lookup.index(shapes.fit_together(read.shapes))


@pytest.fixture(scope="module")
def guessed():
    known = [facts.places()[nis] for nis in hierarchy.communes()]
    centres = {place.nis: (place.lon, place.lat) for place in known}
    return lookup.index(shapes.guess(centres, [place.extent for place in known]), approximate=True)


def locate(held, points):
    lons, lats = np.array(points, dtype=float).T
    return lookup.locate(held, lons, lats).tolist()


@pytest.mark.parametrize(("name", "lon", "lat", "nis"), KNOWN_POINTS, ids=[point[0] for point in KNOWN_POINTS])
def test_known_points_lie_where_everyone_knows(real, name, lon, lat, nis):
    assert locate(real, [(lon, lat)]) == [nis]


def test_near_borders_the_index_says_the_same_as_the_outlines(real):
    random = np.random.default_rng(2025)
    corners = random.permutation(shapely.get_coordinates(real.shapes))[:500]
    points = corners + random.uniform(-0.002, 0.002, corners.shape)

    expected = [
        next(
            (code for code, shape in zip(real.codes.tolist(), real.shapes, strict=True) if shape.intersects(point)), ""
        )
        for point in shapely.points(points)
    ]

    assert locate(real, points) == expected


def test_a_point_on_a_border_always_has_the_lower_code(real):
    corners = shapely.get_coordinates(real.shapes)[:2000]
    owners = real.tree.query(shapely.points(corners), predicate="intersects")
    lowest = {}
    for point, outline in owners.T:
        lowest[point] = min(lowest.get(point, outline), outline)
    assert locate(real, corners) == [str(real.codes[lowest[point]]) for point in range(len(corners))]


def test_nothing_lies_between_two_communes(real):
    assert shapely.coverage_is_valid(real.shapes)
    whole = shapely.coverage_union_all(real.shapes)
    holes = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    assert len(holes) == 6  # the Dutch enclaves; no sliver


def test_what_is_no_number_lies_nowhere(real):
    points = [(float("nan"), 50.8), (float("inf"), 50.8), (4.3525, float("nan")), (4.3525, 50.8467)]
    assert locate(real, points) == ["", "", "", "21004"]
    assert lookup.locate(real, np.array([]), np.array([])).tolist() == []


def test_every_centre_lies_in_its_commune(real, guessed):
    centres = [(facts.places()[nis].lon, facts.places()[nis].lat) for nis in hierarchy.communes()]
    assert locate(real, centres) == list(hierarchy.communes())
    assert locate(guessed, centres) == list(hierarchy.communes())


def test_guesses_are_right_three_times_in_four_and_leave_no_gap(real, guessed):
    random = np.random.default_rng(2025)
    lons, lats = random.uniform(2.5, 6.4, 20_000), random.uniform(49.5, 51.5, 20_000)
    truth, guess = lookup.locate(real, lons, lats), lookup.locate(guessed, lons, lats)
    inside = truth != ""
    assert (guess[inside] == truth[inside]).mean() > 0.75
    assert (guess[inside] != "").all()
    assert guessed.approximate
