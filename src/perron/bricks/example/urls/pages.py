"""The notice board's pages and who may come in."""

from django.urls import path

from perron.bricks.example import views
from perron.kernel.contract import Access

app_name = "example"
ACCESS = {
    "board": Access.PUBLIC,
    "note": Access.PUBLIC,
    "post": Access.STAFF,
    "take_down": Access.STAFF,
    "explode": Access.PUBLIC,
}
urlpatterns = [
    path("", views.board, name="board"),
    path("<int:note_id>/", views.note, name="note"),
    path("<int:note_id>/take-down/", views.take_down, name="take_down"),
    path("desk/<slug:authority>/post/", views.post, name="post"),
    path("explode/", views.explode, name="explode"),
]
