"""Names of what the shared cache holds: sealed, for they are made of network addresses and of e-mail addresses."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def sealed(key: str, prefix: str, version: int) -> str:
    """The name as the table has it: nobody without the installation's secret can tell or guess whom it is about."""
    return salted_hmac("perron.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
