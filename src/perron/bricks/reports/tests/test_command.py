"""`perron reports`: opening, handbooks in and out, roads with their managers."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from perron.bricks.reports.models import ManagedPlace
from perron.bricks.reports.queries.handbooks import live_handbook, working_copy
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor
from perron.kernel.tests.real_files import real_file

pytestmark = pytest.mark.django_db
LAMBERT = [[149042.98, 169460.27], [149052.27, 169446.09]]


def run(*words: str) -> str:
    out = StringIO()
    call_command("reports", *words, stdout=out)
    return out.getvalue()


def roads(tmp_path: Path, **said: object) -> str:
    feature = {
        "type": "Feature",
        "properties": {"gid": 7, "nom_fr": "Rue Haute", "nom_nl": "Hoogstraat", "admin": "REG", **said},
        "geometry": {"type": "LineString", "coordinates": LAMBERT},
    }
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return str(path)


def test_reports_are_opened_once():
    town = an_authority()

    assert "28 categories" in run("open", town.slug, "--without-terms")
    with pytest.raises(CommandError, match="already"):
        run("open", town.slug)


def test_a_tree_opens_an_authority_and_then_becomes_an_editors_draft():
    town = an_authority()
    tree = str(real_file("08_reports_and_decisions/signals/categories.json"))

    assert "77 categories" in run("handbook", "import", town.slug, tree)
    with pytest.raises(CommandError, match="--as"):
        run("handbook", "import", town.slug, tree)
    editor = with_second_factor(an_agent_of(town, role=Role.EDITOR))
    run("handbook", "import", town.slug, tree, "--as", editor.email)

    assert working_copy(town).draft is not None


def test_what_is_exported_can_be_imported(tmp_path):
    town, other = an_authority(), an_authority()
    run("open", town.slug)
    path = tmp_path / "handbook.json"
    path.write_text(run("handbook", "export", town.slug), encoding="utf-8")

    run("handbook", "import", other.slug, str(path))

    assert live_handbook(other)[1] == live_handbook(town)[1]


def test_roads_are_loaded_with_their_names_managers_and_reference_system(tmp_path):
    region = an_authority(slug="the-region")
    words = ("--id", "gid", "--name", "nom_{}", "--manager-field", "admin", "--map", "REG=the-region")

    said = run("roads", "load", roads(tmp_path), *words, "--crs", "EPSG:31370")

    place = ManagedPlace.objects.get()
    assert "1 places of “streets” are loaded; 1 have their manager" in said
    assert (place.identifier, place.manager, place.names) == ("7", region, {"fr": "Rue Haute", "nl": "Hoogstraat"})
    assert place.geometry["coordinates"][0] == pytest.approx([4.36, 50.83], abs=0.02)
    assert "streets  1 × road" in run("roads", "list")
    assert "1 places" in run("roads", "remove", "streets")
    assert "Nothing is loaded" in run("roads", "list")


def test_a_file_in_metres_without_its_reference_system_is_refused_with_the_reason(tmp_path):
    with pytest.raises(CommandError, match="reference system"):
        run("roads", "load", roads(tmp_path))


@pytest.mark.parametrize("wrong", ["", "{", "[]", '{"categories": [{"code": "a"}]}'])
def test_a_wrong_handbook_is_said_in_words(tmp_path, wrong):
    path = tmp_path / "x.json"
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(CommandError):
        run("handbook", "import", an_authority().slug, str(path))
    with pytest.raises(CommandError):
        run("handbook", "import", an_authority().slug, str(tmp_path / "absent.json"))
