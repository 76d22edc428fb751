"""The notice board's API."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from perron.bricks.example import queries
from perron.kernel.languages import pick


def notes(request: HttpRequest) -> JsonResponse:
    """The posted notes."""
    found = queries.posted_notes()[:100]
    return JsonResponse({"notes": [{"id": note.pk, "title": pick(note.title).words} for note in found]})


def openapi(request: HttpRequest) -> JsonResponse:
    """The API's description (OpenAPI 3.1)."""
    answer = {
        "200": {"description": "The posted notes", "content": {"application/json": {"schema": {"type": "object"}}}}
    }
    paths = {"/notes": {"get": {"operationId": "notes", "responses": answer}}}
    about = {"title": "Notice board", "version": "1"}
    servers = [{"url": "/api/example/v1"}]
    return JsonResponse({"openapi": "3.1.0", "info": about, "servers": servers, "paths": paths})
