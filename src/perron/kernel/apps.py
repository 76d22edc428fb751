"""The kernel as a Django app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """One app, so that its tables are private and its modules are the front doors."""

    name = "perron.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Make the kernel's own work known to the queue."""
        for name in ("events", "worker", "notices", "search"):
            if find_spec(f"perron.kernel.{name}"):
                import_module(f"perron.kernel.{name}")
