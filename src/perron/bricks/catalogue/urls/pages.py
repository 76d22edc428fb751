"""The catalogue's pages and who may come in: the desk first, so that no dataset can take its address."""

from perron.bricks.catalogue.urls import desk, explore, public

app_name = "catalogue"
ACCESS = {**desk.ACCESS, **explore.ACCESS, **public.ACCESS}
urlpatterns = [*desk.urlpatterns, *explore.urlpatterns, *public.urlpatterns]
