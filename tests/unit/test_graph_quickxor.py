"""QuickXorHash against its definition, bit by bit."""

from __future__ import annotations

import base64
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.graph.library.items import QuickXor


def quick_xor_hash(data: bytes) -> str:
    """As the program computes it, in one piece."""
    return QuickXor().update(data).base64()


def by_definition(data: bytes) -> str:
    """The definition, slowly: bit i*11+j of a ring of 160 bits is flipped by bit j of byte i."""
    bits = [0] * 160
    for position, byte in enumerate(data):
        for bit in range(8):
            bits[(position * 11 + bit) % 160] ^= byte >> bit & 1
    for bit in range(64):
        bits[96 + bit] ^= len(data) >> bit & 1
    value = sum(bit << place for place, bit in enumerate(bits))
    return base64.b64encode(value.to_bytes(20, "little")).decode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), (b"\x4a", "SgAAAAAAAAAAAAAAAQAAAAAAAAA=")],
)
def test_the_published_vectors(data: bytes, expected: str) -> None:
    assert quick_xor_hash(data) == expected


@given(st.binary(max_size=900))
def test_any_bytes_hash_as_defined(data: bytes) -> None:
    assert quick_xor_hash(data) == by_definition(data)


@given(st.lists(st.integers(0, 400_000), max_size=5))
def test_how_the_bytes_are_cut_changes_nothing(cuts: list[int]) -> None:
    data = bytes(range(251)) * 1600
    fingerprint = QuickXor()
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        fingerprint.update(data[start:end])
    assert fingerprint.base64() == quick_xor_hash(data)


def test_blocks_beyond_the_first_hash_as_defined() -> None:
    data = bytes(range(256)) * 1400  # more than one block of 320 KiB
    assert quick_xor_hash(data) == by_definition(data)
