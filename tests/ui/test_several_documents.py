"""Several documents chosen at once: what is offered, and what one press does with all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from documents_person import Consulting
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.instants import utc_now
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.documents_page import DocumentsPage
from stockage_partage.ui.widgets.toast import toasts_of


@pytest.fixture
def active(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    person = Consulting(there)
    person.activate()
    yield person
    there.close()


def choose_all(active: Consulting, count: int) -> DocumentsPage:
    page = active.open()
    active.until(lambda: len(active.shown()) == count)
    page.table.selectAll()
    active.until(lambda: len(page.details.rows) == count)
    assert page.details.heading.text() == f"{count}\u00a0documents choisis"
    return page


def offered(page: DocumentsPage) -> list[DocumentAction]:
    return [action for action, button in page.details.buttons.items() if button.isVisible()]


def save_into(active: Consulting, page: DocumentsPage, folder: Path) -> str:
    active.press(DocumentAction.SAVE)
    dialogs: list[QFileDialog] = []

    def asked() -> bool:
        dialogs[:] = page.findChildren(QFileDialog, "save_many_dialog")
        return bool(dialogs)

    active.until(asked)
    dialogs[0].fileSelected.emit(str(folder))
    dialogs[0].reject()
    stack, said = toasts_of(active.there.program.window), page.troubles
    active.until(lambda: bool(stack.toasts) or not said.isHidden())
    active.until(lambda: not page.doing.isVisible())
    words = stack.toasts[-1].words if stack.toasts else said.what
    return words.text().replace("\u00a0", " ")


def test_all_are_saved_in_the_folder_that_is_named(active: Consulting, tmp_path: Path) -> None:
    numbers = ("FA00041", "FA00042", "FA00043")
    for number in numbers:
        active.filed(number)
    page = choose_all(active, 3)
    assert offered(page) == [DocumentAction.OPEN, DocumentAction.SAVE, DocumentAction.DOSSIER]
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / "Facture_FA00042.pdf").write_bytes(b"mine")

    assert save_into(active, page, folder) == f"3 documents sont enregistrés dans {folder}."

    assert (folder / "Facture_FA00042.pdf").read_bytes() == b"mine"
    for name in ("Facture_FA00041", "Facture_FA00042 (2)", "Facture_FA00043"):
        number = name.split()[0].removeprefix("Facture_")
        assert (folder / f"{name}.pdf").read_bytes() == Invoice().pdf() + number.encode()


def test_a_folder_that_cannot_be_looked_into_is_told_and_nothing_goes_on(
    active: Consulting, tmp_path: Path
) -> None:
    for number in ("FA00041", "FA00042"):
        active.filed(number)
    page = choose_all(active, 2)
    told = save_into(active, page, tmp_path / ("x" * 300))
    assert told.startswith(
        "2 n’ont pas été traités. Le programme ne peut pas écrire dans le dossier"
    )
    assert page.stop.isHidden()


def test_one_that_is_gone_is_named_and_the_others_are_saved(
    active: Consulting, tmp_path: Path
) -> None:
    gone, _ = active.filed("FA00041"), active.filed("FA00042")
    page = choose_all(active, 2)
    graph, drive_id = active.place.drive._graph, active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{gone.item_id}").status == 204
    folder = tmp_path / "client"
    folder.mkdir()
    told = save_into(active, page, folder)
    assert told.startswith(f"1 document est enregistré dans {folder}. « Facture FA00041 »")
    assert [file.name for file in folder.iterdir()] == ["Facture_FA00042.pdf"]


def test_all_that_wait_are_withdrawn_after_one_question(active: Consulting) -> None:
    active.place.database.outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    for number in ("FA00041", "FA00042"):
        active.keep(number)
    page = choose_all(active, 2)
    assert DocumentAction.WITHDRAW in offered(page)
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_many_dialog", "withdraw")
    told = active.there.until_done("2 documents seront retirés dans une demi-minute.")
    active.until(lambda: DocumentAction.KEEP in offered(page))
    assert DocumentAction.WITHDRAW not in offered(page)
    assert active.shown() != []
    told.leave()  # as its time does
    active.until(lambda: active.shown() == [])


def test_one_of_several_that_are_leaving_can_be_kept(active: Consulting) -> None:
    active.place.database.outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    for number in ("FA00041", "FA00042"):
        active.keep(number)
    page = choose_all(active, 2)
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_many_dialog", "withdraw")
    active.there.until_done("2 documents seront retirés")
    active.until(lambda: DocumentAction.KEEP in offered(page))
    page.table.choose(active.shown().index("FA00041"))
    active.press(DocumentAction.KEEP)
    told = active.there.until_done("Le document sera retiré dans une demi-minute.")
    told.leave()
    active.until(lambda: active.shown() == ["FA00041"])


def test_a_single_choice_shows_that_document_again(active: Consulting) -> None:
    active.filed("FA00041")
    active.filed("FA00042")
    page = choose_all(active, 2)
    page.table.choose(active.shown().index("FA00041"))
    assert page.details.heading.text() == "Facture FA00041"
    assert DocumentAction.OPEN_ONLINE in offered(page)
    page.table.selectAll()
    active.until(lambda: len(page.details.rows) == 2)
    page.filters.search.setText("FA00042")  # another answer, of which nothing is chosen
    active.until(lambda: active.shown() == ["FA00042"])
    assert page.details.rows == ()
    assert offered(page) == []


def test_documents_that_are_not_on_screen_are_chosen_too(active: Consulting) -> None:
    active.place.database.outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    for number in range(130):
        active.keep(f"FA{number:05}")
    page = active.open()
    active.until(lambda: page.model.rowCount() == 130)
    model = page.model
    whole = QItemSelection(model.index(0, 0), model.index(129, model.columnCount() - 1))
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(whole, flags.ClearAndSelect | flags.Rows)
    active.until(lambda: len(page.details.rows) == 130)
    assert len({row.id for row in page.details.rows}) == 130
    button = page.details.buttons[DocumentAction.OPEN]
    active.until(button.isVisible)
    assert not button.isEnabled()
    assert "10 documents au plus" in button.accessibleDescription().replace("\u00a0", " ")
