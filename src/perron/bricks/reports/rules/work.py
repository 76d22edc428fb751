"""A little work for the computer of who sends much: a number that makes a hash begin with zeros, as hashcash has it.

Nobody else takes part in it, and nobody is told anything about the visitor.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

BITS: Final = 15  # about 33,000 hashes: a second or so on a phone
LONGEST_ANSWER: Final = 12  # digits


def is_done(challenge: str, answer: str, bits: int = BITS) -> bool:
    """Whether an answer (digits) to a challenge took the work."""
    if not answer.isascii() or not answer.isdigit() or len(answer) > LONGEST_ANSWER:
        return False
    digest = int.from_bytes(sha256(f"{challenge}:{answer}".encode()).digest(), "big")
    return digest.bit_length() <= 256 - bits
