"""Reading what an agent drops: any file, in a process of its own, into typed tables and an honest account of them."""

from perron.bricks.catalogue.adapters.reading.door import read_file
from perron.bricks.catalogue.adapters.reading.limits import Limits

__all__ = ["Limits", "read_file"]
