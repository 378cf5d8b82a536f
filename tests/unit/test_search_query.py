"""What a person types in the search, taken apart."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.company.register.search_criteria import (
    DayRange,
    SearchTerm,
    numbers_in,
    parse_terms,
)
from stockage_partage.company.register.search_index import LONGEST, MOST, words_of


def days(since: str, until: str | None = None) -> DayRange:
    return DayRange(date.fromisoformat(since), date.fromisoformat(until or since))


UNDERSTOOD = {
    "": [],
    "  _ ": [],
    "Établissements": [SearchTerm("etablissements")],
    "FA00042": [SearchTerm("fa00042")],
    "00042": [SearchTerm("42")],
    "42 42": [SearchTerm("42")],
    "000": [SearchTerm("0")],
    "Facture_FA00042.pdf": [SearchTerm("facture"), SearchTerm("fa00042")],
    "2026": [SearchTerm("2026", days("2026-01-01", "2026-12-31"))],
    "202602": [SearchTerm("202602", days("2026-02-01", "2026-02-28"))],
    "20260317": [SearchTerm("20260317", days("2026-03-17"))],
    "20261342": [SearchTerm("20261342")],
    "03/2026": [SearchTerm(days=days("2026-03-01", "2026-03-31"))],
    "2024-02": [SearchTerm(days=days("2024-02-01", "2024-02-29"))],
    "2026-03-17": [SearchTerm(days=days("2026-03-17"))],
    "17/03/2026": [SearchTerm(days=days("2026-03-17"))],
    "17.3.2026": [SearchTerm(days=days("2026-03-17"))],
    "31/02/2026": [
        SearchTerm("31"),
        SearchTerm("2"),
        SearchTerm("2026", days("2026-01-01", "2026-12-31")),
    ],
    "13/2026": [SearchTerm("13"), SearchTerm("2026", days("2026-01-01", "2026-12-31"))],
    "FA-2017-0010": [
        SearchTerm("fa"),
        SearchTerm("2017", days("2017-01-01", "2017-12-31")),
        SearchTerm("10"),
    ],
    "FA-2017-10": [
        SearchTerm("fa"),
        SearchTerm("2017", days("2017-01-01", "2017-12-31")),
        SearchTerm("10"),
    ],
    # The beginning of a number: its next digit is not typed yet.
    "FA-2017-00": [SearchTerm("fa"), SearchTerm("2017", days("2017-01-01", "2017-12-31"))],
    "17/03/2026 0": [SearchTerm(days=days("2026-03-17"))],
    "1234,56": [SearchTerm("123456")],
    "1 234,56 €": [SearchTerm("123456")],
    "1\u202f234.56": [SearchTerm("123456")],
    "0,50": [SearchTerm("50")],
    "carat 03/2026 avoir": [
        SearchTerm(days=days("2026-03-01", "2026-03-31")),
        SearchTerm("carat"),
        SearchTerm("avoir"),
    ],
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_typed_is_understood(text: str) -> None:
    assert parse_terms(text) == UNDERSTOOD[text]


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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("fa00042", ["fa00042"]),
        ("42", ["42"]),
        ("carat FA-2017-0010", ["FA-2017-0010"]),
        ("2026/45-b", ["2026/45-b"]),
        ("2026", []),  # a year
        ("4257,53", []),  # an amount
        ("4 257,53 42", ["42"]),
        ("17/03/2026 dupont", []),
        ("dupont", []),
    ],
)
def test_what_may_be_a_number_is_told_from_days_and_amounts(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers
