"""The project as a Django app, for its commands; it has no tables."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Commands and the site's own words."""

    name = "perron.project"
    label = "project"
