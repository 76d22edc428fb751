"""Every API that a brick publishes, as others' tools see it: its description is valid, its answers keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import hypothesis
import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from perron.kernel import registry
from perron.project.wsgi import application

pytestmark = pytest.mark.django_db

DESCRIBED = {
    brick.name: f"/api/{brick.name}/v{brick.api.version}/{brick.api.openapi}"
    for brick in registry.bricks()
    if brick.api
}
PLAIN = {"Accept-Encoding": "identity"}  # in process, nothing unpacks
# What fits a parameter's type may still name a column that this table has not, and every text in an address is text:
# no description can say more. What is wrong is asked for below, by hand.
NOT_SAID = [positive_data_acceptance, negative_data_rejection]
FEW = hypothesis.settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture(autouse=True)
def known(published) -> dict[str, object]:
    """What stands in the addresses for a dataset that exists."""
    return {"slug": published.slug, "table": published.current.tables.get().name, "version": 1}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's own connection to the database outlives the requests, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def from_here(environ: dict[str, object], start_response: object) -> object:
    """The site, asked from this machine."""
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


@cache
def schema_of(brick: str) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi(DESCRIBED[brick], from_here)


def operations(brick: str) -> Iterator[APIOperation]:
    for found in schema_of(brick).get_all_operations():
        yield found.ok()


@pytest.mark.parametrize("brick", DESCRIBED)
def test_the_description_is_openapi(brick: str):
    document = schema_of(brick).raw_schema

    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


@pytest.mark.parametrize("mode", GenerationMode, ids=str)
@pytest.mark.parametrize("brick", DESCRIBED)
def test_answers_keep_to_the_description(brick: str, mode: GenerationMode, known: dict[str, object]):
    for operation in operations(brick):
        if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
            continue

        @FEW
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Case) -> None:
            case.path_parameters = {
                name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
            case.call_and_validate(headers=PLAIN, excluded_checks=NOT_SAID)

        asked()


@pytest.mark.parametrize(
    "wrong",
    [
        "rows?limit=many",
        "rows?limit=-1",
        "rows?limit=1000000000",
        "rows?count=perhaps",
        "rows?bbox=4.3,50.8",
        "rows?bbox=x",
        "rows?place=62063",
        "rows?filter={",
        "rows?sort=-nowhere",
        "rows?select=nothing",
        "rows?after=elsewhere",
        "rows?height__ge=3",
        "rows?id__ge=tall",
        "rows?sum=commune&group=le",
        "groups",
        "rows.exe",
        "rows.geojson?group=commune",
    ],
)
def test_what_cannot_be_answered_is_refused_as_a_problem(wrong: str, known: dict[str, object], client: Client):
    answer = client.get(f"/api/catalogue/v1/datasets/{known['slug']}/tables/{known['table']}/{wrong}")

    problem = schema_of("catalogue").raw_schema["components"]["schemas"]["Problem"]
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    jsonschema.validate(answer.json(), problem)
    assert answer.json()["status"] == answer.status_code


def test_only_reading_is_answered(client: Client, known: dict[str, object]):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/api/catalogue/v1/datasets/{known['slug']}")
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
