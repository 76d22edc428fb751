"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Its label is the brick's name."""

    name = "perron.bricks.catalogue"
    label = "catalogue"
