"""The pages of reports and who may come in. Each part has its module; the reports themselves come last."""

from perron.bricks.reports.urls import desk, handbook, public

app_name = "reports"
ACCESS = {**desk.ACCESS, **handbook.ACCESS, **public.ACCESS}
urlpatterns = [*desk.urlpatterns, *handbook.urlpatterns, *public.urlpatterns, *public.OF_A_REPORT]
