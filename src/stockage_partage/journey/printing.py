"""Printing files: the print dialog with its box, and the watched folder of an application."""

from __future__ import annotations

import shutil
from pathlib import Path

from stockage_partage.company.state_records import Status
from stockage_partage.documents.printing.folder_settings import DONE
from stockage_partage.documents.printing.templates import FilingMode
from stockage_partage.journey.context import LICENSED, JourneyContext, expect
from stockage_partage.messages import print_dialog as texts
from stockage_partage.messages.journey import ALREADY, PRINTED_TO, WATCHED_FOLDER
from stockage_partage.messages.printing import FILINGS
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.widgets.resources import resource
from stockage_partage.ui.widgets.toast import toasts_of

#: An invoice of the example company to a customer whom it knows; printed in the dialog.
INVOICE = "Facture_FA00042.pdf"
#: Another one; printed by the suite into the watched folder.
WATCHED = "Facture_FA00043.pdf"
#: To a customer whom the company does not know yet.
UNPLACED = "Facture_FA00044.pdf"


def example(name: str) -> Path:
    """An invoice that the example company has printed to PDF."""
    return resource(f"exemple/{name}")


def compulsory(context: JourneyContext) -> str:
    """« Personnalisation › Modèles »: invoices are always filed."""
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.TEMPLATES])
    context.input.click(context.window, "choice_ventes/facture_obligatoire")
    templates = context.session(LICENSED).database.templates
    context.window_driver.until(
        lambda: context.window_driver.work(lambda: templates.chosen(LICENSED)).get(
            "ventes/facture"
        ),
        "the choice kept",
    )
    context.picture(LICENSED, "modeles")
    return FILINGS[FilingMode.COMPULSORY]


def printed(context: JourneyContext) -> str:
    """« Imprimer un document… »: the box is ticked and greyed; the PDF is the same, byte for byte."""
    target = context.folder(PRINTED_TO) / INVOICE
    _print(context, target, "impression")
    expect(target.read_bytes() == example(INVOICE).read_bytes(), "the same bytes on the disk")
    context.picture(LICENSED, "imprime")
    return target.name


def invoice(context: JourneyContext) -> str:
    """The invoice is filed where the tree says, byte for byte, by the window's own sender."""
    row = context.document("fa00042", lambda row: row.status is Status.FILED)
    expect(context.online(row) == example(INVOICE).read_bytes(), "the same bytes online")
    context.picture(LICENSED, "facture")
    return row.path or ""


def same_again(context: JourneyContext) -> str:
    """A print of bytes that are filed already writes nothing, and the window says so."""
    _print(context, context.folder(PRINTED_TO) / f"Copie_{INVOICE}", "")
    said: list[str] = []

    def told() -> bool:
        said.extend(each.words.text() for each in toasts_of(context.window).toasts)
        return any(ALREADY in each for each in said)

    context.window_driver.until(told, "said that it is filed already")
    context.document("fa00042", lambda row: row.status is Status.FILED)
    return said[-1]


def _print(context: JourneyContext, target: Path, picture: str) -> None:
    input, window_driver = context.input, context.window_driver
    input.choose(context.window, "action_print")
    dialog = input.opened(PrintDialog)
    input.click(dialog, "choose_file")
    input.give_path("choose_file_dialog", example(INVOICE))
    # Nothing of this goes to a printer that somebody really has.
    window_driver.until(
        lambda: dialog.printer_field.note.text() != texts.SEARCHING_PRINTERS, "known printers"
    )
    input.last_choice(dialog.printer)
    window_driver.until(lambda: dialog.print_button.text() == texts.SAVE, "printing to a PDF")
    window_driver.until(
        lambda: dialog.send.isChecked() and not dialog.send.isEnabled(), "compulsory box"
    )
    expect(dialog.send.text() == texts.SEND and bool(dialog.why.text()), "box and its reason")
    expect(dialog.party.code == "CARAT", "third party read in the document")
    if picture:
        window_driver.picture(dialog, picture)
    input.click(dialog, "print")
    input.give_path("save_pdf_dialog", target)
    input.until_closed(dialog)


def watched_folder(context: JourneyContext) -> str:
    """« Dossier surveillé »: chosen on the page « Modèles »."""
    folder = context.folder(WATCHED_FOLDER)
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.TEMPLATES])
    context.input.click(context.window, "choose_print_folder")
    context.input.give_path("print_folder_dialog", folder)
    card = context.window.body.templates.folder
    context.window_driver.until(lambda: card.stop.isVisible(), "watched folder")
    context.picture(LICENSED, "dossier-surveille")
    return folder.name


def half_written(context: JourneyContext) -> str:
    """A PDF without its end stays where it is."""
    content = example(WATCHED).read_bytes()
    (context.folder(WATCHED_FOLDER) / WATCHED).write_bytes(content[: len(content) // 2])
    said = context.window.body.templates.folder.row.help
    context.window_driver.until(lambda: "incomplet" in said.text(), "half-written file told")
    expect(
        (context.folder(WATCHED_FOLDER) / WATCHED).exists(), "half-written file left where it is"
    )
    context.picture(LICENSED, "pdf-incomplet")
    return WATCHED


def watched_print(context: JourneyContext) -> str:
    """Once whole it is taken, moved aside, and filed."""
    shutil.copyfile(example(WATCHED), context.folder(WATCHED_FOLDER) / WATCHED)
    row = context.document("fa00043", lambda row: row.status is Status.FILED)
    expect(context.online(row) == example(WATCHED).read_bytes(), "the same bytes online")
    _moved_aside(context, WATCHED)
    context.picture(LICENSED, "pdf-pris")
    return row.path or ""


def waiting_print(context: JourneyContext) -> str:
    """An invoice to somebody unknown is kept safe and waits in « À classer »."""
    shutil.copyfile(example(UNPLACED), context.folder(WATCHED_FOLDER) / UNPLACED)
    row = context.document("fa00044", lambda row: row.status is Status.TO_CLASSIFY)
    _moved_aside(context, UNPLACED)
    context.until(LICENSED, lambda state: state.facts.documents.to_classify == 1, "one to classify")
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    context.picture(LICENSED, "a-classer")
    return row.title


def _moved_aside(context: JourneyContext, name: str) -> None:
    folder = context.folder(WATCHED_FOLDER)
    context.window_driver.until(
        lambda: not (folder / name).exists() and list((folder / DONE).glob(f"*/{name}")),
        f"{name} in {DONE}",
    )
