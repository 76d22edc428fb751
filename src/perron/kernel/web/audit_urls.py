"""Addresses of the audit log's public API."""

from __future__ import annotations

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import audit

app_name = "audit"
urlpatterns = [
    path("checkpoint", audit.checkpoint, name="checkpoint"),
    path("key", audit.key, name="key"),
    path("entries", audit.entries, name="entries"),
    path("proof", audit.proof, name="proof"),
    path("consistency", audit.consistency, name="consistency"),
    path("proof-file", audit.proof_file, name="proof_file"),
]
ACCESS: dict[str, Access] = {str(pattern.name): Access.PUBLIC for pattern in urlpatterns}
