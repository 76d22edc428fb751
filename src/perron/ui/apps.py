"""The design system as a Django app: templates, static files, template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files, template tags; no tables."""

    name = "perron.ui"
    label = "ui"
