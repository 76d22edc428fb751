"""The pages of reports and who may come in. Each part has its module; the reports themselves come last."""

from perron.bricks.reports.urls import connections, desk, handbook, numbers, public, work

app_name = "reports"
ACCESS = {**connections.ACCESS, **desk.ACCESS, **handbook.ACCESS, **numbers.ACCESS, **public.ACCESS, **work.ACCESS}
urlpatterns = [
    *connections.urlpatterns,
    *desk.urlpatterns,
    *handbook.urlpatterns,
    *numbers.urlpatterns,
    *work.urlpatterns,
    *public.urlpatterns,
    *public.OF_A_REPORT,
]
