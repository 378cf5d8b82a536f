"""« Constituer un dossier » in the real window, and its index in the real browser."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from documents_person import Consulting
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.company.instants import utc_now
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.documents.dossier import index_page
from stockage_partage.documents.dossier.dossier_tables import DossierSummary, MadeBy
from stockage_partage.documents.dossier.index_page import IndexRow, PageLink
from stockage_partage.messages import dossier as texts
from stockage_partage.ui.assistants.assistant import AssistantStep
from stockage_partage.ui.assistants.dossier import DossierAssistant
from stockage_partage.ui.documents.available_actions import DocumentAction


@pytest.fixture
def active(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    """Two invoices are online."""
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    person = Consulting(there)
    person.activate()
    for number in ("FA00041", "FA00042"):
        person.filed(number)
    yield person
    there.close()


def made(active: Consulting, assistant: DossierAssistant) -> str:
    active.until(assistant.finish.isEnabled)
    assistant.finish.click()
    active.until(lambda: assistant.step is AssistantStep.OVER)
    return assistant.came_to.text()


def test_a_dossier_of_one_document_is_made_from_its_menu_and_opened(
    active: Consulting, tmp_path: Path
) -> None:
    page = active.choose("FA00042")
    active.until(lambda: DocumentAction.DOSSIER in page.details.offered)
    page.deed_wanted.emit(DocumentAction.DOSSIER)
    assistant = active.there.opened(DossierAssistant)
    active.until(lambda: "choisi dans la liste" in assistant.counted.text())
    assert not assistant.form.text.isVisible()
    assistant.form.folder.setText(str(tmp_path))
    assistant.dossier.name.setText("Litige FA00042")
    assert made(active, assistant) == "Le dossier est constitué"
    folder = tmp_path / "Litige FA00042"
    [document] = (folder / "Documents").rglob("*.pdf")
    assert document.read_bytes() == Invoice().pdf() + b"FA00042"
    assert (folder / "index.html").exists()
    assert "Fin du journal" in assistant.after.text()
    assistant.open_folder.click()
    assert active.there.opened_links[-1].endswith("Litige%20FA00042")


def test_a_zip_of_what_the_list_looks_for_is_proposed_and_made(
    active: Consulting, tmp_path: Path
) -> None:
    page = active.open()
    page.filters.search.setText("FA00041")
    active.until(lambda: active.shown() == ["FA00041"])
    active.there.program.window.body.menus.works[DocumentWork.DOSSIER].trigger()
    assistant = active.there.opened(DossierAssistant)
    assert assistant.form.text.text() == "FA00041".casefold()
    active.until(lambda: assistant.counted.text().startswith("1 document"))
    assistant.form.folder.setText(str(tmp_path))
    assistant.dossier.name.setText("Litige")
    assistant.dossier.as_zip.setChecked(True)
    assert made(active, assistant) == "Le dossier est constitué"
    with zipfile.ZipFile(tmp_path / "Litige.zip") as packed:
        assert [name for name in packed.namelist() if name.endswith("Facture_FA00041.pdf")]
    assistant.open_folder.click()
    assert active.there.opened_links[-1].endswith(tmp_path.name)


def test_several_documents_have_a_button_and_a_folder_that_is_not_ours_is_said(
    active: Consulting, tmp_path: Path
) -> None:
    page = active.open()
    active.until(lambda: len(active.shown()) == 2)
    page.table.selectAll()
    active.until(lambda: len(page.details.rows) == 2)
    active.press(DocumentAction.DOSSIER)
    assistant = active.there.opened(DossierAssistant)
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris" / "notes.txt").write_bytes(b"mine")
    assistant.form.folder.setText(str(tmp_path))
    assistant.dossier.name.setText("a/b")
    assert not assistant.finish.isEnabled()
    assert "caractère" in assistant.form.fields["dossier_name"].note.text()
    assistant.dossier.name.setText("pris")
    assert made(active, assistant) == "La constitution du dossier s’est arrêtée"
    assert "autre chose" in assistant.told.what.text()
    assert (tmp_path / "pris" / "notes.txt").read_bytes() == b"mine"


def index(folder: Path, *names: str) -> Path:
    """An index page that was made without a company."""
    rows = [
        IndexRow("31/03/2026", (name,), ("Carat", ""), "", (PageLink(name, f"Documents/{name}"),), (), "0" * 64)
        for name in names
    ]  # fmt: skip
    summary = DossierSummary(
        "BIJOU", len(rows), 0, 0, 0, JournalHead(), MadeBy(utc_now(), "marie@bijou.fr")
    )
    parts = [
        *index_page.before(texts.page(summary)),
        *map(index_page.row, rows),
        *index_page.after(),
    ]
    file = folder / "index.html"
    file.write_text("".join(parts), encoding="utf-8")
    return file


def test_the_index_is_searched_in_a_browser_and_nothing_in_it_runs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    trap = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    file = index(tmp_path, "Facture FA00041", "Reçu d’Été", trap)
    view = QWebEngineView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.loadFinished, timeout=15_000) as loaded:
        view.load(QUrl.fromLocalFile(str(file)))
    assert loaded.args == [True]

    def asked(script: str) -> object:
        answers: list[object] = []
        view.page().runJavaScript(script, 0, answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
        return answers[0]

    shown = "[...document.getElementById('documents').rows].filter(row => !row.hidden).length"
    assert "par marie@bijou.fr" in str(asked("document.body.textContent"))
    assert (asked(shown), asked("document.title")) == (3, "Dossier de BIJOU")
    typed = "words.value = 'recu ete'; words.dispatchEvent(new Event('input'));"
    assert asked(typed + shown) == 1
    assert asked("told.textContent") == "1 document sur 3"
    assert asked("document.querySelectorAll('img, iframe').length") == 0


def test_cancelled_what_was_fetched_is_kept_and_the_rest_comes_when_asked(
    active: Consulting, tmp_path: Path
) -> None:
    active.open()
    active.there.microsoft365.faults.install([{"kind": "download", "do": "slow", "seconds": 1}])
    active.there.program.window.body.menus.works[DocumentWork.DOSSIER].trigger()
    assistant = active.there.opened(DossierAssistant)
    assistant.form.folder.setText(str(tmp_path))
    assistant.dossier.name.setText("Litige")
    active.until(assistant.finish.isEnabled)
    assistant.finish.click()
    active.until(lambda: assistant.step is AssistantStep.RUNNING)
    assert assistant.stop.text() == "Annuler"
    assistant.reject()  # Escape; the button takes no second half of a double press
    active.there.microsoft365.faults.clear()
    active.until(lambda: assistant.step is AssistantStep.OVER)
    assert assistant.came_to.text() == "Le dossier n’est pas terminé"
    assert not (tmp_path / "Litige" / "index.html").exists()
    assistant.again.click()
    active.until(lambda: assistant.came_to.text() == "Le dossier est constitué")
    assert (tmp_path / "Litige" / "index.html").exists()


def test_a_double_press_makes_it_once_and_does_not_interrupt_it(
    active: Consulting, tmp_path: Path
) -> None:
    active.open()
    active.there.program.window.body.menus.works[DocumentWork.DOSSIER].trigger()
    assistant = active.there.opened(DossierAssistant)
    assistant.form.folder.setText(str(tmp_path))
    assistant.dossier.name.setText("Litige")
    active.until(assistant.finish.isEnabled)
    assistant.finish_wanted.emit()
    assistant.finish_wanted.emit()
    active.until(lambda: assistant.step is AssistantStep.RUNNING)
    assistant.stop.click()
    active.until(lambda: assistant.step is AssistantStep.OVER)
    assert assistant.came_to.text() == "Le dossier est constitué"
    assert not list((tmp_path / "Litige" / "Documents").rglob("* (2)*"))
