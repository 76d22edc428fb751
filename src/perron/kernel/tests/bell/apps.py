"""The bell as a Django app."""

from django.apps import AppConfig


class BellConfig(AppConfig):
    name = "perron.kernel.tests.bell"
    label = "bell"
