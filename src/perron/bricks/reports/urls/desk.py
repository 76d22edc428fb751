"""The desk of an authority's agents, below `desk/<authority>/`."""

from django.urls import URLPattern, path

from perron.bricks.reports.views import (
    desk,
    desk_act,
    desk_case,
    desk_entry,
    desk_export,
    desk_handover,
    desk_many,
    desk_moderation,
    desk_photos,
    desk_views,
    desk_work,
)
from perron.kernel.contract import Access

_DESK = "desk/<slug:authority>"
_REPORT = f"{_DESK}/reports/<str:code>"
_PHOTO = f"{_REPORT}/photos/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("desk/", desk.start, name="desk_start"),
    path(f"{_DESK}/", desk.desk, name="desk"),
    path(f"{_DESK}/map.geojson", desk.on_map, name="desk_map"),
    path(f"{_DESK}/export/", desk_export.export, name="desk_export"),
    path(f"{_DESK}/many/", desk_many.many, name="desk_many"),
    path(f"{_DESK}/new/", desk_entry.new, name="desk_new"),
    path(f"{_DESK}/new/help/", desk_entry.help_with, name="desk_new_help"),
    path(f"{_DESK}/moderation/", desk_moderation.moderation, name="desk_moderation"),
    path(f"{_DESK}/colleagues/", desk_moderation.colleagues, name="desk_colleagues"),
    path(f"{_DESK}/views/", desk_views.kept_views, name="desk_views"),
    path(f"{_DESK}/views/<int:pk>/forget/", desk_views.forget, name="desk_forget_view"),
    path(f"{_DESK}/transfers/", desk_handover.offered, name="desk_transfers"),
    path(f"{_DESK}/transfers/<str:code>/", desk_handover.handover, name="desk_handover"),
    path(f"{_DESK}/transfers/<str:code>/photos/<int:pk>/", desk_handover.picture, name="desk_handover_picture"),
    path(f"{_DESK}/transfers/<str:code>/accept/", desk_handover.accept, name="desk_accept"),
    path(f"{_DESK}/transfers/<str:code>/send-back/", desk_handover.send_back, name="desk_send_back"),
    path(f"{_REPORT}/", desk_case.report, name="desk_report"),
    path(f"{_REPORT}/now/", desk_case.now, name="desk_now"),
    path(f"{_REPORT}/compare/<str:other>/", desk_case.compare, name="desk_compare"),
    path(f"{_REPORT}/act/<slug:act>/", desk_act.act, name="desk_act"),
    path(f"{_DESK}/orders/", desk_work.orders, name="desk_orders"),
    path(f"{_REPORT}/order.pdf", desk_work.order, name="desk_order"),
    path(f"{_REPORT}/contractors/<int:pk>/end/", desk_work.end, name="desk_end_forwarding"),
    path(f"{_PHOTO}/", desk_photos.photo, name="desk_photo"),
    path(f"{_PHOTO}/picture/", desk_photos.picture, name="desk_picture"),
    path(f"{_PHOTO}/hide/", desk_photos.hide, name="desk_hide_photo"),
    path(f"{_PHOTO}/show/", desk_photos.show, name="desk_show_photo"),
    path(f"{_PHOTO}/original/", desk_photos.original, name="desk_original"),
]
ACCESS = {str(pattern.name): Access.STAFF for pattern in urlpatterns}
