"""What has its place and should be looked at first waits, until a person says what was in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from invoice_making import BIJOU, BILLO, CARAT, Invoice
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.filing.classifying import classify, now_certain
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.filing.suggestions import waiting
from stockage_partage.messages import classifying as texts

BOUGHT = Invoice("F9", seller=BILLO, buyer=BIJOU)
SOLD = Invoice("F9", buyer=CARAT)
TEST = (
    b"<rsm:ExchangedDocumentContext>",
    b"<rsm:ExchangedDocumentContext><ram:TestIndicator><udt:Indicator>true</udt:Indicator>"
    b"</ram:TestIndicator>",
)
File = Callable[..., DepositResult]


@pytest.fixture
def file(active: CompanyDatabase, tmp_path: Path) -> File:
    def filed(xml: bytes, **given: object) -> DepositResult:
        path = tmp_path / "x.xml"
        path.write_bytes(xml)
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        return deposit(active, path, said, "marie", Application.COMPTABILITE)

    return filed


def later(invoice: Invoice, **changed: str) -> bytes:
    return replace(invoice, day="20260501", **changed).xml()  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["20260501", "20260320"])
def test_a_suppliers_number_of_another_day_waits(file: File, day: str) -> None:
    assert file(BOUGHT.xml()).status is FilingOutcome.WAITING
    another = replace(BOUGHT, day=day).xml()
    assert file(another).lacking == (MissingDetail.ALREADY_RECEIVED,)


@pytest.mark.parametrize(
    "other",
    [
        later(BOUGHT, number="F10"),
        later(BOUGHT, code="381"),  # the credit note of that number
        later(SOLD),  # our own number is another's
        BOUGHT.ubl(),  # another form of it
    ],
)
def test_what_is_another_document_does_not(file: File, other: bytes) -> None:
    file(BOUGHT.xml())
    assert file(other).status is FilingOutcome.WAITING


def test_our_own_number_may_come_again(file: File) -> None:
    assert file(SOLD.xml()).status is FilingOutcome.WAITING
    assert file(later(SOLD)).status is FilingOutcome.WAITING


def test_one_that_waits_itself_was_not_received(file: File) -> None:
    assert file(replace(BOUGHT, code="999").xml()).lacking == (MissingDetail.TYPE,)
    assert file(later(BOUGHT)).status is FilingOutcome.WAITING


def test_a_test_is_confirmed_by_its_type(active: CompanyDatabase, file: File) -> None:
    xml, lacking = BOUGHT.xml().replace(*TEST), MissingDetail.TEST
    deposited = file(xml)
    assert deposited.lacking == (lacking,)
    document = waiting(active, deposited.document_id)
    assert document is not None
    assert document.lacking == (lacking,)
    assert document.proposal.document_type == "achats/facture"
    assert now_certain(active) == ()
    still = classify(
        active, document.row.id, GivenDetails(third_party="BILLO"), "paul", Application.COMPTABILITE
    )
    assert still is not None
    assert still.lacking == (lacking,)
    assert file(xml, document_type="facture").status is FilingOutcome.WAITING


def test_the_dialog_says_when_it_was_received(active: CompanyDatabase, file: File) -> None:
    file(BOUGHT.xml())
    document = waiting(active, file(later(BOUGHT)).document_id)
    assert document is not None
    said = texts.why(document.lacking, document.unread, document.particulars)
    assert "dans une pièce du 15/03/2026" in said
    assert said.endswith("Vérifiez qu’il s’agit d’une autre pièce avant de la classer.")
    given = GivenDetails(third_party="BILLO", document_type="achats/facture", number="F9")
    done = classify(active, document.row.id, given, "paul", Application.COMPTABILITE)
    assert done is not None
    assert done.path is not None
    assert "/202605/" in done.path
