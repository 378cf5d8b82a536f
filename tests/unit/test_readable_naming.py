"""A readable number is legal and short enough, and never has the place of one that carries a digest."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from test_filing_plan_properties import (
    check_legal,
    derived,
    facts_about,
    nfc,
    quick,
    sales_invoice,
    seeds,
)

from stockage_partage.documents.tree.document_types import ThirdPartyKind, internal_type
from stockage_partage.documents.tree.filing_plan import (
    Attachment,
    NumberedFile,
    ThirdPartyFolder,
    plan,
)
from stockage_partage.documents.tree.segments import Naming

few = settings(quick, max_examples=10)


@few
@given(seeds)
def test_numbers_with_a_digest_meet_neither_each_other_nor_a_readable_one(
    drawn: tuple[list[str], random.Random],
) -> None:
    numbers = {nfc(key) for key in derived(*drawn)}
    pieces = [sales_invoice(number) for number in numbers]
    digests = {plan(replace(piece, naming=Naming.DIGEST)).key for piece in pieces}
    assert len(digests) == len(numbers)
    readable = {piece: plan(replace(piece, naming=Naming.READABLE)).key for piece in pieces}
    # Where a number cannot be readable, it has its digest already.
    met = {piece for piece, key in readable.items() if key in digests}
    assert all(readable[piece] == plan(replace(piece, naming=Naming.DIGEST)).key for piece in met)


@pytest.mark.parametrize("digits", range(31, 37))
def test_the_longest_of_everything_still_fits(digits: int) -> None:
    label, number, code = "L" * 35, "N" * digits, "C" * 30
    tiers, at = ThirdPartyFolder(ThirdPartyKind.SUPPLIER, code), datetime(2026, 3, 31, 10, 15)
    piece = NumberedFile(
        internal_type(label), number, date(2026, 3, 1), tiers, ".facture", at, Naming.READABLE
    )
    check_legal(plan(piece, 99))
    check_legal(plan(Attachment(piece, "f" * 80 + ".pdf", to_transmit=True), 99))


@few
@given(seeds)
def test_every_readable_place_is_legal_and_short_enough(
    drawn: tuple[list[str], random.Random],
) -> None:
    many = derived(*drawn)
    source = random.Random(len(many))  # noqa: S311  # pairs keys, guards nothing
    for key in [*source.sample(many, 25), "a/" * 17 + "z", "é" * 35, "\U0001f600" * 17]:
        for facts in facts_about(source.choice(many), key):
            if isinstance(facts, NumberedFile):
                check_legal(plan(replace(facts, naming=Naming.READABLE), 99))
            elif isinstance(facts, Attachment) and isinstance(facts.owner, NumberedFile):
                owner = replace(facts.owner, naming=Naming.READABLE)
                check_legal(plan(replace(facts, owner=owner), 99))
