"""The map layers over HTTP."""

from __future__ import annotations

from django.http import JsonResponse
from django.urls import reverse

from perron.kernel import layers, registry
from perron.kernel.web.requests import Request


def every_layer(request: Request) -> JsonResponse:
    """All layers: name, title in the reader's language, address."""
    lines = [
        {
            "name": layer.name,
            "title": str(layer.title),
            "address": request.build_absolute_uri(reverse("layer", args=[layer.name])),
        }
        for layer in registry.layers()
    ]
    return JsonResponse({"layers": lines})


def one_layer(request: Request, name: str) -> JsonResponse:
    """What of a layer is inside `bbox` (west,south,east,north; default everywhere), at most `limit` (up to 10,000)."""
    declared = layers.layer(name)
    box = layers.box_of(request.GET.get("bbox", ""))
    written = request.GET.get("limit", "")
    limit = (
        min(max(int(written), 1), layers.MOST)
        if written.isascii() and written.isdigit() and len(written) < 10
        else layers.USUAL
    )
    response = JsonResponse(layers.features(declared, box, limit), content_type="application/geo+json")
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response
