"""What a person types in the search, taken apart."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.company.register_typed import Days, Typed, taken_apart
from stockage_partage.company.words_index import LONGEST, MOST, words_of


def days(since: str, until: str | None = None) -> Days:
    return Days(date.fromisoformat(since), date.fromisoformat(until or since))


UNDERSTOOD = {
    "": [],
    "  _ ": [],
    "Établissements": [Typed("etablissements")],
    "FA00042": [Typed("fa00042")],
    "00042": [Typed("42")],
    "42 42": [Typed("42")],
    "000": [Typed("0")],
    "Facture_FA00042.pdf": [Typed("facture"), Typed("fa00042")],
    "2026": [Typed("2026", days("2026-01-01", "2026-12-31"))],
    "202602": [Typed("202602", days("2026-02-01", "2026-02-28"))],
    "20260317": [Typed("20260317", days("2026-03-17"))],
    "20261342": [Typed("20261342")],
    "03/2026": [Typed(days=days("2026-03-01", "2026-03-31"))],
    "2024-02": [Typed(days=days("2024-02-01", "2024-02-29"))],
    "2026-03-17": [Typed(days=days("2026-03-17"))],
    "17/03/2026": [Typed(days=days("2026-03-17"))],
    "17.3.2026": [Typed(days=days("2026-03-17"))],
    "31/02/2026": [Typed("31"), Typed("2"), Typed("2026", days("2026-01-01", "2026-12-31"))],
    "13/2026": [Typed("13"), Typed("2026", days("2026-01-01", "2026-12-31"))],
    "FA-2017-0010": [Typed("fa"), Typed("2017", days("2017-01-01", "2017-12-31")), Typed("10")],
    "FA-2017-10": [Typed("fa"), Typed("2017", days("2017-01-01", "2017-12-31")), Typed("10")],
    "1234,56": [Typed("123456")],
    "1 234,56 €": [Typed("123456")],
    "1\u202f234.56": [Typed("123456")],
    "0,50": [Typed("50")],
    "carat 03/2026 avoir": [
        Typed(days=days("2026-03-01", "2026-03-31")),
        Typed("carat"),
        Typed("avoir"),
    ],
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_typed_is_understood(text: str) -> None:
    assert taken_apart(text) == UNDERSTOOD[text]


def test_a_document_has_a_handful_of_words() -> None:
    words = words_of(
        title="Facture_FA00042.pdf",
        type="facture",
        number="FA00042",
        third_party_code="CARAT",
        amount=123_456,
    )
    assert words == ["fa00042", "42", "carat", "facture", "123456"]


def test_a_number_in_the_name_of_a_file_is_found_without_its_letters() -> None:
    words = words_of(
        title="Scan FA-2017-0010.PDF", type="", number="", third_party_code="", amount=None
    )
    assert words == ["scan", "fa", "2017", "10"]
    words = words_of(title="fa00042.jpg", type="", number="", third_party_code="", amount=None)
    assert words == ["fa00042", "42", "jpg"]


def test_no_name_makes_endless_words() -> None:
    title = " ".join(f"{'x' * 500}{number}" for number in range(500))
    words = words_of(title=title, type="", number="", third_party_code="", amount=None)
    assert len(words) <= MOST
    assert all(len(word) <= LONGEST for word in words)
