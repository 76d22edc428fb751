"""What is opened by a link from a letter: a contractor's work, and a report that a letter began."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.reports.views import letters, work
from perron.kernel.contract import Access

ACCESS = dict.fromkeys(("work", "work_photo", "work_order", "letter"), Access.PUBLIC)
urlpatterns: list[URLPattern] = [
    path("work/<str:secret>/", work.work, name="work"),
    path("work/<str:secret>/photos/<int:number>/", work.photo, name="work_photo"),
    path("work/<str:secret>/order.pdf", work.order, name="work_order"),
    path("letters/<str:token>/", letters.letter, name="letter"),
]
