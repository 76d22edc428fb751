"""The desk of an authority's agents, below `desk/<authority>/`."""

from django.urls import URLPattern, path

from perron.bricks.catalogue.views import (
    desk,
    desk_description,
    desk_parts,
    desk_review,
    desk_sources,
    desk_uploads,
    desk_versions,
    desk_voices,
)
from perron.kernel.contract import Access

_DESK = "desk/<slug:authority>"
_FILE = f"{_DESK}/files/<int:pk>"
_DATASET = f"{_DESK}/datasets/<int:pk>"
_VERSION = f"{_DATASET}/versions/<int:version>"

urlpatterns: list[URLPattern] = [
    path("desk/", desk.start, name="desk_start"),
    path(f"{_DESK}/", desk.desk, name="desk"),
    path(f"{_DESK}/new/", desk_uploads.new, name="desk_new"),
    path(f"{_DESK}/parts/", desk_parts.begin, name="desk_parts"),
    path(f"{_DESK}/parts/<str:ticket>/", desk_parts.part, name="desk_part"),
    path(f"{_FILE}/", desk_uploads.upload, name="desk_upload"),
    path(f"{_FILE}/again/", desk_uploads.read_again, name="desk_read_again"),
    path(f"{_FILE}/discard/", desk_uploads.discard, name="desk_discard_upload"),
    path(f"{_FILE}/take/", desk_uploads.take, name="desk_take"),
    path(f"{_FILE}/unfit/<int:table>.csv", desk_uploads.unfit, name="desk_unfit"),
    path(f"{_DATASET}/", desk_review.dataset, name="desk_dataset"),
    path(f"{_DATASET}/description/", desk_description.describe, name="desk_describe"),
    path(f"{_DATASET}/columns/<int:table>/", desk_description.columns, name="desk_columns"),
    path(f"{_DATASET}/address/", desk_description.address, name="desk_address"),
    path(f"{_DATASET}/propose/", desk_review.propose, name="desk_propose"),
    path(f"{_DATASET}/send-back/", desk_review.send_back, name="desk_send_back"),
    path(f"{_DATASET}/publish/", desk_review.publish, name="desk_publish"),
    path(f"{_DATASET}/withdraw/", desk_review.withdraw, name="desk_withdraw"),
    path(f"{_DATASET}/restore/", desk_review.restore, name="desk_restore"),
    path(f"{_DATASET}/discard/", desk_review.discard, name="desk_discard"),
    path(f"{_DATASET}/justify/<slug:table>/<str:field>/", desk_review.justify, name="desk_justify"),
    path(f"{_DATASET}/versions/", desk_versions.all_versions, name="desk_versions"),
    path(f"{_DATASET}/compare/<int:upload>/", desk_versions.compare, name="desk_compare"),
    path(f"{_VERSION}/", desk_versions.version, name="desk_version"),
    path(f"{_VERSION}/accept/", desk_versions.accept, name="desk_accept"),
    path(f"{_VERSION}/refuse/", desk_versions.refuse, name="desk_refuse"),
    path(f"{_DATASET}/source/", desk_sources.source, name="desk_source"),
    path(f"{_DATASET}/source/stop/", desk_sources.stop, name="desk_stop_source"),
    path(f"{_DESK}/questions/", desk_voices.questions, name="desk_questions"),
    path(f"{_DESK}/questions/<int:pk>/", desk_voices.question, name="desk_question"),
    path(f"{_DESK}/questions/<int:pk>/hide/", desk_voices.hide_question, name="desk_hide_question"),
    path(f"{_DESK}/reuses/", desk_voices.reuses, name="desk_reuses"),
    path(f"{_DESK}/reuses/<int:pk>/", desk_voices.reuse, name="desk_reuse"),
]
ACCESS = {str(pattern.name): Access.STAFF for pattern in urlpatterns}
