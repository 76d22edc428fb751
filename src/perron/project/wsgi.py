"""The door for the server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron.project.settings")
# DuckDB's allocator, before it is loaded: one store for all threads, and what is free goes back at once: 20 MB less.
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0")
application = get_wsgi_application()
