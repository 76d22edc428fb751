"""The kernel as a Django app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """One app, so that its tables are private and its modules are the front doors."""

    name = "perron.kernel"
    label = "kernel"
