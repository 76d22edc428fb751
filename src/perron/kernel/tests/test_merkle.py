"""The Merkle tree keeps the promises of RFC 9162, and other people's verifier agrees."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

from perron.kernel import merkle

SIZES = st.integers(1, 300)
whenever = settings(deadline=None)  # a busy machine is no failure
# Roots of the reference tree (eight known leaves), as published with Certificate Transparency's reference code.
REFERENCE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def plain_root(hashes: list[bytes]) -> bytes:
    """MTH as the RFC writes it: recursive, nothing kept."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return merkle.node_hash(plain_root(hashes[:middle]), plain_root(hashes[middle:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in REFERENCE_LEAVES[:size]]

    assert merkle.root(size, merkle.held(hashes)).hex() == REFERENCE_ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root(0, merkle.held([])).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@whenever
@given(SIZES)
def test_the_root_from_kept_nodes_is_the_recursive_one(size: int) -> None:
    assert merkle.root(size, merkle.held(leaves(size))) == plain_root(leaves(size))


@whenever
@given(SIZES, st.data())
def test_each_entry_is_proven_in_every_later_size_and_sigstore_agrees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    read = merkle.held(leaves(300))
    proof, head = merkle.inclusion_proof(index, size, read), merkle.root(size, read)

    merkle.verify_inclusion(leaves(size)[index], index, size, proof, head)
    verify_merkle_inclusion(sigstore_entry(str(index).encode(), index, size, proof, head))


@whenever
@given(SIZES, st.data())
def test_a_changed_proof_proves_nothing_and_sigstore_agrees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    read = merkle.held(leaves(size))
    proof, head = merkle.inclusion_proof(index, size, read), merkle.root(size, read)
    position = data.draw(st.integers(0, len(proof)))
    wrong = [*proof[:position], data.draw(st.binary(min_size=32, max_size=32)), *proof[position + 1 :]]

    if wrong != proof:
        with pytest.raises(merkle.NotProven):
            merkle.verify_inclusion(leaves(size)[index], index, size, wrong, head)
        with pytest.raises(VerificationError):
            verify_merkle_inclusion(sigstore_entry(str(index).encode(), index, size, wrong, head))


@whenever
@given(SIZES, st.data())
def test_an_entry_is_not_proven_at_another_place(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    read = merkle.held(leaves(size))

    if index != other:
        proof = merkle.inclusion_proof(index, size, read)
        with pytest.raises(merkle.NotProven):
            merkle.verify_inclusion(leaves(size)[index], other, size, proof, merkle.root(size, read))


@whenever
@given(SIZES, st.data())
def test_a_log_that_only_grew_is_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    read = merkle.held(leaves(new))

    proof = merkle.consistency_proof(old, new, read)

    merkle.verify_consistency(old, new, merkle.root(old, read), merkle.root(new, read), proof)


@whenever
@given(st.integers(2, 200), st.data())
def test_a_log_whose_past_was_changed_is_not_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    changed = leaves(new)
    changed[data.draw(st.integers(0, old - 1))] = merkle.leaf_hash(b"something else")
    before, after = merkle.held(leaves(new)), merkle.held(changed)

    for read in (before, after):
        proof = merkle.consistency_proof(old, new, read)
        with pytest.raises(merkle.NotProven):
            merkle.verify_consistency(old, new, merkle.root(old, before), merkle.root(new, after), proof)


@whenever
@given(SIZES, st.data())
def test_growing_step_by_step_keeps_the_same_nodes(size: int, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, size))
    whole = dict(merkle.grow(0, {}, leaves(size)))
    edge = merkle.held(leaves(size))(merkle.cover(merkle.Span(0, cut)))

    grown = dict(merkle.grow(0, {}, leaves(size)[:cut])) | dict(merkle.grow(cut, edge, leaves(size)[cut:]))

    assert grown == whole


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, size, merkle.held(leaves(3)))
    with pytest.raises(merkle.NotProven):
        merkle.verify_inclusion(b"", index, size, [], b"")


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_there_is_no_consistency_with_nothing_or_with_the_future(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="later state"):
        merkle.consistency_proof(old, new, merkle.held(leaves(3)))
    with pytest.raises(merkle.NotProven):
        merkle.verify_consistency(old, new, b"", b"", [])


def sigstore_entry(leaf: bytes, index: int, size: int, proof: list[bytes], head: bytes) -> SimpleNamespace:
    inclusion = SimpleNamespace(log_index=index, tree_size=size, hashes=proof, root_hash=head)
    return SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=inclusion, canonicalized_body=leaf))
