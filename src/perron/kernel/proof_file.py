"""Checks a proof file of the audit log on any machine: no database, no settings, no network, only Python and its key.

`perron audit verify FILE` and `python -m perron.kernel.proof_file FILE` both end here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perron.kernel import merkle, signed_note
from perron.kernel.merkle import NotProven as NotProven

FORMAT = "perron-audit-proof/1"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a proof file proves: these entries (index and content) were in the log when `head` was signed."""

    head: signed_note.Head
    key: signed_note.Verifier
    entries: tuple[tuple[int, Mapping[str, object]], ...]

    def sentence(self) -> str:
        """One line for people."""
        count = len(self.entries)
        what = "1 entry is" if count == 1 else f"{count} entries are"
        return f"{what} in the log of {self.head.origin}, signed at size {self.head.size} by {self.key.id.hex()}."


def verify_file(path: Path, *, key: str | None = None) -> Verified:
    """Check every entry of a proof file. `key` is the public key you already trust; without it the file's own is used.

    Raises NotProven with the reason.
    """
    try:
        proof = json.loads(path.read_bytes())
    except ValueError as error:
        raise NotProven("This is not a proof file: it is not JSON.") from error
    if not isinstance(proof, dict) or proof.get("format") != FORMAT:
        raise NotProven(f"This is not a proof file of the kind {FORMAT}.")
    try:
        return verify(proof, key=key)
    except signed_note.NotSigned as error:
        raise NotProven(str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotProven("The proof file is damaged: a part is missing or is not what it should be.") from error


def verify(proof: Mapping[str, object], *, key: str | None = None) -> Verified:
    """The same for a proof in memory. Raises NotProven, NotSigned, or KeyError and the like when it is damaged."""
    if key and key != proof["key"]:
        raise NotProven("The proof was signed with another key than the one you trust.")
    verifier = signed_note.Verifier.parse(str(proof["key"]))
    head = signed_note.verify(str(proof["checkpoint"]), verifier)
    entries = proof["entries"]
    if not isinstance(entries, list) or not entries:
        raise NotProven("The proof file holds no entry.")
    return Verified(head, verifier, tuple(_proven(entry, head) for entry in entries))


def _proven(entry: Mapping[str, object], head: signed_note.Head) -> tuple[int, Mapping[str, object]]:
    """One entry, once it is shown to be under the head: its index and what it says."""
    leaf, index, path = entry["leaf"], entry["index"], entry["proof"]
    if not isinstance(leaf, str) or not isinstance(index, int) or not isinstance(path, list):
        raise TypeError("leaf, index or proof")
    steps = [bytes.fromhex(step) for step in path]
    merkle.verify_inclusion(merkle.leaf_hash(leaf.encode()), index, head.size, steps, head.root)
    return index, json.loads(leaf)


def lines(verified: Verified) -> list[str]:
    """What was proven, for people: one sentence, then one line per entry."""
    said = [f"  {index}: {leaf['at']} {leaf['verb']} {leaf['subject']}" for index, leaf in verified.entries]
    return [f"Proven. {verified.sentence()}", *said]


def main(arguments: list[str]) -> int:
    """Verify the file named first, with the trusted key named second if any; print what it proves. 0 when it holds."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("Give a proof file, and the public key that you trust if you have it.\n")
        return 2
    try:
        verified = verify_file(Path(arguments[0]), key=arguments[1] if len(arguments) > 1 else None)
    except (NotProven, OSError) as error:
        sys.stderr.write(f"Not proven. {error}\n")
        return 1
    sys.stdout.write("\n".join([*lines(verified), ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
