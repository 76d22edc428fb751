"""Addresses of the design system, outside the languages."""

from django.urls import path

from perron.kernel.contract import Access
from perron.ui import views

app_name = "ui"
ACCESS = {"theme": Access.PUBLIC}
urlpatterns = [path("theme/<slug:slug>/<slug:version>.css", views.theme, name="theme")]
