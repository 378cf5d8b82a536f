"""What the pages of a PDF do not show of the invoice inside it is said, and nothing is said in vain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading, InvoiceType
from stockage_partage.documents.invoices.invoice_checks import NotOnPages, not_on_pages

READING = InvoiceReading(
    InvoiceType.INVOICE,
    "FA-2026/187",
    date(2026, 3, 5),
    InvoiceParty("A"),
    InvoiceParty("B"),
    "EUR",
    Decimal("1491.50"),
)
REST = " Désignation, quantité, prix unitaire et conditions de paiement de la société Fournitures."


def codes(number: str, day: str, total: str) -> list[str]:
    found = not_on_pages(READING, f"Facture {number} du {day}. Total TTC {total}{REST}")
    return [each.code for each in found]


@pytest.mark.parametrize(
    "day",
    [
        *("05/03/2026", "5/3/2026", "05.03.2026", "05-03-26", "2026-03-05", "5 mars 2026"),
        *("05 MARS 2026", "March 5, 2026", "5. März 2026", "5 mar. 2026", "20260305"),
    ],
)
@pytest.mark.parametrize(
    "total",
    ["1491,50", "1 491,50 €", "1\u202f491,50", "1.491,50", "1,491.50", "20,00 1 491,50 5"],
)
def test_what_is_shown_in_any_usual_way_is_there(day: str, total: str) -> None:
    assert codes("FA-2026/187", day, total) == []
    assert codes("fa - 2026 / 187", day, total) == []


@pytest.mark.parametrize(
    ("number", "day", "total", "missing"),
    [
        ("FA-2026/188", "05/03/2026", "1491,50", ["BT-1"]),
        ("FA-2026/187", "06/03/2026", "1491,50", ["BT-2"]),
        ("FA-2026/187", "05/03/2026", "1491,05", ["BT-112"]),
        ("X", "hier", "peu", ["BT-1", "BT-2", "BT-112"]),
    ],
)
def test_what_is_not_there_is_said(number: str, day: str, total: str, missing: list[str]) -> None:
    assert codes(number, day, total) == missing


def test_pages_without_text_contradict_nothing() -> None:
    assert not_on_pages(READING, "") == ()
    assert not_on_pages(READING, "page 1") == ()


def test_it_says_what_was_looked_for() -> None:
    assert NotOnPages("BT-112", "1491.50") in not_on_pages(READING, REST)
