"""The addresses of the map layers: `/api/layers/v1/<brick>.<name>.geojson`."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import layers

ACCESS: dict[str, Access] = {"layers": Access.PUBLIC, "layer": Access.PUBLIC}
urlpatterns = [
    path("", layers.every_layer, name="layers"),
    path("<str:name>.geojson", layers.one_layer, name="layer"),
]
