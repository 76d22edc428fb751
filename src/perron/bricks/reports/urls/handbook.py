"""The handbook of an authority, below `desk/<authority>/handbook/`: looked at by its staff, changed by its editors."""

from django.urls import URLPattern, path

from perron.bricks.reports.views import handbook, handbook_parts, handbook_people, handbook_trial
from perron.kernel.contract import Access

_BOOK = "desk/<slug:authority>/handbook"
_TEAM = f"{_BOOK}/teams/<slug:code>/members"
_QUESTIONS = f"{_BOOK}/categories/<slug:code>/questions"

urlpatterns: list[URLPattern] = [
    path(f"{_BOOK}/", handbook.overview, name="handbook"),
    path(f"{_BOOK}/close/", handbook.close, name="handbook_close"),
    path(f"{_BOOK}/live/", handbook.live, name="handbook_live"),
    path(f"{_BOOK}/discard/", handbook.discard, name="handbook_discard"),
    path(f"{_BOOK}/settings/", handbook.settings, name="handbook_settings"),
    path(f"{_BOOK}/import/", handbook.import_tree, name="handbook_import"),
    path(f"{_BOOK}/export/", handbook.export, name="handbook_export"),
    path(f"{_BOOK}/trial/", handbook_trial.trial, name="handbook_trial"),
    path(f"{_BOOK}/versions/", handbook.versions, name="handbook_versions"),
    path(f"{_BOOK}/versions/<int:number>/", handbook.version, name="handbook_version"),
    path(f"{_BOOK}/versions/<int:number>/back/", handbook.roll_back, name="handbook_roll_back"),
    path(f"{_TEAM}/", handbook_people.members, name="handbook_members"),
    path(f"{_TEAM}/<int:pk>/leave/", handbook_people.leave, name="handbook_leave"),
    path(f"{_TEAM}/<int:pk>/away/", handbook_people.away, name="handbook_away"),
    path(f"{_QUESTIONS}/new/", handbook_people.question, name="handbook_new_question"),
    path(f"{_QUESTIONS}/<slug:question>/", handbook_people.question, name="handbook_question"),
    path(f"{_QUESTIONS}/<slug:question>/remove/", handbook_people.remove_question, name="handbook_remove_question"),
    path(f"{_BOOK}/<slug:kind>/", handbook_parts.parts, name="handbook_parts"),
    path(f"{_BOOK}/<slug:kind>/-/new/", handbook_parts.part, name="handbook_new_part"),
    path(f"{_BOOK}/<slug:kind>/<slug:code>/", handbook_parts.part, name="handbook_part"),
    path(f"{_BOOK}/<slug:kind>/<slug:code>/move/", handbook_parts.move, name="handbook_move"),
    path(f"{_BOOK}/<slug:kind>/<slug:code>/remove/", handbook_parts.remove, name="handbook_remove"),
]
ACCESS = {pattern.name: Access.STAFF for pattern in urlpatterns if pattern.name}
