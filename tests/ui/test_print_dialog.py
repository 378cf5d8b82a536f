"""The print dialog through the real window: kept before it is printed, and each failing on its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone, blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from previews.capture import settle
from previews.printing_previews import previews
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import Phase
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.viewing.view import SHOWN_AT_ONCE
from stockage_partage.errors import DocumentNotUnderstood
from stockage_partage.messages import print_dialog as texts
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog
from stockage_partage.ui.printing import printer_names
from stockage_partage.ui.printing.paper import PaperChoices, print_pages
from stockage_partage.ui.printing.print_dialog import PrintDialog, PrintRequest

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


def test_all_fields_are_in_sight_before_a_file_is_chosen(qtbot: QtBot) -> None:
    dialog = previews()["dialog-print-empty"]()
    assert isinstance(dialog, PrintDialog)
    qtbot.addWidget(dialog)
    settle(dialog)
    dialog.resize(dialog.width(), 729)  # of a screen of 768, less a title bar
    settle(dialog)
    for field in (dialog.number, dialog.date):
        assert field.visibleRegion().boundingRect() == field.rect()


def activate(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer("activation_dialog", "activate")
    person.sign_in_as("administrateur")
    person.until(lambda state: state.phase in (Phase.PREPARING, Phase.READY))


def dialog_on(person: AtTheWindow, invoice: Path) -> PrintDialog:
    person.program.window.body.menus.works[DocumentWork.PRINT].trigger()
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
    assert person.until_done("est enregistré").action.text() == "Voir"
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
    person.bot.waitUntil(lambda: "n’est pas enregistré" in dialog.problem.what.text())
    assert "Le document est déjà gardé\u00a0: il part" in dialog.problem.what.text()
    with CompanyDatabase.open(person.company) as database:
        assert len(database.register.search()) == 1
    assert dialog.cancel.text() == "Fermer"
    dialog.file_wanted.emit(invoice)
    person.bot.waitUntil(lambda: dialog.cancel.text() == "Annuler")
    dialog.reject()


def test_printers_that_do_not_answer_are_said_and_stop_nothing(
    person: AtTheWindow, invoice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer may come long after, while the document is being kept: pressed once is enough."""
    known = tmp_path / "known"
    waits = f"import os, time\nwhile not os.path.exists({str(known)!r}): time.sleep(0.01)\n1/0"
    monkeypatch.setattr(printer_names, "command", lambda *_: [sys.executable, "-c", waits])
    activate(person)
    dialog = dialog_on(person, invoice)
    assert dialog.printer_field.note.text() == texts.SEARCHING_PRINTERS
    dialog.show_busy()
    known.touch()
    person.bot.waitUntil(lambda: dialog.printer_field.note.text() == texts.PRINTERS_SILENT)
    assert not dialog.print_button.isEnabled()
    assert dialog.printer.count() == 1  # a PDF file
    dialog.reject()


def test_without_filing_a_failed_printer_leaves_something_to_cancel(
    person: AtTheWindow, invoice: Path, tmp_path: Path
) -> None:
    dialog = dialog_on(person, invoice)
    save_to(person, dialog, tmp_path / "absent" / "sortie.pdf")
    person.bot.waitUntil(lambda: "n’est pas enregistré" in dialog.problem.what.text())
    assert "gardé" not in dialog.problem.what.text()
    assert dialog.cancel.text() == "Annuler"
    dialog.reject()


