"""A file handed over is understood, given its place and kept; nothing is lost, guessed or doubled."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from company_facts import set_siren
from invoice_making import BIJOU, BILLO, CARAT, Invoice, Someone, blank_pdf
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.errors import (
    FileEmpty,
    FileMissing,
    FileUnreadable,
    FolderGiven,
    StorageInactive,
)

PLACE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042"


class Desk:
    """Somebody who files documents in one company."""

    def __init__(self, db: CompanyDatabase, folder: Path) -> None:
        self.db = db
        self.folder = folder

    def file(self, content: bytes, name: str = "facture.pdf", **given: object) -> DepositResult:
        """Prints to a file and files it."""
        path = self.folder / name
        path.write_bytes(content)
        return self.file_path(path, **given)

    def file_path(self, path: Path, **given: object) -> DepositResult:
        """Files what is there."""
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        return deposit(self.db, path, said, "marie@bijou.fr", Application.GESTION_COMMERCIALE)

    def row(self, deposited: DepositResult) -> DocumentRow:
        """What the register knows of it."""
        row = self.db.register.get(deposited.document_id)
        assert row is not None
        return row


@pytest.fixture
def sending(active: CompanyDatabase, tmp_path: Path) -> Desk:
    folder = tmp_path / "prints"
    folder.mkdir()
    return Desk(active, folder)


def test_a_sales_invoice_files_itself_under_its_customer(sending: Desk) -> None:
    content = Invoice().pdf()
    deposited = sending.file(content)
    assert (deposited.status, deposited.path) == (FilingOutcome.WAITING, f"{PLACE}.pdf")
    row = sending.row(deposited)
    assert (row.type, row.number, row.date) == ("facture", "FA00042", date(2026, 3, 15))
    assert (row.third_party_kind, row.third_party_code) == ("clients", "CARAT")
    assert (row.amount, row.currency, row.by) == (12000, "EUR", "marie@bijou.fr")
    assert b"".join(sending.db.contents.of(row.id)) == content


def test_a_purchase_goes_to_its_supplier_found_by_name_when_no_number_is_given(
    sending: Desk,
) -> None:
    seller = Someone("BILLOT  &amp; FILS")
    deposited = sending.file(Invoice("A-77", seller=seller, buyer=BIJOU).xml(), "a.xml")
    assert (
        deposited.path
        == "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_A-77/Facture_A-77.xml"
    )


def test_a_credit_note_has_its_own_type(sending: Desk) -> None:
    deposited = sending.file(Invoice("AV1", code="381").pdf())
    assert deposited.path is not None
    assert deposited.path.endswith("/202603/Facture d'avoir_AV1/Facture d'avoir_AV1.pdf")


def test_the_same_bytes_again_write_nothing(sending: Desk) -> None:
    first = sending.file(Invoice().pdf())
    again = sending.file_path(sending.folder / "facture.pdf")
    assert again.document_id == first.document_id
    assert sending.db.register.counters().waiting == 1


def test_other_bytes_of_the_same_document_become_its_second_version(sending: Desk) -> None:
    sending.file(Invoice().xml(), "a.xml")
    second = sending.file(Invoice().xml() + b"\n", "b.xml")
    assert (second.path, second.version) == (f"{PLACE}_v02.xml", 2)


def test_what_a_person_gives_wins_over_what_was_read(sending: Desk) -> None:
    deposited = sending.file(
        Invoice().pdf(),
        third_party="billo",
        document_type="Bon de commande",
        number="BC9",
        date=date(2025, 12, 1),
    )
    assert deposited.path == (
        "Sage/Fournisseurs/BILLO/Documents achats/202512/Bon de commande_BC9/Bon de commande_BC9.pdf"
    )


def test_an_ordinary_pdf_is_filed_by_what_a_person_gives(sending: Desk) -> None:
    deposited = sending.file(
        blank_pdf(), third_party="ZECLAT", document_type="devis", number="D1", date=date(2026, 3, 1)
    )
    assert deposited.path == "Sage/Clients/ZECLAT/Documents ventes/202603/Devis_D1/Devis_D1.pdf"
    assert deposited.unread is UnreadReason.NOTHING_INSIDE


def test_an_ordinary_pdf_with_nothing_given_is_kept_and_waits_for_a_person(sending: Desk) -> None:
    deposited = sending.file(blank_pdf())
    assert (deposited.status, deposited.path) == (FilingOutcome.TO_CLASSIFY, None)
    assert set(deposited.lacking) == {
        MissingDetail.THIRD_PARTY,
        MissingDetail.TYPE,
        MissingDetail.NUMBER,
        MissingDetail.DATE,
    }
    assert sending.row(deposited).status is Status.TO_CLASSIFY
    assert b"".join(sending.db.contents.of(deposited.document_id)) == blank_pdf()


def test_the_same_unplaced_file_again_waits_once(sending: Desk) -> None:
    first, again = sending.file(blank_pdf()), sending.file(blank_pdf(), "autre nom.pdf")
    assert (again.status, again.document_id) == (FilingOutcome.TO_CLASSIFY, first.document_id)
    assert sending.db.register.counters().to_classify == 1


def test_a_file_that_waited_for_a_place_waits_no_more_once_it_is_given_one(sending: Desk) -> None:
    waited = sending.file(blank_pdf())
    placed = sending.file(
        blank_pdf(),
        third_party="CARAT",
        document_type="facture",
        number="FA1",
        date=date(2026, 3, 17),
    )
    counters = sending.db.register.counters()
    assert placed.status is FilingOutcome.WAITING
    assert (counters.to_classify, counters.waiting) == (0, 1)
    assert sending.db.register.get(waited.document_id) is None
    assert b"".join(sending.db.contents.of(placed.document_id)) == blank_pdf()


@pytest.mark.parametrize(
    ("invoice", "lacking"),
    [
        (Invoice(buyer=Someone("Inconnue SA", "999999999")), MissingDetail.CUSTOMER_NOT_FOUND),
        (Invoice(buyer=Someone("Dupond Frères")), MissingDetail.THIRD_PARTY_SEVERAL),
        (Invoice(buyer=Someone("Carat SARL", "999999999")), MissingDetail.CUSTOMER_NOT_FOUND),
        (Invoice(seller=CARAT, buyer=BILLO), MissingDetail.NOT_OURS),
        (Invoice(seller=BIJOU, buyer=BIJOU), MissingDetail.BOTH_OURS),
        (Invoice(code="999"), MissingDetail.TYPE),
        (Invoice(code=""), MissingDetail.TYPE),
        (Invoice(number=""), MissingDetail.NUMBER),
        (Invoice(day=""), MissingDetail.DATE),
        (Invoice(day="99991231"), MissingDetail.DATE),
    ],
)
def test_what_is_not_certain_waits_with_its_reason(
    sending: Desk, invoice: Invoice, lacking: MissingDetail
) -> None:
    deposited = sending.file(invoice.xml(), "x.xml")
    assert deposited.status is FilingOutcome.TO_CLASSIFY
    assert deposited.lacking == (lacking,)
    assert deposited.reading is not None
    assert sending.row(deposited).read == deposited.reading.as_text()


def test_what_a_customer_sells_to_us_is_a_purchase_beside_our_sale_of_that_number(
    sending: Desk,
) -> None:
    ours = sending.file(Invoice("US7").xml(), "a.xml")
    theirs = sending.file(Invoice("US7", seller=CARAT, buyer=BIJOU).xml(), "b.xml")
    assert theirs.lacking == (MissingDetail.SUPPLIER_NOT_FOUND,)
    named = sending.file(
        Invoice("US7", seller=CARAT, buyer=BIJOU).xml(), "b.xml", third_party="CARAT"
    )
    place = "Sage/Clients/CARAT/Documents {side}/202603/Facture_US7/Facture_US7.xml"
    assert ours.path == place.format(side="ventes")
    assert named.path == place.format(side="achats")


def test_a_namesake_with_another_siren_is_not_taken_for_the_customer(sending: Desk) -> None:
    found = sending.file(Invoice(buyer=Someone("Zéclat", "999999999")).xml(), "x.xml")
    assert found.path is not None  # ours has no number: nothing contradicts the name
    other = sending.file(Invoice("F2", buyer=Someone("Carat S.A.R.L.", "999999999")).xml(), "y.xml")
    assert other.lacking == (MissingDetail.CUSTOMER_NOT_FOUND,)


def test_a_code_that_is_nobodys_is_said_to_be(sending: Desk) -> None:
    deposited = sending.file(Invoice().pdf(), third_party="PERSONNE")
    assert deposited.lacking == (MissingDetail.THIRD_PARTY_UNKNOWN,)


def test_a_type_that_does_not_exist_is_said_to_be(sending: Desk) -> None:
    deposited = sending.file(Invoice().pdf(), document_type="Poème")
    assert deposited.lacking == (MissingDetail.TYPE_UNKNOWN,)


def test_a_provisional_invoice_leaves_the_plain_name_free(sending: Desk) -> None:
    path = sending.folder / "facture.pdf"
    path.write_bytes(Invoice().pdf())
    printed = datetime(2026, 3, 31, 10, 15).timestamp()
    os.utime(path, (printed, printed))
    assert (
        sending.file_path(path, provisional=True).path == f"{PLACE}_provisoire_20260331-101500.pdf"
    )
    assert sending.file_path(path).path == f"{PLACE}.pdf"


def test_a_stock_movement_needs_no_third_party(sending: Desk) -> None:
    deposited = sending.file(
        blank_pdf(), document_type="mouvement d'entrée", number="ME1", date=date(2026, 3, 1)
    )
    assert deposited.path == (
        "Sage/Documents stocks/202603/Mouvement d'entrée_ME1/Mouvement d'entrée_ME1.pdf"
    )


def test_a_reminder_has_no_number_but_the_time_of_its_print(sending: Desk) -> None:
    path = sending.folder / "rappel.pdf"
    path.write_bytes(blank_pdf())
    printed = datetime(2026, 3, 31, 10, 15).timestamp()
    os.utime(path, (printed, printed))
    said = {"third_party": "CARAT", "document_type": "rappel", "date": date(2026, 3, 31)}
    first, again = sending.file_path(path, **said), sending.file_path(path, **said)
    assert first.path == (
        "Sage/Clients/CARAT/Documents comptables/2026/Rappels/Rappel_CARAT_20260331-101500.pdf"
    )
    assert again.document_id == first.document_id


def test_a_copy_of_a_statement_made_at_another_hour_is_the_same_document(sending: Desk) -> None:
    def statement(name: str, written_at: int, content: bytes) -> DepositResult:
        path = sending.folder / name
        path.write_bytes(content)
        os.utime(path, (written_at, written_at))
        return sending.file_path(
            path, third_party="CARAT", document_type="releve", date=date(2026, 3, 31)
        )

    first = statement("releve.pdf", 1_774_000_000, blank_pdf())
    copy = statement("copie.pdf", 1_774_009_999, blank_pdf())
    other = statement("autre.pdf", 1_774_009_999, blank_pdf() + b"\n")

    assert (copy.document_id, copy.path) == (first.document_id, first.path)
    assert other.document_id != first.document_id
    assert sending.db.register.counters().waiting == 2


def test_a_statement_goes_under_the_company_s_own_fiscal_year_from_then_on(sending: Desk) -> None:
    def statement(name: str, day: date) -> str:
        said = {"third_party": "CARAT", "document_type": "releve", "date": day}
        path = sending.file(blank_pdf() + name.encode(), f"{name}.pdf", **said).path
        assert path is not None
        return path.removeprefix("Sage/Clients/CARAT/Documents comptables/").partition("/")[0]

    before = sending.file(
        blank_pdf(),
        "juin.pdf",
        third_party="CARAT",
        document_type="releve",
        date=date(2026, 6, 30),
    )
    sending.db.company.set_fiscal_start(FiscalStart(7, 1), "marie")

    assert statement("fin", date(2026, 6, 30)) == "2025-2026"
    assert statement("debut", date(2026, 7, 1)) == "2026-2027"
    # The one that has its place keeps it, and is not filed twice under the other year.
    again = sending.file_path(
        sending.folder / "juin.pdf",
        third_party="CARAT",
        document_type="releve",
        date=date(2026, 6, 30),
    )
    assert again.path is not None
    assert "/Documents comptables/2026/Relevés/" in again.path
    assert (again.document_id, again.path) == (before.document_id, before.path)
    assert sending.row(before).path == before.path


def test_a_recovery_case_is_filed_under_its_number(sending: Desk) -> None:
    deposited = sending.file(
        blank_pdf(),
        third_party="CARAT",
        document_type="recouvrement",
        number="D12",
        date=date(2026, 3, 31),
    )
    assert deposited.path is not None
    assert deposited.path.startswith("Sage/Clients/CARAT/Documents comptables/Recouvrement/D12/")


def test_a_file_that_is_not_there_an_empty_one_and_a_folder_say_so(sending: Desk) -> None:
    with pytest.raises(FileMissing):
        sending.file_path(sending.folder / "absent.pdf")
    with pytest.raises(FileEmpty):
        sending.file(b"")
    with pytest.raises(FolderGiven):
        sending.file_path(sending.folder)
    with pytest.raises(FileUnreadable):
        sending.file_path(Path("a\0b.pdf"))
    assert sending.db.register.search() == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_file_longer_than_it_said_or_that_fails_on_the_way_is_not_kept(sending: Desk) -> None:
    # The first says it is empty and is not, the second cannot be read at its beginning.
    for path in (Path("/proc/self/status"), Path("/proc/self/mem")):
        with pytest.raises(FileUnreadable):
            sending.file_path(path)
    assert sending.db.register.search() == []


def test_a_large_file_is_kept_whole(sending: Desk) -> None:
    content = Invoice().xml() + b" " * (17 * 1024 * 1024)
    deposited = sending.file(content, "grand.xml")
    assert sending.row(deposited).size == len(content)
    assert b"".join(sending.db.contents.of(deposited.document_id)) == content


def test_a_pipe_is_not_waited_for(sending: Desk) -> None:
    os.mkfifo(sending.folder / "pipe.pdf")
    with pytest.raises(FileUnreadable):
        sending.file_path(sending.folder / "pipe.pdf")


def test_nothing_is_kept_while_storage_is_off(company: CompanyDatabase, tmp_path: Path) -> None:
    with pytest.raises(StorageInactive):
        Desk(company, tmp_path).file(Invoice().pdf())
    assert company.register.search() == []


def test_a_name_out_of_the_ordinary_stops_nothing(sending: Desk) -> None:
    name = os.fsdecode(b"re\xe7u \xe2\x80\xaefdp.PDF")
    deposited = sending.file(Invoice("../../EVASION").pdf(), name)
    assert deposited.path is not None
    assert deposited.path.count("/") == 6
    assert deposited.path.endswith(".pdf")


def test_a_pdf_under_another_name_is_filed_as_a_pdf(sending: Desk) -> None:
    deposited = sending.file(Invoice().pdf(), "spool~1.tmp")
    assert deposited.path == f"{PLACE}.pdf"
    assert sending.row(deposited).content_type == "application/pdf"
    assert sending.row(deposited).title == "spool~1.tmp"


def classified(sending: Desk, deposited: DepositResult, **given: object) -> DepositResult | None:
    said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
    return classify(
        sending.db, deposited.document_id, said, "paul@bijou.fr", Application.COMPTABILITE
    )


def test_one_word_of_a_person_files_what_waited(sending: Desk) -> None:
    waiting = sending.file(Invoice(buyer=Someone("Inconnue SA")).pdf())
    assert waiting.status is FilingOutcome.TO_CLASSIFY
    filed = classified(sending, waiting, third_party="CARAT")
    assert filed is not None
    assert (filed.status, filed.path) == (FilingOutcome.WAITING, f"{PLACE}.pdf")
    row = sending.row(filed)
    assert (row.number, row.third_party_code, row.status) == ("FA00042", "CARAT", Status.WAITING)
    assert classified(sending, waiting, third_party="CARAT") is None


def test_a_word_that_is_not_enough_says_what_else_is_needed(sending: Desk) -> None:
    waiting = sending.file(blank_pdf())
    still = classified(sending, waiting, third_party="CARAT", document_type="facture")
    assert still is not None
    assert still.status is FilingOutcome.TO_CLASSIFY
    assert still.lacking == (MissingDetail.DATE, MissingDetail.NUMBER)
    assert still.unread is UnreadReason.NOTHING_INSIDE


def test_a_customer_added_since_is_found_without_a_word(sending: Desk) -> None:
    waiting = sending.file(Invoice(buyer=Someone("Inconnue SA", "999999999")).xml(), "x.xml")
    sending.db.third_parties.add([ThirdParty("INCONNU", "clients", "Inconnue", siren="999999999")])
    filed = classified(sending, waiting)
    assert filed is not None
    assert filed.path is not None
    assert filed.path.startswith("Sage/Clients/INCONNU/Documents ventes/202603/")
    assert filed.path.endswith(".xml")


SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
MILL = "Sage/Clients/BOUTIQUE/Documents ventes/201711"


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the repository are not there")
def test_other_peoples_invoices_find_their_place(sending: Desk) -> None:
    sending.db.company.rename("Au bon moulin")
    set_siren(sending.db, "999999998")
    boutique = ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", siret="78787878400035")
    sending.db.third_parties.add([boutique, ThirdParty("OLIVE", "clients", "Me gusta olive")])

    def place(name: str) -> str | None:
        return sending.file_path(SAMPLES / name).path

    invoice, credit = f"{MILL}/Facture_FA-2017-0010", f"{MILL}/Facture d'avoir_AV-2017-0005"
    assert place("Facture_FR_BASICWL.pdf") == f"{invoice}/Facture_FA-2017-0010.pdf"
    assert place("Avoir_FR_type381_BASIC.pdf") == f"{credit}/Facture d'avoir_AV-2017-0005.pdf"
    assert place("Facture_UE_MINIMUM.pdf") == (
        "Sage/Clients/OLIVE/Documents ventes/201711/Facture_FA-2017-0008/Facture_FA-2017-0008.pdf"
    )
    foreign = sending.file_path(SAMPLES / "MustangGnuaccountingBeispielRE-20170509_505.pdf")
    assert foreign.lacking == (MissingDetail.NOT_OURS,)
    unreadable = sending.file_path(SAMPLES / "factur-x-invalid-xml-encoding-attribute.pdf")
    assert (unreadable.status, unreadable.unread) == (
        FilingOutcome.TO_CLASSIFY,
        UnreadReason.BROKEN_XML,
    )
