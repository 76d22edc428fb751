"""Reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Its label is the brick's name."""

    name = "perron.bricks.reports"
    label = "reports"