def test_a_printer_that_refuses_is_said_by_the_document_s_name(qtbot: QtBot) -> None:
    dialog = previews()["dialog-print-refused"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintDialog)
    assert plain(dialog.problem.what.text()) == (
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


def test_the_dialog_says_beforehand_that_it_will_wait_and_for_what(qtbot: QtBot) -> None:
    dialog = previews()["dialog-print"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintDialog)
    dialog.show()
    bar = dialog.foreseen
    assert bar.what.text() == "Sera classé dans"
    assert bar.advice.text().startswith("Sage › Clients › CARAT")
    height, button = dialog.height(), dialog.print_button.pos()

    dialog.number.clear()

    assert plain(bar.what.text()) == "Attendra d’être classé"
    assert "le numéro de pièce" in plain(bar.advice.text())
    dialog.party.show_found(())
    dialog.party.search.setText("personne")
    assert "le tiers et le numéro de pièce" in plain(bar.advice.text())
    dialog.date.setText("31/02/2026")
    assert "la date" in plain(bar.advice.text())
    # What is said while one types leaves the buttons where they are.
    QApplication.sendPostedEvents()
    assert (dialog.height(), dialog.print_button.pos()) == (height, button)

    dialog.send.click()
    assert bar.isHidden()


def test_a_day_that_does_not_exist_is_said_to_be_none_as_one_leaves_the_field(
    qtbot: QtBot,
) -> None:
    dialog = previews()["dialog-print"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintDialog)
    for typed, said in (
        ("31/02/2026", "Ce jour n’existe pas."),
        ("hier", "Écrivez la date ainsi : 24/11/2026."),
        ("17/11/2026", ""),
        ("", ""),
    ):
        dialog.date.setText(typed)
        dialog.date.editingFinished.emit()
        assert plain(dialog.date_field.note.text()) == said


def test_a_long_name_shows_its_code_first(qtbot: QtBot) -> None:
    dialog = previews()["dialog-print"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PrintDialog)
    name = "Société coopérative agricole des producteurs de la vallée de la Loire et de l’Anjou"
    dialog.party.show_found([ThirdParty("COOP", "fournisseurs", name)])
    assert dialog.party.list.item(0).text().startswith("COOP · Société")
    assert dialog.party.code == "COOP"


def test_a_third_party_is_found_as_one_types(person: AtTheWindow, invoice: Path) -> None:
    activate(person)
    dialog = dialog_on(person, invoice)
    person.bot.waitUntil(lambda: dialog.party.code == "CARAT")
    QTest.keyClicks(dialog.party.search, "jolie")
    person.bot.waitUntil(lambda: dialog.party.code == "BOUTIQUE", timeout=PAGE_MS)
    assert "BOUTIQUE" in dialog.foreseen.advice.text()
    dialog.reject()


def test_the_pages_are_beside_and_only_those_wanted_are_printed(
    person: AtTheWindow, invoice: Path
) -> None:
    dialog = dialog_on(person, invoice)
    assert dialog.preview.shows_pages
    assert dialog.preview.page_count == 1
    dialog.paper.show_printers(["Accueil"], "Accueil")
    wished: list[PrintRequest] = []
    dialog.print_wanted.disconnect()
    dialog.print_wanted.connect(wished.append)
    dialog.paper.pages.setText("2-3")
    dialog.print_button.click()
    assert wished == []
    assert dialog.paper.pages.property("wrong")
    dialog.paper.pages.setText("1")
    dialog.paper.copies.setText("3")
    dialog.print_button.click()
    [wish] = wished
    assert (wish.printer, wish.pages, wish.copies) == ("Accueil", (0,), 3)
    # A PDF file is written as it is.
    dialog.paper.show_printers([], "")
    assert not dialog.paper.copies.isEnabled()
    assert not dialog.paper.properties.isEnabled()
    dialog.reject()


class SetAnew(QPrinter):
    """A printer as the system's dialog leaves it: another one was chosen there."""

    def printerName(self) -> str:  # noqa: N802  # Qt's name
        """Its name, whatever printers this machine has."""
        return "Atelier"


@pytest.mark.parametrize("known", [["Accueil", "Atelier"], ["Accueil"]])
def test_the_printer_chosen_in_the_system_s_dialog_is_the_one_that_is_shown(
    qtbot: QtBot, known: list[str]
) -> None:
    paper = PaperChoices()
    qtbot.addWidget(paper)
    paper.show_printers(known, "Accueil")
    printer = SetAnew()

    paper.show_configured(printer)

    assert paper.printer.currentText() == paper.name == "Atelier"
    assert paper.configured is printer


def test_pages_of_a_document_too_large_to_be_shown_can_be_chosen(
    person: AtTheWindow, tmp_path: Path
) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 300)
    writer.add_attachment("plan.bin", bytes(SHOWN_AT_ONCE))
    large = tmp_path / "large.pdf"
    writer.write(large)
    dialog = dialog_on(person, large)
    assert not dialog.preview.shows_pages
    dialog.paper.show_printers(["Accueil"], "Accueil")
    wished: list[PrintRequest] = []
    dialog.print_wanted.disconnect()
    dialog.print_wanted.connect(wished.append)

    for pages in ("4", "2-3"):
        dialog.paper.pages.setText(pages)
        dialog.print_button.click()

    assert [wish.pages for wish in wished] == [(1, 2)]
    dialog.reject()


def test_copies_and_pages_reach_the_paper(qtbot: QtBot, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for width in (200, 300, 400):
        writer.add_blank_page(width, 500)
    source = tmp_path / "trois.pdf"
    writer.write(source)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    print_pages(source, printer, (0, 2), copies=2)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "papier.pdf"))
    copies = 1 if printer.supportsMultipleCopies() else 2
    assert printed.pageCount() == 2 * copies
    assert printer.copyCount() == (2 if copies == 1 else 1)
    wide = [round(printed.pagePointSize(page).width() / 100) for page in range(2)]
    assert wide == [2, 4]


def test_what_was_said_is_there_when_it_is_to_be_classified(
    person: AtTheWindow, tmp_path: Path
) -> None:
    activate(person)
    file = tmp_path / "scan.pdf"
    file.write_bytes(blank_pdf())
    dialog = dialog_on(person, file)
    QTest.keyClicks(dialog.party.search, "CARAT")
    person.bot.waitUntil(lambda: dialog.party.code == "CARAT" and bool(dialog.party.party))
    dialog.date.setText("17/11/2026")
    words = [dialog.template.itemData(row).word for row in range(dialog.template.count())]
    dialog.template.setCurrentIndex(words.index("ventes/facture"))
    save_to(person, dialog, tmp_path / "sortie.pdf")
    way = person.until_done("attend d’être classé").action
    assert way.text() == "Classer"

    way.click()

    classifying = person.opened(ClassifyDialog)
    assert classifying.given.third_party == "CARAT"
    assert classifying.given.date == date(2026, 11, 17)
    assert classifying.piece.type_name == "ventes/facture"
