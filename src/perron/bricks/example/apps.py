"""The example as a Django app."""

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    """Its label is the brick's name."""

    name = "perron.bricks.example"
    label = "example"
