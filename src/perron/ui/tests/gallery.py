"""Pages with every component, for the tests only: a settings-free URL module with example content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

NOON = datetime(2026, 5, 3, 10, 0, tzinfo=UTC)
TOWNS = {"A": 1200, "B": 3400, "C": 800, "D": 2100}
ROWS = [{"town": town, "people": people} for town, people in TOWNS.items()]


class AskForm(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label="Title of the dataset", help_text="As you would say it to a neighbour.")
    email = forms.EmailField(label="E-mail address")
    theme = forms.ChoiceField(label="Theme", choices=[("gove", "Government"), ("tran", "Transport")], required=False)
    words = forms.CharField(label="Description", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="I have the right to publish this", help_text="The owner said so in writing.")
    rhythm = forms.ChoiceField(
        label="How often does it change?",
        choices=[("daily", "Every day"), ("yearly", "Every year")],
        widget=forms.RadioSelect,
    )
    at = forms.DateField(label="Valid from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="File", required=False)


ITEMS = [
    {
        "title": {"nl": "Bevolking per gemeente"},
        "address": "#population",
        "line": {
            "en-t-nl": "Number of inhabitants on 1 January, by age and nationality.",
            "nl": "Aantal inwoners",
        },
        "publisher": "Statistics office",
        "place": "Belgium",
        "at": date(2026, 1, 15),
        "state": "Published",
        "tone": "good",
        "lon": 4.35,
        "lat": 50.85,
    },
    {
        "title": "Bicycle parking in the whole town, with the number of places and the kind of rack",
        "address": "#parking",
        "line": "Where you may leave your bicycle.",
        "publisher": "Town of Example",
        "at": NOON,
        "state": "In review",
        "tone": "warn",
        "lon": 4.87,
        "lat": 50.46,
    },
    {"title": "Trees", "address": "#trees", "state": "Withdrawn", "lon": 5.57, "lat": 50.63},
]
FACETS = [
    {
        "key": "theme",
        "title": "Theme",
        "choices": [
            {"value": "gove", "title": "Government and public sector", "count": 1280, "chosen": True},
            *[{"value": f"t{n}", "title": f"Theme {n}", "count": 40 - n, "chosen": False} for n in range(10)],
        ],
    },
    {"key": "format", "title": "Format", "choices": [{"value": "csv", "title": "CSV", "count": 12, "chosen": False}]},
]


def shown(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    """A template of these tests, or one of the design system, as a page."""
    ours = Path(__file__).parent / "templates" / name
    template = (
        engines["django"].from_string(ours.read_text()) if ours.exists() else engines["django"].get_template(name)
    )
    return HttpResponse(template.render(dict(context), request))


def everything(request: HttpRequest) -> HttpResponse:
    """One page with every component."""
    form = AskForm(request.POST or {"email": "not an address"}) if request.GET.get("errors") else AskForm()
    context = {
        "form": form,
        "items": ITEMS,
        "facets": FACETS,
        "chips": [{"key": "theme", "value": "gove", "title": "Government and public sector"}],
        "page": Paginator(range(3000), 10).page(7),
        "columns": [{"title": "Town", "sort": "town"}, {"title": "People", "is_number": True}],
        "rows": [[row["town"], row["people"]] for row in ROWS],
        "table": ROWS,
        "tabs": [
            {"title": "Table", "address": "#", "current": True, "icon": "table"},
            {"title": "Map", "address": "#", "icon": "map"},
            {"title": "Chart", "address": "#", "icon": "chart", "count": 3},
        ],
        "steps": [
            {"title": "File", "address": "#", "is_done": True},
            {"title": "What we understood", "is_current": True},
            {"title": "Description"},
        ],
        "facts": [("Publisher", "Town of Example"), ("Licence", "CC BY 4.0"), ("Nothing", "")],
        "events": [
            {"title": "Planned for the 12th", "at": NOON, "is_current": True},
            {"title": "Received", "line": "By the roads department.", "at": date(2026, 5, 1)},
        ],
        "moment": NOON,
    }
    return shown(request, "gallery.html", context)


def front(request: HttpRequest) -> HttpResponse:
    """The front door."""
    concerns = [{key: item.get(key, "") for key in ("title", "address", "line", "at")} for item in ITEMS]
    sections = [{"title": "New data", "concerns": concerns}, {"title": "Silent", "concerns": []}]
    return shown(request, "ui/home.html", {"sections": sections})


def refused(request: HttpRequest) -> HttpResponse:
    """A failure as a page."""
    said = {"sentence": "Something went wrong on our side.", "way_out": "Try again in a moment."}
    return shown(request, "ui/error.html", {"status": 500, "incident": "8f2c01aa", **said})


def desk(request: HttpRequest) -> HttpResponse:
    """The frame of the staff."""
    return shown(request, "desk.html", {"items": ITEMS})


def features(request: HttpRequest) -> JsonResponse:
    """A layer of points for the map."""
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [item["lon"], item["lat"]]},
            "properties": {"title": "A place", "address": item["address"]},
        }
        for item in ITEMS
    ]
    return JsonResponse({"type": "FeatureCollection", "features": points})


def square(x: float, y: float) -> list[list[float]]:
    """The outline of a square, closed."""
    return [[x, y], [x + 0.6, y], [x + 0.6, y + 0.5], [x, y + 0.5], [x, y]]


def squares(request: HttpRequest, kind: str) -> JsonResponse:
    """Boundaries for the base map: three squares."""
    shapes = [(f"{n}", 4.0 + n * 0.6, 50.4) for n in range(3)]
    made = [
        {
            "type": "Feature",
            "id": int(nis),
            "geometry": {"type": "Polygon", "coordinates": [square(x, y)]},
            "properties": {"nis": nis, "name": f"Square {nis}"},
        }
        for nis, x, y in shapes
    ]
    return JsonResponse({"type": "FeatureCollection", "features": made})


def values(request: HttpRequest) -> JsonResponse:
    """Numbers by NIS code for the choropleth."""
    return JsonResponse({"0": 12.5, "1": 80})


def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search box completes."""
    words = request.GET.get("q", "")
    return JsonResponse({"suggestions": [{"title": f"{words}{end}", "address": f"#{end}"} for end in ("ed", "ing")]})


urlpatterns = [
    path("gallery/", everything, name="gallery"),
    path("gallery/front/", front, name="home"),
    path("gallery/refused/", refused),
    path("gallery/desk/", desk),
    path("gallery/features.json", features, name="features"),
    path("gallery/values.json", values, name="values"),
    path("gallery/boundaries/<str:kind>.geojson", squares),
    path("gallery/suggestions", suggestions, name="suggestions"),
    path("gallery/search", everything, name="search"),
    path("gallery/accounts/", include("allauth.urls")),
    path("", include("perron.ui.urls")),
]
