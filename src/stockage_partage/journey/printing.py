"""Printing files: the print dialog with its box, and the watched folder of an application."""

from __future__ import annotations

import shutil
from pathlib import Path

from stockage_partage.company.facts import Status
from stockage_partage.documents.printing.labels import DONE
from stockage_partage.documents.printing.templates import Filing
from stockage_partage.journey.scene import LICENSED, Scene, expect
from stockage_partage.ui.places import NAMES, Place
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.resources import resource
from stockage_partage.words import print_dialog as words
from stockage_partage.words.journey import ALREADY, PRINTED_TO, WATCHED_FOLDER
from stockage_partage.words.printing import FILINGS

#: An invoice of the example company to a customer whom it knows; printed in the dialog.
INVOICE = "Facture_FA00042.pdf"
#: Another one; printed by the suite into the watched folder.
WATCHED = "Facture_FA00043.pdf"
#: To a customer whom the company does not know yet.
UNPLACED = "Facture_FA00044.pdf"


def example(name: str) -> Path:
    """An invoice that the example company has printed to PDF."""
    return resource(f"exemple/{name}")


def compulsory(scene: Scene) -> str:
    """« Personnalisation › Modèles »: invoices are always filed."""
    scene.hands.pick_named(scene.window.navigation, NAMES[Place.TEMPLATES])
    scene.hands.click(scene.window, "choice_ventes/facture_obligatoire")
    templates = scene.session(LICENSED).database.templates
    scene.stage.until(
        lambda: scene.stage.work(lambda: templates.chosen(LICENSED)).get("ventes/facture"),
        "the choice kept",
    )
    scene.picture(LICENSED, "modeles")
    return FILINGS[Filing.COMPULSORY]


def printed(scene: Scene) -> str:
    """« Imprimer un document… »: the box is ticked and greyed; the PDF is the same, byte for byte."""
    target = scene.folder(PRINTED_TO) / INVOICE
    _print(scene, target, "impression")
    expect(target.read_bytes() == example(INVOICE).read_bytes(), "the same bytes on the disk")
    scene.picture(LICENSED, "imprime")
    return target.name


def invoice(scene: Scene) -> str:
    """It is filed where the tree says, byte for byte, by the window's own sender."""
    row = scene.document("fa00042", lambda row: row.status is Status.FILED)
    expect(scene.online(row) == example(INVOICE).read_bytes(), "the same bytes online")
    scene.picture(LICENSED, "facture")
    return row.path or ""


def same_again(scene: Scene) -> str:
    """The same bytes printed once more write nothing, and the window says so."""
    _print(scene, scene.folder(PRINTED_TO) / f"Copie_{INVOICE}", "")
    told = scene.window.exchanges.troubles.what
    scene.stage.until(lambda: ALREADY in told.text(), "said that it is filed already")
    scene.document("fa00042", lambda row: row.status is Status.FILED)
    return told.text()


def _print(scene: Scene, target: Path, picture: str) -> None:
    hands, stage = scene.hands, scene.stage
    hands.choose(scene.window, "action_print")
    dialog = hands.opened(PrintDialog)
    hands.click(dialog, "choose_file")
    hands.give_path("choose_file_dialog", example(INVOICE))
    # Nothing of this goes to a printer that somebody really has.
    stage.until(
        lambda: dialog.printer_field.note.text() != words.SEARCHING_PRINTERS, "known printers"
    )
    hands.last_choice(dialog.printer)
    stage.until(lambda: dialog.print_button.text() == words.SAVE, "printing to a PDF")
    stage.until(lambda: dialog.send.isChecked() and not dialog.send.isEnabled(), "compulsory box")
    expect(dialog.send.text() == words.SEND and bool(dialog.why.text()), "box and its reason")
    expect(dialog.party.code == "CARAT", "third party read in the document")
    if picture:
        stage.picture(dialog, picture)
    hands.click(dialog, "print")
    hands.give_path("save_pdf_dialog", target)
    hands.until_closed(dialog)


def watched_folder(scene: Scene) -> str:
    """« Dossier surveillé »: chosen on the page « Modèles »."""
    folder = scene.folder(WATCHED_FOLDER)
    scene.hands.pick_named(scene.window.navigation, NAMES[Place.TEMPLATES])
    scene.hands.click(scene.window, "choose_print_folder")
    scene.hands.give_path("print_folder_dialog", folder)
    card = scene.window.templates.folder
    scene.stage.until(lambda: card.stop.isVisible(), "watched folder")
    scene.picture(LICENSED, "dossier-surveille")
    return folder.name


def half_written(scene: Scene) -> str:
    """A PDF without its end stays where it is."""
    content = example(WATCHED).read_bytes()
    (scene.folder(WATCHED_FOLDER) / WATCHED).write_bytes(content[: len(content) // 2])
    said = scene.window.templates.folder.row.help
    scene.stage.until(lambda: "incomplet" in said.text(), "half-written file told")
    expect((scene.folder(WATCHED_FOLDER) / WATCHED).exists(), "half-written file left where it is")
    scene.picture(LICENSED, "pdf-incomplet")
    return WATCHED


def watched_print(scene: Scene) -> str:
    """Once whole it is taken, moved aside, and filed."""
    shutil.copyfile(example(WATCHED), scene.folder(WATCHED_FOLDER) / WATCHED)
    row = scene.document("fa00043", lambda row: row.status is Status.FILED)
    expect(scene.online(row) == example(WATCHED).read_bytes(), "the same bytes online")
    _moved_aside(scene, WATCHED)
    scene.picture(LICENSED, "pdf-pris")
    return row.path or ""


def waiting_print(scene: Scene) -> str:
    """An invoice to somebody unknown is kept safe and waits in « À classer »."""
    shutil.copyfile(example(UNPLACED), scene.folder(WATCHED_FOLDER) / UNPLACED)
    row = scene.document("fa00044", lambda row: row.status is Status.TO_CLASSIFY)
    _moved_aside(scene, UNPLACED)
    scene.until(LICENSED, lambda state: state.facts.documents.to_classify == 1, "one to classify")
    scene.hands.pick_named(scene.window.navigation, NAMES[Place.EXCHANGES])
    scene.picture(LICENSED, "a-classer")
    return row.title


def _moved_aside(scene: Scene, name: str) -> None:
    folder = scene.folder(WATCHED_FOLDER)
    scene.stage.until(
        lambda: not (folder / name).exists() and list((folder / DONE).glob(f"*/{name}")),
        f"{name} in {DONE}",
    )
