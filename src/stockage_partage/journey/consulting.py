"""« Documents » found, shown and opened in SharePoint; in a dispute, read in French and taken along, verified."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from PySide6.QtCore import QSize

from stockage_partage.company.state_records import Status
from stockage_partage.documents.dossier.dossier_tables import PROOF, SUMS, TABLE
from stockage_partage.documents.proof.folder_proof import check, documents_beside, lines_of
from stockage_partage.journey.activation import sign_in_if_needed
from stockage_partage.journey.context import LICENSED, JourneyContext, expect
from stockage_partage.journey.printing import example
from stockage_partage.messages.documents_page import CLOSED_TITLE, COPIED
from stockage_partage.messages.dossier import HEADINGS
from stockage_partage.messages.invoice_page import NOT_THE_ORIGINAL
from stockage_partage.messages.invoice_terms import GROUPS, TERMS
from stockage_partage.messages.journey import DESK, DISPUTE, checked
from stockage_partage.session import http_client_of
from stockage_partage.ui.assistants.assistant import AssistantStep
from stockage_partage.ui.assistants.dossier import DossierAssistant
from stockage_partage.ui.documents.documents_page import DocumentsPage
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.widgets.toast import toasts_of

ASKED = "carat 42"
#: List and document side by side; a screen that does not exist is smaller.
SCREEN = QSize(1280, 720)
#: The pages are painted a little after they are there.
_PAINTED_AFTER_S = 0.3
#: A supplier's invoice in UBL, which has no pages of its own.
RECEIVED, NUMBER = "Facture_BF-2026-0118.xml", "BF-2026-0118"
#: What a reader must find on it, in the words of the French standard.
_WORDS = (NUMBER, GROUPS["BG-4"], TERMS["BT-115"])
#: Of documents that came, and of those deleted online meanwhile.
KEPT, DELETED = 5, 1
_VIEW, _SHA256 = HEADINGS.index("Vue lisible"), HEADINGS.index("SHA-256")


def found_again(context: JourneyContext) -> str:
    """« en cas de litige »: two words find it, as they are typed."""
    context.window.resize(SCREEN)
    context.input.choose(context.window, "action_consult")
    page = context.window.body.documents
    context.window_driver.until(page.isVisible, "the page of documents")
    context.window_driver.until(lambda: page.model.rowCount() > 1, "all documents")
    context.window_driver.picture(context.window, "documents")
    context.input.type(page.filters.search, ASKED)
    context.window_driver.until(lambda: numbers(page) == ["FA00042"], "the one document looked for")
    return page.found.text()


def previewed(context: JourneyContext) -> str:
    """A click on it shows its pages."""
    page = context.window.body.documents
    context.input.pick(page.table, page.model.index(0, 0))
    context.window_driver.until(lambda: page.details.preview.shows_pages, "the pages of the PDF")
    context.window_driver.pause(_PAINTED_AFTER_S)
    context.window_driver.picture(context.window, "apercu")
    return page.details.heading.text()


def in_sharepoint(context: JourneyContext) -> str:
    """« Ouvrir dans SharePoint » and « Copier le lien » give the same address, and the page is there."""
    page, known = context.window.body.documents, len(context.opened_links)
    context.input.click(page, "deed_open_online")
    context.window_driver.until(
        lambda: len(context.opened_links) > known, "address given to the browser"
    )
    context.input.click(page, "deed_copy_link")
    context.window_driver.until(
        lambda: any(COPIED in each.words.text() for each in toasts_of(context.window).toasts),
        "copied link told",
    )
    context.window_driver.picture(context.window, "lien-copie")
    url = context.opened_links[-1]
    expect(context.input.clipboard() == url, "the same link copied")
    answer = context.window_driver.work(
        lambda: http_client_of(context.settings(LICENSED)).send("GET", url)
    )
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    return url


def closed(context: JourneyContext) -> str:
    """After the deactivation, the page and the menu entry refuse, each with its words."""
    page = context.window.body.documents
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.DOCUMENTS])
    context.window_driver.until(lambda: page.is_closed, "closed consulting")
    expect(page.message.what.text() == CLOSED_TITLE, "closed, by its title")
    context.window_driver.picture(context.window, "consultation-fermee")
    why = page.message.advice.text()
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    entry = context.input.entry(context.window, "action_consult")
    expect(
        not entry.isEnabled() and entry.toolTip() != entry.text(), "greyed entry, with its reason"
    )
    menu = context.input.unfold(context.window, entry)
    context.window_driver.picture(menu, "menu-documents")
    context.input.fold(menu)
    return why


def numbers(page: DocumentsPage) -> list[str]:
    """The numbers of the documents in the list."""
    return [row.number for _, row in page.model.known_rows()]


def received(context: JourneyContext) -> str:
    """« Déposer un document… »: the invoice files itself under its supplier, byte for byte."""
    context.input.choose(context.window, "action_deposit")
    context.input.give_path("deposit_files_dialog", example(RECEIVED))
    row = context.document(NUMBER, lambda row: row.status is Status.FILED)
    expect(row.third_party_code == "BILLO", "the supplier read in the invoice")
    expect(context.online(row) == example(RECEIVED).read_bytes(), "the same bytes online")
    return row.path or ""


def read_in_french(context: JourneyContext) -> str:
    """An XML invoice has no face: the window shows all of it in French, marked as a view."""
    context.window.resize(SCREEN)
    context.input.choose(context.window, "action_consult")
    page = context.window.body.documents
    context.window_driver.until(page.isVisible, "the page of documents")
    context.input.paste(page.filters.search, NUMBER)
    context.window_driver.until(lambda: numbers(page) == [NUMBER], "the invoice looked for")
    context.input.pick(page.table, page.model.index(0, 0))
    preview = page.details.preview
    context.window_driver.until(lambda: preview.shows_pages, "the readable view")
    context.window_driver.pause(_PAINTED_AFTER_S)
    context.window_driver.picture(context.window, "vue-lisible")
    shown = " ".join(preview.words.split())
    for words in (*_WORDS, " ".join(NOT_THE_ORIGINAL.split())):
        expect(words in shown, f"{words!r} in the readable view")
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    return page.details.heading.text()


def dossier_made(context: JourneyContext) -> str:
    """« Constituer un dossier… », storage off: everything online, with views, proof and index."""
    context.input.choose(context.window, "action_dossier")
    assistant = context.input.opened(DossierAssistant)
    context.input.paste(assistant.form.folder, str(context.folder(DESK)))
    context.input.paste(assistant.dossier.name, DISPUTE)
    context.window_driver.until(assistant.finish.isEnabled, "counted documents")
    context.window_driver.picture(assistant, "dossier")
    context.input.click(assistant, "finish")
    sign_in_if_needed(context)
    context.window_driver.until(lambda: assistant.step is AssistantStep.OVER, "the dossier's end")
    context.window_driver.picture(assistant, "dossier-constitue")
    said = assistant.summary.text()
    context.input.click(assistant, "close")
    return said


def dossier_verified(context: JourneyContext) -> str:
    """Every fingerprint, the proof and the index, by what lies in the dossier alone."""
    folder = context.folder(DESK) / DISPUTE
    return context.window_driver.work(lambda: _verified(folder))


def _verified(folder: Path) -> str:
    sums = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    for line in sums:
        sha256, _, path = line.partition("  ")
        found = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        expect(found == sha256, f"the bytes of {path}")
    with (
        documents_beside(folder / PROOF) as sha256_of,
        (folder / PROOF).open("rb") as proof,
    ):
        flaws = list(check(lines_of(proof), sha256_of))
    expect(not flaws, f"a proof that holds ({flaws})")
    with (folder / TABLE).open(encoding="utf-8-sig", newline="") as index:
        lines = list(csv.DictReader(index, delimiter=";"))
    views = [line for line in lines if line[HEADINGS[_VIEW]]]
    there = sum(bool(line[HEADINGS[_SHA256]]) for line in lines)
    expect(
        (there, len(lines) - there) == (KEPT, DELETED),
        f"{KEPT} documents and {DELETED} deleted ({there} of {len(lines)})",
    )
    expect(any(NUMBER in line[HEADINGS[_VIEW]] for line in views), "the readable view of the XML")
    return checked(len(sums), len(views))
