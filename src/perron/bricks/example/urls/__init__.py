"""The notice board's addresses: pages and API."""
