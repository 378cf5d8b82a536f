"""A supplier's invoice in several files lies in one folder, each file once, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from company_sentences import LEASE, Opened

from invoice_making import BIJOU, BILLO, CARAT, Invoice, Someone
from one_document import claim, mark_filed
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, DocumentRow, ThirdParty
from stockage_partage.company.fiscal_years import CALENDAR_YEAR
from stockage_partage.company.online.online_records import ChangesPage, DeletedItem
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.filing.classifying import classify, now_certain
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.tree.document_types import kept_until
from stockage_partage.messages.documents import waiting
from stockage_partage.messages.waiting_reasons import to_classify

F9 = Invoice("F9", seller=BILLO, buyer=BIJOU)
FOLDER = "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_F9"
FORM = AttachmentKind.OTHER_FORM
File = Callable[..., DepositResult]


@pytest.fixture
def known(active: CompanyDatabase) -> CompanyDatabase:
    """The same, which knows its supplier."""
    active.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789")])
    return active


def depositing(db: CompanyDatabase, folder: Path) -> File:
    def filed(content: bytes, name: str = "x.xml", **given: object) -> DepositResult:
        path = folder / name
        path.write_bytes(content)
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        return deposit(db, path, said, "marie", Application.COMPTABILITE)

    return filed


@pytest.fixture
def file(known: CompanyDatabase, tmp_path: Path) -> File:
    return depositing(known, tmp_path)


def total(invoice: bytes, amount: str) -> bytes:
    return invoice.replace(b"120.00", amount.encode())


def rows(db: CompanyDatabase) -> list[DocumentRow]:
    return sorted(db.register.search(), key=lambda row: row.id)


def send_all(db: CompanyDatabase) -> None:
    while (claimed := claim(db, "worker", LEASE)) is not None:
        there = FiledResult(f"item-{claimed.document_id}", "https://x.example/1", claimed.size)
        assert mark_filed(db, claimed.document_id, "worker", there)


@pytest.mark.parametrize("sent", [False, True])
def test_each_way_it_came_lies_in_the_folder_of_the_first(
    known: CompanyDatabase, file: File, *, sent: bool
) -> None:
    ways = [F9.xml(), F9.ubl(), F9.xml() + b"\n", F9.pdf()]
    for content in ways:
        file(content)
        if sent:
            send_all(known)
    told = [(row.path, row.attached, row.version) for row in rows(known)]
    assert told == [
        (f"{FOLDER}/Facture_F9.xml", "", 1),
        (f"{FOLDER}/Facture_F9_autre-forme.xml", FORM, 1),
        (f"{FOLDER}/Facture_F9_autre-forme (2).xml", FORM, 2),
        (f"{FOLDER}/Facture_F9_autre-forme.pdf", FORM, 1),
    ]
    original = rows(known)[0].key
    assert {row.attached_to for row in rows(known)[1:]} == {f"piece:{original}"}
    # Once more, in another order: nothing is written.
    revision = known.revision()
    for content in reversed(ways):
        again = file(content, "again.pdf" if content[:4] == b"%PDF" else "again.xml")
        assert again.status is (FilingOutcome.ALREADY_FILED if sent else FilingOutcome.WAITING)
    assert known.revision() == revision
    assert (
        [b"".join(known.contents.of(row.id)) for row in rows(known)] == ways if not sent else True
    )


def test_each_form_is_to_be_kept_as_long_as_the_first(known: CompanyDatabase, file: File) -> None:
    file(F9.xml())
    file(F9.ubl())
    assert {kept_until(row, CALENDAR_YEAR) for row in rows(known)} == {date(2036, 12, 31)}


def test_the_result_says_what_it_is(file: File) -> None:
    assert file(F9.xml()).role is AttachmentKind.NOT
    assert (file(F9.ubl()).role, file(F9.ubl()).role) == (FORM, FORM)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(F9, day="20260320").xml(), "dans une pièce du 15/03/2026. Vérifiez"),
        (replace(F9, day="20260420").ubl(), "dans une pièce du 15/03/2026. Vérifiez"),
        (total(F9.ubl(), "150.00"), "du 15/03/2026 dont le montant est autre (120,00 €)"),
        (F9.xml().replace(b"EUR", b"USD"), "dont le montant est autre (120,00 €)"),
    ],
)
@pytest.mark.parametrize("sent", [False, True])
def test_another_invoice_of_that_number_waits_and_says_what_it_meets(
    known: CompanyDatabase, file: File, other: bytes, said: str, *, sent: bool
) -> None:
    file(F9.xml())
    if sent:
        send_all(known)
    kept = file(other)
    assert (kept.lacking, kept.path) == ((MissingDetail.ALREADY_RECEIVED,), None)
    reason = to_classify(kept.lacking, kept.unread, kept.particulars).replace("\xa0", " ")
    assert said in reason
    assert reason.endswith("Vérifiez, puis confirmez le numéro de pièce pour le classer.")
    assert now_certain(known) == ()
    # Handed over again, it is the one that waits; a person may make it the next version.
    assert file(other).document_id == kept.document_id
    done = classify(
        known, kept.document_id, GivenDetails(number="F9"), "paul", Application.COMPTABILITE
    )
    assert done is not None
    assert (done.role, done.status) == (AttachmentKind.NOT, FilingOutcome.WAITING)


def test_a_person_makes_it_the_next_version(known: CompanyDatabase, file: File) -> None:
    file(F9.xml())
    kept = file(total(F9.xml(), "150.00"), number="F9")
    assert kept.path == f"{FOLDER}/Facture_F9_v02.xml"
    # From then on there are two, and each has its own forms.
    file(total(F9.ubl(), "150.00"))
    file(F9.ubl())
    assert [row.attached for row in rows(known)] == ["", "", FORM, FORM]
    assert file(total(F9.ubl(), "99.00")).lacking == (MissingDetail.ALREADY_RECEIVED,)


def test_two_sellers_under_one_third_party_are_told_apart(
    known: CompanyDatabase, file: File
) -> None:
    known.third_parties.add([ThirdParty("DIVERS", "fournisseurs", "Fournisseurs divers")])
    one = replace(F9, seller=Someone("Alpha", "732829320"))
    other = replace(F9, seller=Someone("Bêta", "552081317"))
    file(one.xml(), third_party="DIVERS")
    kept = file(other.ubl(), third_party="DIVERS")
    assert kept.lacking == (MissingDetail.ALREADY_RECEIVED,)
    said = to_classify(kept.lacking, kept.unread, kept.particulars).replace("\xa0", " ")
    assert "dont le vendeur est « Alpha »" in said
    assert file(one.ubl(), third_party="DIVERS").role is FORM


def test_an_unknown_total_is_no_match(known: CompanyDatabase, file: File) -> None:
    bare = (
        F9.xml().replace(b"TaxBasisTotalAmount", b"Other").replace(b"GrandTotalAmount", b"Another")
    )
    file(bare)
    assert file(F9.xml()).role is AttachmentKind.NOT
    assert len({row.path for row in rows(known)}) == 2


def test_what_we_issue_is_printed_again_as_a_version(known: CompanyDatabase, file: File) -> None:
    known.third_parties.add([ThirdParty("CARAT", "clients", "Carat", "312345678")])
    sold = Invoice("FA1", buyer=CARAT)
    assert file(sold.xml()).role is AttachmentKind.NOT
    again = file(sold.xml() + b"\n")
    assert (again.role, again.version) == (AttachmentKind.NOT, 2)


@pytest.fixture
def sell(active: CompanyDatabase, file: File) -> File:
    """Files what goes to a known customer."""
    active.third_parties.add([ThirdParty("CARAT", "clients", "Carat", "312345678")])
    return file


SOLD = Invoice("FA1", buyer=CARAT)
SOLD_FOLDER = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA1"


def test_what_a_platform_made_of_our_print_is_another_form(
    known: CompanyDatabase, sell: File
) -> None:
    sell(SOLD.pdf(), "x.pdf")
    assert [sell(each).role for each in (SOLD.ubl(), SOLD.xml(), SOLD.ubl())] == [FORM] * 3
    again = sell(SOLD.pdf() + b"\n", "again.pdf")
    assert (again.role, again.version) == (AttachmentKind.NOT, 2)
    assert [row.path for row in rows(known)] == [
        f"{SOLD_FOLDER}/Facture_FA1.pdf",
        f"{SOLD_FOLDER}/Facture_FA1_autre-forme.xml",
        f"{SOLD_FOLDER}/Facture_FA1_autre-forme (2).xml",
        f"{SOLD_FOLDER}/Facture_FA1_v02.pdf",
    ]


def test_a_copy_that_contradicts_our_print_waits_and_says_so(
    known: CompanyDatabase, sell: File
) -> None:
    sell(SOLD.pdf(), "x.pdf")
    kept = sell(total(SOLD.ubl(), "150.00"))
    assert kept.lacking == (MissingDetail.ALREADY_ISSUED,)
    reason = to_classify(kept.lacking, kept.unread, kept.particulars).replace("\xa0", " ")
    assert reason == (
        "La société a déjà émis sous ce numéro une pièce du 15/03/2026 dont le montant est autre (120,00 €). "
        "Vérifiez, puis confirmez le numéro de pièce pour le classer."
    )
    listed = waiting(rows(known)[-1])
    assert listed == (
        "Ce document attend d’être classé. Vérifiez le tiers, le type et le numéro de pièce pour le classer."
    )
    done = classify(
        known, kept.document_id, GivenDetails(number="FA1"), "paul", Application.COMPTABILITE
    )
    assert done is not None
    assert (done.role, done.path) == (AttachmentKind.NOT, f"{SOLD_FOLDER}/Facture_FA1.xml")


def test_numbers_that_begin_anew_each_year_are_two_invoices(
    known: CompanyDatabase, sell: File
) -> None:
    sell(SOLD.pdf(), "x.pdf")
    later = sell(replace(SOLD, day="20270315").ubl())
    assert (later.role, later.lacking, later.version) == (AttachmentKind.NOT, (), 1)
    assert "/202703/" in (later.path or "")


def test_those_that_waited_together_are_forms_once_their_supplier_is_known(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    file = depositing(active, tmp_path)
    kept = [file(F9.xml()), file(F9.ubl()), file(F9.pdf(), "x.pdf")]
    assert {each.status for each in kept} == {FilingOutcome.TO_CLASSIFY}
    active.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789")])
    for each in now_certain(active):
        classify(active, each, GivenDetails(), "marie", Application.COMPTABILITE)
    assert [row.attached for row in rows(active)] == ["", FORM, FORM]
    assert all(row.path and row.path.startswith(FOLDER) for row in rows(active))


def test_a_form_that_waited_goes_once_the_same_bytes_have_their_place(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    file = depositing(active, tmp_path)
    file(F9.ubl())
    active.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789")])
    file(F9.xml())
    assert file(F9.ubl()).role is FORM
    assert active.register.counters().to_classify == 0
    assert len(rows(active)) == 2


def test_where_the_first_is_deleted_online_another_takes_its_turn(
    known: CompanyDatabase, file: File
) -> None:
    first = file(F9.xml())
    file(F9.pdf(), "x.pdf")
    send_all(known)
    gone = ChangesPage("group-1", "drive-1", gone=(DeletedItem(f"item-{first.document_id}"),))
    known.online.look(gone, lambda _: True)
    again = file(F9.xml())
    assert (again.role, again.path) == (AttachmentKind.NOT, f"{FOLDER}/Facture_F9_v02.xml")
    assert file(F9.ubl()).role is FORM


def test_forms_kept_at_the_same_moment_are_one_invoice(
    known: CompanyDatabase, reopen: Callable[[], Opened], tmp_path: Path
) -> None:
    forms = [F9.xml() + b"\n" * each for each in range(8)]
    begin = threading.Barrier(2)

    def person(db: CompanyDatabase, contents: list[bytes], folder: Path) -> None:
        folder.mkdir()
        file = depositing(db, folder)
        begin.wait()
        for content in contents:
            file(content)

    people = [
        threading.Thread(target=person, args=(db, forms[half::2], tmp_path / str(half)))
        for half, db in enumerate((reopen(), reopen()))
    ]
    for each in people:
        each.start()
    for each in people:
        each.join()
    there = rows(known)
    assert sorted(row.attached for row in there) == ["", *[FORM] * 7]
    assert len({row.path for row in there}) == len({row.sha256 for row in there}) == 8
    assert all("_v0" not in (row.path or "") for row in there)
