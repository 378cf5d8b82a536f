"""A file handed over is understood, given its place and kept; nothing is lost, guessed or doubled."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from invoice_making import BIJOU, BILLO, CARAT, Invoice, Someone, blank_pdf
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import DocumentRow, Status, ThirdParty
from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import Given, Lacking
from stockage_partage.documents.reading.invoice import Unread
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

    def file(self, content: bytes, name: str = "facture.pdf", **given: object) -> Deposited:
        """Prints to a file and files it."""
        path = self.folder / name
        path.write_bytes(content)
        return self.file_path(path, **given)

    def file_path(self, path: Path, **given: object) -> Deposited:
        """Files what is there."""
        said = Given(**given)  # type: ignore[arg-type]  # the optional facts of a document
        return deposit(self.db, path, said, "marie@bijou.fr", Application.GESTION_COMMERCIALE)

    def row(self, deposited: Deposited) -> DocumentRow:
        """What the register knows of it."""
        row = self.db.register.get(deposited.document_id)
        assert row is not None
        return row


@pytest.fixture
def desk(active: CompanyDatabase, tmp_path: Path) -> Desk:
    folder = tmp_path / "prints"
    folder.mkdir()
    return Desk(active, folder)


def test_a_sales_invoice_files_itself_under_its_customer(desk: Desk) -> None:
    content = Invoice().pdf()
    deposited = desk.file(content)
    assert (deposited.status, deposited.path) == (Filing.WAITING, f"{PLACE}.pdf")
    row = desk.row(deposited)
    assert (row.type, row.number, row.date) == ("facture", "FA00042", date(2026, 3, 15))
    assert (row.third_party_kind, row.third_party_code) == ("clients", "CARAT")
    assert (row.amount, row.currency, row.by) == (12000, "EUR", "marie@bijou.fr")
    assert b"".join(desk.db.outbox.content(row.id)) == content


def test_a_purchase_goes_to_its_supplier_found_by_name_when_no_number_is_given(desk: Desk) -> None:
    seller = Someone("BILLOT  &amp; FILS")
    deposited = desk.file(Invoice("A-77", seller=seller, buyer=BIJOU).xml(), "a.xml")
    assert (
        deposited.path
        == "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_A-77/Facture_A-77.xml"
    )


def test_a_credit_note_has_its_own_type(desk: Desk) -> None:
    deposited = desk.file(Invoice("AV1", code="381").pdf())
    assert deposited.path is not None
    assert deposited.path.endswith("/202603/Facture d'avoir_AV1/Facture d'avoir_AV1.pdf")


def test_the_same_bytes_again_write_nothing(desk: Desk) -> None:
    first = desk.file(Invoice().pdf())
    again = desk.file_path(desk.folder / "facture.pdf")
    assert again.document_id == first.document_id
    assert desk.db.register.counters().waiting == 1


def test_other_bytes_of_the_same_document_become_its_second_version(desk: Desk) -> None:
    desk.file(Invoice().xml(), "a.xml")
    second = desk.file(Invoice().xml() + b"\n", "b.xml")
    assert (second.path, second.version) == (f"{PLACE}_v02.xml", 2)


def test_what_a_person_gives_wins_over_what_was_read(desk: Desk) -> None:
    deposited = desk.file(
        Invoice().pdf(),
        third_party="billo",
        document_type="Bon de commande",
        number="BC9",
        date=date(2025, 12, 1),
    )
    assert deposited.path == (
        "Sage/Fournisseurs/BILLO/Documents achats/202512/Bon de commande_BC9/Bon de commande_BC9.pdf"
    )


def test_an_ordinary_pdf_is_filed_by_what_a_person_gives(desk: Desk) -> None:
    deposited = desk.file(
        blank_pdf(), third_party="ZECLAT", document_type="devis", number="D1", date=date(2026, 3, 1)
    )
    assert deposited.path == "Sage/Clients/ZECLAT/Documents ventes/202603/Devis_D1/Devis_D1.pdf"
    assert deposited.unread is Unread.NOTHING_INSIDE


def test_an_ordinary_pdf_with_nothing_given_is_kept_and_waits_for_a_person(desk: Desk) -> None:
    deposited = desk.file(blank_pdf())
    assert (deposited.status, deposited.path) == (Filing.TO_CLASSIFY, None)
    assert set(deposited.lacking) == {
        Lacking.THIRD_PARTY,
        Lacking.TYPE,
        Lacking.NUMBER,
        Lacking.DATE,
    }
    assert desk.row(deposited).status is Status.TO_CLASSIFY
    assert b"".join(desk.db.outbox.content(deposited.document_id)) == blank_pdf()


def test_the_same_unplaced_file_again_waits_once(desk: Desk) -> None:
    first, again = desk.file(blank_pdf()), desk.file(blank_pdf(), "autre nom.pdf")
    assert (again.status, again.document_id) == (Filing.TO_CLASSIFY, first.document_id)
    assert desk.db.register.counters().to_classify == 1


def test_a_file_that_waited_for_a_place_waits_no_more_once_it_is_given_one(desk: Desk) -> None:
    waited = desk.file(blank_pdf())
    placed = desk.file(
        blank_pdf(),
        third_party="CARAT",
        document_type="facture",
        number="FA1",
        date=date(2026, 3, 17),
    )
    counters = desk.db.register.counters()
    assert placed.status is Filing.WAITING
    assert (counters.to_classify, counters.waiting) == (0, 1)
    assert desk.db.register.get(waited.document_id) is None
    assert b"".join(desk.db.outbox.content(placed.document_id)) == blank_pdf()


@pytest.mark.parametrize(
    ("invoice", "lacking"),
    [
        (Invoice(buyer=Someone("Inconnue SA", "999999999")), Lacking.CUSTOMER_NOT_FOUND),
        (Invoice(buyer=Someone("Dupond Frères")), Lacking.THIRD_PARTY_SEVERAL),
        (Invoice(buyer=Someone("Carat SARL", "999999999")), Lacking.CUSTOMER_NOT_FOUND),
        (Invoice(seller=CARAT, buyer=BILLO), Lacking.NOT_OURS),
        (Invoice(seller=BIJOU, buyer=BIJOU), Lacking.BOTH_OURS),
        (Invoice(code="999"), Lacking.TYPE),
        (Invoice(code=""), Lacking.TYPE),
        (Invoice(number=""), Lacking.NUMBER),
        (Invoice(day=""), Lacking.DATE),
        (Invoice(day="99991231"), Lacking.DATE),
    ],
)
def test_what_is_not_certain_waits_with_its_reason(
    desk: Desk, invoice: Invoice, lacking: Lacking
) -> None:
    deposited = desk.file(invoice.xml(), "x.xml")
    assert deposited.status is Filing.TO_CLASSIFY
    assert deposited.lacking == (lacking,)
    assert deposited.reading is not None
    assert desk.row(deposited).read == deposited.reading.as_text()


def test_what_a_customer_sells_to_us_is_a_purchase_beside_our_sale_of_that_number(
    desk: Desk,
) -> None:
    ours = desk.file(Invoice("US7").xml(), "a.xml")
    theirs = desk.file(Invoice("US7", seller=CARAT, buyer=BIJOU).xml(), "b.xml")
    assert theirs.lacking == (Lacking.SUPPLIER_NOT_FOUND,)
    named = desk.file(Invoice("US7", seller=CARAT, buyer=BIJOU).xml(), "b.xml", third_party="CARAT")
    place = "Sage/Clients/CARAT/Documents {side}/202603/Facture_US7/Facture_US7.xml"
    assert ours.path == place.format(side="ventes")
    assert named.path == place.format(side="achats")


def test_a_namesake_with_another_siren_is_not_taken_for_the_customer(desk: Desk) -> None:
    found = desk.file(Invoice(buyer=Someone("Zéclat", "999999999")).xml(), "x.xml")
    assert found.path is not None  # ours has no number: nothing contradicts the name
    other = desk.file(Invoice("F2", buyer=Someone("Carat S.A.R.L.", "999999999")).xml(), "y.xml")
    assert other.lacking == (Lacking.CUSTOMER_NOT_FOUND,)


def test_a_code_that_is_nobodys_is_said_to_be(desk: Desk) -> None:
    deposited = desk.file(Invoice().pdf(), third_party="PERSONNE")
    assert deposited.lacking == (Lacking.THIRD_PARTY_UNKNOWN,)


def test_a_type_that_does_not_exist_is_said_to_be(desk: Desk) -> None:
    deposited = desk.file(Invoice().pdf(), document_type="Poème")
    assert deposited.lacking == (Lacking.TYPE_UNKNOWN,)


def test_a_provisional_invoice_leaves_the_plain_name_free(desk: Desk) -> None:
    path = desk.folder / "facture.pdf"
    path.write_bytes(Invoice().pdf())
    printed = datetime(2026, 3, 31, 10, 15).timestamp()
    os.utime(path, (printed, printed))
    assert desk.file_path(path, provisional=True).path == f"{PLACE}_provisoire_20260331-101500.pdf"
    assert desk.file_path(path).path == f"{PLACE}.pdf"


def test_a_stock_movement_needs_no_third_party(desk: Desk) -> None:
    deposited = desk.file(
        blank_pdf(), document_type="mouvement d'entrée", number="ME1", date=date(2026, 3, 1)
    )
    assert deposited.path == (
        "Sage/Documents stocks/202603/Mouvement d'entrée_ME1/Mouvement d'entrée_ME1.pdf"
    )


def test_a_reminder_has_no_number_but_the_time_of_its_print(desk: Desk) -> None:
    path = desk.folder / "rappel.pdf"
    path.write_bytes(blank_pdf())
    printed = datetime(2026, 3, 31, 10, 15).timestamp()
    os.utime(path, (printed, printed))
    said = {"third_party": "CARAT", "document_type": "rappel", "date": date(2026, 3, 31)}
    first, again = desk.file_path(path, **said), desk.file_path(path, **said)
    assert first.path == (
        "Sage/Clients/CARAT/Documents comptables/2026/Rappels/Rappel_CARAT_20260331-101500.pdf"
    )
    assert again.document_id == first.document_id


def test_a_copy_of_a_statement_made_at_another_hour_is_the_same_document(desk: Desk) -> None:
    def statement(name: str, written_at: int, content: bytes) -> Deposited:
        path = desk.folder / name
        path.write_bytes(content)
        os.utime(path, (written_at, written_at))
        return desk.file_path(
            path, third_party="CARAT", document_type="releve", date=date(2026, 3, 31)
        )

    first = statement("releve.pdf", 1_774_000_000, blank_pdf())
    copy = statement("copie.pdf", 1_774_009_999, blank_pdf())
    other = statement("autre.pdf", 1_774_009_999, blank_pdf() + b"\n")

    assert (copy.document_id, copy.path) == (first.document_id, first.path)
    assert other.document_id != first.document_id
    assert desk.db.register.counters().waiting == 2


def test_a_statement_goes_under_the_company_s_own_fiscal_year_from_then_on(desk: Desk) -> None:
    def statement(name: str, day: date) -> str:
        said = {"third_party": "CARAT", "document_type": "releve", "date": day}
        path = desk.file(blank_pdf() + name.encode(), f"{name}.pdf", **said).path
        assert path is not None
        return path.removeprefix("Sage/Clients/CARAT/Documents comptables/").partition("/")[0]

    before = desk.file(
        blank_pdf(),
        "juin.pdf",
        third_party="CARAT",
        document_type="releve",
        date=date(2026, 6, 30),
    )
    desk.db.company.set_fiscal_start(FiscalStart(7, 1), "marie")

    assert statement("fin", date(2026, 6, 30)) == "2025-2026"
    assert statement("debut", date(2026, 7, 1)) == "2026-2027"
    # The one that has its place keeps it, and is not filed twice under the other year.
    again = desk.file_path(
        desk.folder / "juin.pdf",
        third_party="CARAT",
        document_type="releve",
        date=date(2026, 6, 30),
    )
    assert again.path is not None
    assert "/Documents comptables/2026/Relevés/" in again.path
    assert (again.document_id, again.path) == (before.document_id, before.path)
    assert desk.row(before).path == before.path


def test_a_recovery_case_is_filed_under_its_number(desk: Desk) -> None:
    deposited = desk.file(
        blank_pdf(),
        third_party="CARAT",
        document_type="recouvrement",
        number="D12",
        date=date(2026, 3, 31),
    )
    assert deposited.path is not None
    assert deposited.path.startswith("Sage/Clients/CARAT/Documents comptables/Recouvrement/D12/")


def test_a_file_that_is_not_there_an_empty_one_and_a_folder_say_so(desk: Desk) -> None:
    with pytest.raises(FileMissing):
        desk.file_path(desk.folder / "absent.pdf")
    with pytest.raises(FileEmpty):
        desk.file(b"")
    with pytest.raises(FolderGiven):
        desk.file_path(desk.folder)
    with pytest.raises(FileUnreadable):
        desk.file_path(Path("a\0b.pdf"))
    assert desk.db.register.search() == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_file_longer_than_it_said_or_that_fails_on_the_way_is_not_kept(desk: Desk) -> None:
    # The first says it is empty and is not, the second cannot be read at its beginning.
    for path in (Path("/proc/self/status"), Path("/proc/self/mem")):
        with pytest.raises(FileUnreadable):
            desk.file_path(path)
    assert desk.db.register.search() == []


def test_a_large_file_is_kept_whole(desk: Desk) -> None:
    content = Invoice().xml() + b" " * (17 * 1024 * 1024)
    deposited = desk.file(content, "grand.xml")
    assert desk.row(deposited).size == len(content)
    assert b"".join(desk.db.outbox.content(deposited.document_id)) == content


def test_a_pipe_is_not_waited_for(desk: Desk) -> None:
    os.mkfifo(desk.folder / "pipe.pdf")
    with pytest.raises(FileUnreadable):
        desk.file_path(desk.folder / "pipe.pdf")


def test_nothing_is_kept_while_storage_is_off(company: CompanyDatabase, tmp_path: Path) -> None:
    with pytest.raises(StorageInactive):
        Desk(company, tmp_path).file(Invoice().pdf())
    assert company.register.search() == []


def test_a_name_out_of_the_ordinary_stops_nothing(desk: Desk) -> None:
    name = os.fsdecode(b"re\xe7u \xe2\x80\xaefdp.PDF")
    deposited = desk.file(Invoice("../../EVASION").pdf(), name)
    assert deposited.path is not None
    assert deposited.path.count("/") == 6
    assert deposited.path.endswith(".pdf")


def test_a_pdf_under_another_name_is_filed_as_a_pdf(desk: Desk) -> None:
    deposited = desk.file(Invoice().pdf(), "spool~1.tmp")
    assert deposited.path == f"{PLACE}.pdf"
    assert desk.row(deposited).content_type == "application/pdf"
    assert desk.row(deposited).title == "spool~1.tmp"


def classified(desk: Desk, deposited: Deposited, **given: object) -> Deposited | None:
    said = Given(**given)  # type: ignore[arg-type]  # the optional facts of a document
    return classify(desk.db, deposited.document_id, said, "paul@bijou.fr", Application.COMPTABILITE)


def test_one_word_of_a_person_files_what_waited(desk: Desk) -> None:
    waiting = desk.file(Invoice(buyer=Someone("Inconnue SA")).pdf())
    assert waiting.status is Filing.TO_CLASSIFY
    filed = classified(desk, waiting, third_party="CARAT")
    assert filed is not None
    assert (filed.status, filed.path) == (Filing.WAITING, f"{PLACE}.pdf")
    row = desk.row(filed)
    assert (row.number, row.third_party_code, row.status) == ("FA00042", "CARAT", Status.WAITING)
    assert classified(desk, waiting, third_party="CARAT") is None


def test_a_word_that_is_not_enough_says_what_else_is_needed(desk: Desk) -> None:
    waiting = desk.file(blank_pdf())
    still = classified(desk, waiting, third_party="CARAT", document_type="facture")
    assert still is not None
    assert still.status is Filing.TO_CLASSIFY
    assert still.lacking == (Lacking.DATE, Lacking.NUMBER)
    assert still.unread is Unread.NOTHING_INSIDE


def test_a_customer_added_since_is_found_without_a_word(desk: Desk) -> None:
    waiting = desk.file(Invoice(buyer=Someone("Inconnue SA", "999999999")).xml(), "x.xml")
    desk.db.third_parties.add([ThirdParty("INCONNU", "clients", "Inconnue", siren="999999999")])
    filed = classified(desk, waiting)
    assert filed is not None
    assert filed.path is not None
    assert filed.path.startswith("Sage/Clients/INCONNU/Documents ventes/202603/")
    assert filed.path.endswith(".xml")


SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
MILL = "Sage/Clients/BOUTIQUE/Documents ventes/201711"


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the repository are not there")
def test_other_peoples_invoices_find_their_place(desk: Desk) -> None:
    desk.db.company.rename("Au bon moulin")
    desk.db.company.set_siren("999999998")
    boutique = ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", siret="78787878400035")
    desk.db.third_parties.add([boutique, ThirdParty("OLIVE", "clients", "Me gusta olive")])

    def place(name: str) -> str | None:
        return desk.file_path(SAMPLES / name).path

    invoice, credit = f"{MILL}/Facture_FA-2017-0010", f"{MILL}/Facture d'avoir_AV-2017-0005"
    assert place("Facture_FR_BASICWL.pdf") == f"{invoice}/Facture_FA-2017-0010.pdf"
    assert place("Avoir_FR_type381_BASIC.pdf") == f"{credit}/Facture d'avoir_AV-2017-0005.pdf"
    assert place("Facture_UE_MINIMUM.pdf") == (
        "Sage/Clients/OLIVE/Documents ventes/201711/Facture_FA-2017-0008/Facture_FA-2017-0008.pdf"
    )
    foreign = desk.file_path(SAMPLES / "MustangGnuaccountingBeispielRE-20170509_505.pdf")
    assert foreign.lacking == (Lacking.NOT_OURS,)
    unreadable = desk.file_path(SAMPLES / "factur-x-invalid-xml-encoding-attribute.pdf")
    assert (unreadable.status, unreadable.unread) == (Filing.TO_CLASSIFY, Unread.BROKEN_XML)
