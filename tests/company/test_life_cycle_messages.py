"""A life-cycle message lies beside its invoice, whichever of the two came first, on both engines."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from company_sentences import LEASE

from invoice_making import BIJOU, BILLO, CARAT, Invoice
from message_making import Message
from one_document import claim, mark_filed
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, DocumentRow, ThirdParty
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.filing.classifying import classify, now_certain
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.messages import documents
from stockage_partage.messages.documents_page import cell, facts
from stockage_partage.messages.waiting_reasons import to_classify

F9 = Invoice("F9", seller=BILLO, buyer=BIJOU)
REFUSED = Message(reason_code="MONTANTTOTAL_ERR", reason="Total faux, voir la commande")
RECEIVED = Message(code="202", at="20260316080000")
DISPUTED = Message(code="207", at="20260320080000", reason_code="PU_ERR")
FOLDER = "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_F9"
MESSAGE = AttachmentKind.LIFE_CYCLE
File = Callable[..., DepositResult]


@pytest.fixture
def known(active: CompanyDatabase) -> CompanyDatabase:
    """The same, which knows a supplier and a customer."""
    active.third_parties.add(
        [
            ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789"),
            ThirdParty("CARAT", "clients", "Carat", "312345678"),
        ]
    )
    return active


@pytest.fixture
def file(known: CompanyDatabase, tmp_path: Path) -> File:
    def filed(content: bytes, name: str = "x.xml", **given: object) -> DepositResult:
        path = tmp_path / name
        path.write_bytes(content)
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        return deposit(known, path, said, "marie", Application.COMPTABILITE)

    return filed


def rows(db: CompanyDatabase) -> list[DocumentRow]:
    return sorted(db.register.search(), key=lambda row: row.id)


def invoice_of(db: CompanyDatabase) -> DocumentRow:
    [row] = [row for row in rows(db) if not row.attached]
    return row


def send_all(db: CompanyDatabase) -> None:
    while (claimed := claim(db, "worker", LEASE)) is not None:
        there = FiledResult(f"item-{claimed.document_id}", "https://x.example/1", claimed.size)
        assert mark_filed(db, claimed.document_id, "worker", there)


@pytest.mark.parametrize("sent", [False, True])
def test_after_its_invoice_it_goes_straight_beside_it(
    known: CompanyDatabase, file: File, *, sent: bool
) -> None:
    file(F9.xml())
    if sent:
        send_all(known)
    kept = file(REFUSED.xml())
    assert kept.path == f"{FOLDER}/Facture_F9_cycle-de-vie_210_20260402-101500.xml"
    assert (kept.role, kept.status) == (MESSAGE, FilingOutcome.WAITING)
    assert file(REFUSED.xml()).document_id == kept.document_id
    assert len(rows(known)) == 2
    row = rows(known)[1]
    assert (row.number, row.type, row.third_party_code) == ("F9", "facture", "BILLO")
    assert b"".join(known.contents.of(row.id)) == REFUSED.xml()


def test_before_its_invoice_it_waits_and_joins_it_by_itself(
    known: CompanyDatabase, file: File
) -> None:
    kept = file(REFUSED.xml())
    assert (kept.path, kept.lacking) == (None, (MissingDetail.INVOICE_AWAITED,))
    said = to_classify(kept.lacking, kept.unread, kept.particulars).replace("\xa0", " ")
    assert "message de cycle de vie" in said
    assert "la facture F9 du 15/03/2026 n’est pas encore classée" in said
    assert file(REFUSED.xml()).document_id == kept.document_id
    file(F9.xml())
    joined = known.register.get(kept.document_id)
    assert joined is not None
    assert joined.path == f"{FOLDER}/Facture_F9_cycle-de-vie_210_20260402-101500.xml"
    assert known.register.counters().to_classify == 0
    assert known.register.counters().waiting == 2


ORDERS = [*itertools.permutations(["invoice", "refused", "received", "disputed"])]


@pytest.mark.parametrize(
    "order",  # six each time, all of them by `make proof`
    [
        *ORDERS[::4],
        *(pytest.param(o, marks=pytest.mark.proof) for o in ORDERS if o not in ORDERS[::4]),
    ],
)
def test_in_whatever_order_they_come_the_latest_stands(
    known: CompanyDatabase, file: File, order: tuple[str, ...]
) -> None:
    contents = {
        "invoice": F9.xml(),
        "refused": REFUSED.xml(),
        "received": RECEIVED.xml(),
        "disputed": DISPUTED.xml(),
    }
    for each in order:
        file(contents[each])
        file(contents[each])  # twice: nothing is written
    assert len(rows(known)) == 4
    assert all(row.path and row.path.startswith(f"{FOLDER}/") for row in rows(known))
    told = documents.life_cycle_object(invoice_of(known))
    assert told == {
        "code": "210",
        "libelle": "Refusée",
        "date": "2026-04-02T10:15:00",
        "motif": "Total faux, voir la commande",
    }


def test_the_status_stands_in_the_list_and_in_the_detail(
    known: CompanyDatabase, file: File
) -> None:
    file(F9.xml())
    file(F9.ubl())
    assert documents.life_cycle_object(invoice_of(known)) is None
    file(DISPUTED.xml())
    send_all(known)
    for row in rows(known):
        assert cell(row, 5).replace("\xa0", " ").endswith("· En litige (207)")
        shown = dict(facts(row, row.created_at))["Cycle de vie"].replace("\xa0", " ")
        assert shown == "En litige (207), le 20/03/2026 : PU_ERR"


def test_on_what_we_sold_it_is_known_by_our_own_number(known: CompanyDatabase, file: File) -> None:
    file(Invoice("FA1", buyer=CARAT).xml())
    kept = file(Message("FA1", "212", seller="552100554").xml())
    assert kept.path is not None
    assert kept.path.startswith("Sage/Clients/CARAT/Documents ventes/202603/Facture_FA1/")
    assert file(Message("FA1", "212", at="20260403000000").xml()).path is None  # another seller


@pytest.mark.parametrize(
    "other",
    [
        replace(REFUSED, number="F10"),
        replace(REFUSED, number="f9"),
        replace(REFUSED, day="20260316"),
        replace(REFUSED, seller="732829320"),
        replace(REFUSED, day=""),
        replace(REFUSED, seller=""),
    ],
)
def test_what_is_not_surely_about_it_waits(
    known: CompanyDatabase, file: File, other: Message
) -> None:
    file(F9.xml())
    kept = file(other.xml())
    assert (kept.path, kept.lacking) == (None, (MissingDetail.INVOICE_AWAITED,))
    assert now_certain(known) == ()
    assert documents.life_cycle_object(invoice_of(known)) is None


def test_a_person_says_which_invoice_it_is_about(known: CompanyDatabase, file: File) -> None:
    file(F9.xml())
    kept = file(replace(REFUSED, seller="").xml())
    said = GivenDetails("BILLO", "achats/facture", "F9", invoice_of(known).date)
    done = classify(known, kept.document_id, said, "paul", Application.COMPTABILITE)
    assert done is not None
    assert (done.role, done.version) == (MESSAGE, 1)
    assert done.path == f"{FOLDER}/Facture_F9_cycle-de-vie_210_20260402-101500.xml"
    assert (documents.life_cycle_object(invoice_of(known)) or {})["code"] == "210"


def test_two_messages_of_one_moment_are_both_kept(known: CompanyDatabase, file: File) -> None:
    file(F9.xml())
    file(REFUSED.xml())
    again = file(replace(REFUSED, reason="Autre").xml())
    assert again.path == f"{FOLDER}/Facture_F9_cycle-de-vie_210_20260402-101500 (2).xml"


def test_it_waits_for_its_supplier_and_goes_with_the_invoice(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    for name, content in {"m.xml": REFUSED.xml(), "f.xml": F9.xml()}.items():
        (tmp_path / name).write_bytes(content)
        deposit(active, tmp_path / name, GivenDetails(), "marie", Application.COMPTABILITE)
    assert active.register.counters().to_classify == 2
    active.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789")])
    for each in now_certain(active):
        classify(active, each, GivenDetails(), "marie", Application.COMPTABILITE)
    assert active.register.counters().to_classify == 0
    assert {row.attached for row in rows(active)} == {"", MESSAGE}
