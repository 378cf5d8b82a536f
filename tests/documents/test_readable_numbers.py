"""A number stands in its folder's name as people write it; two numbers never share a place all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from invoice_making import BIJOU, Invoice, Someone
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult
from stockage_partage.documents.tree.filing_plan import Attachment, plan
from stockage_partage.documents.tree.path_parser import read_back

SELLER = Someone("Billot &amp; fils", "423456789")
PLACE = "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_{0}/Facture_{0}.xml"
DIGEST = re.compile(r"-[0-9a-f]{10}(?=[/_.])")

Buy = Callable[..., DepositResult]


@pytest.fixture
def buy(active: CompanyDatabase, tmp_path: Path) -> Buy:
    """Deposits an invoice of our supplier; `more` makes other bytes of the same invoice."""

    def bought(number: str, more: str = "") -> DepositResult:
        path = tmp_path / "facture.xml"
        path.write_bytes(Invoice(number, seller=SELLER, buyer=BIJOU).xml() + more.encode())
        return deposit(active, path, GivenDetails(), "marie", Application.COMPTABILITE)

    return bought


@pytest.mark.parametrize(
    ("number", "stands"),
    [
        ("fa-2026-0042b", "fa-2026-0042b"),
        ("2026/03/0042", "2026_03_0042"),
        ("RE-20170509/505", "RE-20170509_505"),
        ("N°12#A", "N°12_A"),
        ("F" * 35, "F" * 35),
        ("a/" * 17 + "z", "a_" * 17 + "z"),
    ],
)
def test_a_number_stands_as_people_write_it(buy: Buy, number: str, stands: str) -> None:
    path = buy(number).path
    assert path == PLACE.format(stands)
    assert read_back(path).key == path.casefold()


@pytest.mark.parametrize("number", ["F" * 36, "A.", "A\u200bB", "x-0123456789", "_vti_", "..\\x."])
def test_a_number_whose_name_would_not_be_legal_keeps_its_digest(buy: Buy, number: str) -> None:
    path = buy(number).path
    assert path is not None
    assert len(DIGEST.findall(path)) == 2


@pytest.mark.parametrize("pair", [("fa42", "FA42"), ("2026/42", "2026_42"), ("A:1", "A/1")])
@pytest.mark.parametrize("order", [1, -1])
def test_two_numbers_that_a_name_cannot_tell_apart_are_two_documents(
    buy: Buy, pair: tuple[str, str], order: int
) -> None:
    one, other = pair[::order]
    first, second = buy(one), buy(other)
    assert (first.version, second.version) == (1, 1)
    assert first.path == PLACE.format(re.sub("[/:]", "_", one))
    assert second.path is not None
    assert DIGEST.search(second.path)
    # Another form of each lands beside the first.
    for number, before in ((one, first), (other, second)):
        again = buy(number, "\n")
        assert again.path == (before.path or "").replace(".xml", "_autre-forme.xml")


def test_the_same_number_again_is_the_same_document(buy: Buy) -> None:
    first, again, other = buy("2026/42"), buy("2026/42"), buy("2026/42", "\n")
    assert again.document_id == first.document_id
    assert other.path == PLACE.format("2026_42").replace(".xml", "_autre-forme.xml")


def test_a_number_given_later_meets_no_other(active: CompanyDatabase, buy: Buy) -> None:
    first = buy("FA42")
    waiting = buy("-", "\n")
    row = active.register.get(waiting.document_id)
    assert row is not None
    assert row.status is Status.TO_CLASSIFY
    placed = classify(active, row.id, GivenDetails(number="fa42"), "paul", Application.COMPTABILITE)
    assert placed is not None
    assert placed.version == 1
    assert placed.path != first.path
    assert placed.path is not None
    assert DIGEST.search(placed.path)


@pytest.mark.parametrize("number", ["2026/42", "fa42", "FA42"])
def test_what_is_attached_hangs_in_the_folder_of_the_document(
    active: CompanyDatabase, buy: Buy, number: str
) -> None:
    buy("FA42" if number == "fa42" else "2026_42")  # has the readable name of the other two
    path = buy(number).path
    assert path is not None
    target = targets.piece(active, "BILLO", number, "facture", date(2026, 3, 15))
    assert target.name == f"piece:{path.casefold()}"
    attached = plan(Attachment(target.owner, "cgv.pdf"))  # type: ignore[arg-type]  # a piece
    assert attached.path == f"{path.rpartition('/')[0]}/Documents attachés/cgv.pdf"
