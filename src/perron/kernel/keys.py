"""The installation's own signing key (Ed25519), made once below VAR and readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings


def keys_folder() -> Path:
    """Where keys are kept; part of every backup."""
    return Path(settings.VAR) / "keys"


def signing_key() -> Ed25519PrivateKey:
    """The key that signs the audit log's heads; made at the first question."""
    return _loaded(keys_folder() / "audit.pem")


def forget() -> None:
    """Read the key again at the next question (after a restore)."""
    _loaded.cache_clear()


@cache
def _loaded(file: Path) -> Ed25519PrivateKey:
    if not file.exists():
        _make(file)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} is not an Ed25519 key.")
    return key


def _make(file: Path) -> None:
    """Write a new key whole or not at all; when two processes do so at once, the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with tempfile.NamedTemporaryFile(dir=file.parent) as written:  # made with mode 0600
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())
        try:
            os.link(written.name, file)
        except FileExistsError:
            return
