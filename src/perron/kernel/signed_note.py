"""Signed notes and log checkpoints as in C2SP (signed-note, tlog-checkpoint), with Ed25519. Pure: no table, no Django.

A checkpoint says: the log named `origin` had `size` entries and this head. Anyone holding the public key can check it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = b"\x01"
DASH = "\u2014"


class NotSigned(Exception):
    """A note is not signed by the key that should have; the sentence says what does not fit."""


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log: its name, how many entries, and the Merkle tree's root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The part that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a log's key, with the log's name; written `<name>+<id>+<key>`."""

    name: str
    key: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"

    @property
    def id(self) -> bytes:
        """Four bytes that tell the key among others in a note."""
        return hashlib.sha256(f"{self.name}\n".encode() + ED25519 + self.key).digest()[:4]

    @classmethod
    def parse(cls, written: str) -> Verifier:
        """Read it back. Raises NotSigned when it is not a key of this kind, or its id does not fit."""
        try:
            name, id_, encoded = written.split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise NotSigned("The public key is not written as name+id+key.") from error
        found = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(raw) != 33 or found.id.hex() != id_:
            raise NotSigned("The public key is not a whole Ed25519 key.")
        return found


def verifier(name: str, key: Ed25519PrivateKey) -> Verifier:
    """The public half of `key`, for the log `name`."""
    return Verifier(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def sign(head: Head, key: Ed25519PrivateKey) -> str:
    """The checkpoint: the head's text, an empty line, one signature line."""
    signature = verifier(head.origin, key).id + key.sign(head.text().encode())
    return f"{head.text()}\n{DASH} {head.origin} {base64.b64encode(signature).decode()}\n"


def verify(note: str, key: Verifier) -> Head:
    """The head that a checkpoint states, once its signature by `key` is checked. Raises NotSigned."""
    text, separator, signatures = note.partition("\n\n")
    if not separator:
        raise NotSigned("The checkpoint has no signature.")
    text += "\n"
    for line in signatures.splitlines():
        dash, name, encoded = (*line.split(" "), "", "", "")[:3]
        signature = _decoded(encoded)
        if dash == DASH and name == key.name and signature[:4] == key.id:
            return _checked(text, signature[4:], key)
    raise NotSigned(f"The checkpoint is not signed by {key.name}.")


def _checked(text: str, signature: bytes, key: Verifier) -> Head:
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, text.encode())
    except InvalidSignature as error:
        raise NotSigned("The checkpoint was changed, or signed by another key.") from error
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != key.name or not lines[1].isascii() or not lines[1].isdigit():
        raise NotSigned("The checkpoint does not say which log it is of, its size and its head.")
    return Head(lines[0], int(lines[1]), _decoded(lines[2]))


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return b""  # nothing that a signature or a head could be: refused by what follows
