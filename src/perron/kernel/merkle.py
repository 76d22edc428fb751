"""Merkle trees as in RFC 9162, section 2.1, as pure functions: hashes in, hashes and proofs out; no table, no Django.

A tree over `size` leaves is known by its *perfect* nodes: `Node(level, place)` covers the leaves from `place << level`
to `(place + 1) << level`. Whoever keeps those answers any question about any past size by reading O(log n) of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

EMPTY_ROOT = hashlib.sha256().digest()


class Node(NamedTuple):
    """Where a perfect subtree's hash stands; level 0 holds the leaves."""

    level: int
    place: int


class Span(NamedTuple):
    """The leaves from `start` up to, not including, `end`."""

    start: int
    end: int


Read = Callable[[Sequence[Node]], Mapping[Node, bytes]]


class NotProven(Exception):
    """A proof does not hold; the sentence says what does not fit."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one entry: SHA-256 of 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: SHA-256 of 0x01 and both hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def held(leaves: Sequence[bytes]) -> Read:
    """A reader over leaf hashes in memory, for small trees and for tests."""
    nodes = {Node(0, index): leaf for index, leaf in enumerate(leaves)}
    nodes.update(grow(0, {}, leaves))
    return lambda wanted: {node: nodes[node] for node in wanted}


def grow(size: int, edge: Mapping[Node, bytes], leaves: Iterable[bytes]) -> Iterator[tuple[Node, bytes]]:
    """The inner nodes that become perfect when `leaves` (hashes) are appended to a tree of `size`.

    `edge` holds the perfect nodes of the tree as it stood: those of `cover(Span(0, size))`.
    """
    waiting = {node.level: hash_ for node, hash_ in edge.items()}
    for position, leaf in enumerate(leaves, size):
        level, index, hash_ = 0, position, leaf
        while index & 1:
            hash_ = node_hash(waiting.pop(level), hash_)
            level, index = level + 1, index >> 1
            yield Node(level, index), hash_
        waiting[level] = hash_


def root(size: int, read: Read) -> bytes:
    """The tree's head (MTH, section 2.1.1)."""
    return _hashes([Span(0, size)], read)[0] if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The path from leaf `index` to the head of the first `size` leaves (section 2.1.3.1). Raises ValueError."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    return _hashes(_path(index, Span(0, size)), read)


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """What shows that the first `old` of `new` leaves are unchanged (section 2.1.4.1). Raises ValueError."""
    if not 0 < old <= new:
        raise ValueError(f"A tree of {new} is not a later state of a tree of {old}.")
    return _hashes(_subproof(old, Span(0, new), whole=True), read)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> None:
    """Check that the leaf (its hash) is at `index` under `head` (section 2.1.3.2). Raises NotProven."""
    if not 0 <= index < size:
        raise NotProven(f"There is no entry {index} in a log of {size}.")
    position, last, hash_ = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise NotProven("The proof is too long for a log of this size.")
        if position & 1 or position == last:
            hash_ = node_hash(step, hash_)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, step)
        position, last = position >> 1, last >> 1
    if last != 0 or hash_ != head:
        raise NotProven("The entry is not what the log holds at this place.")


def verify_consistency(old: int, new: int, old_head: bytes, new_head: bytes, proof: Sequence[bytes]) -> None:
    """Check that the log of size `new` only added to the one of size `old` (section 2.1.4.2). Raises NotProven."""
    if not 0 < old <= new:
        raise NotProven(f"A log of {new} is not a later state of a log of {old}.")
    if old == new:
        if proof or old_head != new_head:
            raise NotProven("Two heads of the same size differ.")
        return
    steps = [old_head, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps or _climb(old, new, steps) != (old_head, new_head):
        raise NotProven("The later log does not contain the earlier one unchanged.")


def _climb(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both heads as the steps give them; None when there are too many or too few."""
    first, second = old - 1, new - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old_hash = new_hash = steps[0]
    for step in steps[1:]:
        if second == 0:
            return None
        if first & 1 or first == second:
            old_hash, new_hash = node_hash(step, old_hash), node_hash(step, new_hash)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            new_hash = node_hash(new_hash, step)
        first, second = first >> 1, second >> 1
    return (old_hash, new_hash) if second == 0 else None


def cover(span: Span) -> list[Node]:
    """The fewest perfect nodes over a span, left to right. `span.start` must be a multiple of the largest of them."""
    nodes, start = [], span.start
    while start < span.end:
        level = (span.end - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def _hashes(spans: Sequence[Span], read: Read) -> list[bytes]:
    """The hash of each span, all nodes read at once."""
    covers = [cover(span) for span in spans]
    known = read([node for nodes in covers for node in nodes])
    return [reduce(_join_leftwards, [known[node] for node in reversed(nodes)]) for nodes in covers]


def _join_leftwards(right: bytes, left: bytes) -> bytes:
    return node_hash(left, right)


def _split(span: Span) -> int:
    """Where a tree of two or more leaves parts: the largest power of two smaller than its size, from its start."""
    return span.start + (1 << ((span.end - span.start - 1).bit_length() - 1))


def _path(index: int, span: Span) -> list[Span]:
    if span.end - span.start == 1:
        return []
    middle = _split(span)
    left, right = Span(span.start, middle), Span(middle, span.end)
    return [*_path(index, left), right] if index < middle else [*_path(index, right), left]


def _subproof(old: int, span: Span, *, whole: bool) -> list[Span]:
    """SUBPROOF of section 2.1.4.1: `old` counts from the very first leaf; `whole` says the old tree is this subtree."""
    if old == span.end:
        return [] if whole else [span]
    middle = _split(span)
    left, right = Span(span.start, middle), Span(middle, span.end)
    if old <= middle:
        return [*_subproof(old, left, whole=whole), right]
    return [*_subproof(old, right, whole=False), left]
