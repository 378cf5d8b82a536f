"""The print dialog through the real window: kept before it is printed, and each failing on its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.errors import DocumentNotUnderstood
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.storage.panel_state import Phase
from stockage_partage.ui.activation_dialog import ActivationDialog
from stockage_partage.ui.printing.paper import print_pages
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.printing.scenes import SCENES

US, CARAT = Someone("BIJOU SA", "732829320"), Someone("Carat Joaillerie", "552100554")


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[AtTheWindow]:
    person = AtTheWindow(qtbot, microsoft365, tmp_path, Application.GESTION_COMMERCIALE)
    yield person
    person.close()


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "Facture_FA00042.pdf"
    file.write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    return file


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def activate(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer(ActivationDialog, "activate")
    person.sign_in_as("administrateur")
    person.until(lambda state: state.phase in (Phase.PREPARING, Phase.READY))


def dialog_on(person: AtTheWindow, invoice: Path) -> PrintDialog:
    person.program.window.menus.works[DocumentWork.PRINT].trigger()
    dialog = person.opened(PrintDialog)
    dialog.file_wanted.emit(invoice)
    person.bot.waitUntil(lambda: dialog.print_button.isEnabled() and dialog.box is not None)
    return dialog


def save_to(person: AtTheWindow, dialog: PrintDialog, target: Path) -> None:
    dialog.printer.setCurrentIndex(dialog.printer.count() - 1)
    dialog.print_button.click()
    chooser = person.opened(QFileDialog)
    chooser.fileSelected.emit(str(target))
    chooser.close()


def test_an_invoice_fills_the_dialog_in_is_kept_and_its_exact_bytes_saved(
    person: AtTheWindow, invoice: Path, tmp_path: Path
) -> None:
    activate(person)
    dialog = dialog_on(person, invoice)
    assert dialog.send.text() == "Envoi vers votre espace de stockage Microsoft 365"
    assert dialog.send.isChecked()
    assert dialog.send.isEnabled()
    assert (dialog.party.code, dialog.number.text()) == ("CARAT", "FA00042")
    target = tmp_path / "sortie.pdf"
    save_to(person, dialog, target)
    person.bot.waitUntil(target.exists)
    person.bot.waitUntil(lambda: "est enregistré" in person.trouble)
    assert target.read_bytes() == invoice.read_bytes()
    with CompanyDatabase.open(person.company) as database:
        [row] = database.register.search()
    assert (row.model, row.source, row.third_party_code) == (
        "ventes/facture",
        "impression",
        "CARAT",
    )


def test_a_failed_printer_does_not_lose_the_filing(
    person: AtTheWindow, invoice: Path, tmp_path: Path
) -> None:
    activate(person)
    dialog = dialog_on(person, invoice)
    assert dialog.cancel.text() == "Annuler"
    save_to(person, dialog, tmp_path / "absent" / "sortie.pdf")
    person.bot.waitUntil(lambda: "n’est pas enregistré" in dialog.problem.text.text())
    assert "Le document est déjà gardé\u00a0: il part" in dialog.problem.text.text()
    with CompanyDatabase.open(person.company) as database:
        assert len(database.register.search()) == 1
    assert dialog.cancel.text() == "Fermer"
    dialog.file_wanted.emit(invoice)
    person.bot.waitUntil(lambda: dialog.cancel.text() == "Annuler")
    dialog.reject()


def test_without_filing_a_failed_printer_leaves_something_to_cancel(
    person: AtTheWindow, invoice: Path, tmp_path: Path
) -> None:
    dialog = dialog_on(person, invoice)
    save_to(person, dialog, tmp_path / "absent" / "sortie.pdf")
    person.bot.waitUntil(lambda: "n’est pas enregistré" in dialog.problem.text.text())
    assert "gardé" not in dialog.problem.text.text()
    assert dialog.cancel.text() == "Annuler"
    dialog.reject()


def test_a_printer_that_refuses_is_said_by_the_document_s_name(qtbot: QtBot) -> None:
    dialog = SCENES["dialog-print-refused"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintDialog)
    assert plain(dialog.problem.text.text()) == (
        "L’imprimante n’a pas pris « Facture_FA00042.pdf ». Vérifiez qu’elle est allumée et prête, puis "
        "imprimez de nouveau, ou choisissez-en une autre. Le document est déjà gardé : il part vers "
        "Microsoft 365."
    )


@pytest.mark.parametrize(("filing", "ticked"), [("jamais", False), ("obligatoire", True)])
def test_the_box_is_greyed_with_its_reason(
    person: AtTheWindow, invoice: Path, filing: str, ticked: bool
) -> None:
    activate(person)
    with CompanyDatabase.open(person.company) as database:
        database.templates.choose("gestion-commerciale", "ventes/facture", filing, "x")
    dialog = dialog_on(person, invoice)
    person.bot.waitUntil(lambda: not dialog.send.isEnabled(), timeout=2500)
    assert dialog.send.isChecked() is ticked
    assert dialog.why.text() == dialog.send.accessibleDescription() != ""
    dialog.reject()


def test_while_storage_is_off_it_prints_and_files_nothing(
    person: AtTheWindow, invoice: Path, tmp_path: Path
) -> None:
    dialog = dialog_on(person, invoice)
    assert not dialog.send.isChecked()
    assert "activé" in dialog.why.text()
    target = tmp_path / "sortie.pdf"
    save_to(person, dialog, target)
    person.bot.waitUntil(target.exists)
    with CompanyDatabase.open(person.company) as database:
        assert database.register.search() == []


def test_every_page_is_put_on_paper(qtbot: QtBot, invoice: Path, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    printer.setResolution(150)
    print_pages(invoice, printer)
    before, after = QPdfDocument(), QPdfDocument()
    before.load(str(invoice))
    after.load(str(tmp_path / "papier.pdf"))
    assert after.pageCount() == before.pageCount() > 0


def test_what_cannot_be_drawn_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "casse.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(DocumentNotUnderstood):
        print_pages(broken, QPrinter())
