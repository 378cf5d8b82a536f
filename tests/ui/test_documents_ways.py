"""Where the page « Documents » leads when it is closed, and out of what blocks a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from documents_person import OTHER, Consulting, blocked
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from previews.documents_previews import document
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.instants import utc_now
from stockage_partage.company.state_records import Status
from stockage_partage.errors import DatabaseBusy, StorageInactive
from stockage_partage.ui.assistants.export_assistant import ExportAssistant
from stockage_partage.ui.documents.available_actions import DocumentAction, actions_for
from stockage_partage.ui.documents.document_model import STATUS
from stockage_partage.ui.documents.documents_page import DocumentsPage, Way
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.toast import toasts_of


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield Consulting(there)
    there.close()


@pytest.fixture
def active(person: Consulting) -> Consulting:
    person.activate()
    return person


def test_while_storage_is_off_consulting_is_closed_and_says_why(active: Consulting) -> None:
    window = active.open()
    active.until(lambda: not window.is_closed and window.stack.currentWidget() is window.message)
    assert window.message.what.text() == "Aucun document pour l’instant"
    deposit = window.ways[Way.DEPOSIT]
    assert (deposit.isVisible(), deposit.isEnabled(), window.details.isVisible()) == (
        True,
        True,
        False,
    )
    window.deposit_wanted.disconnect()  # the system's own dialog for files
    pressed = []
    window.deposit_wanted.connect(lambda: pressed.append(True))
    deposit.click()
    assert pressed
    active.keep("FA00001")
    active.until(lambda: "FA00001" in active.shown())
    assert window.details.isVisible()
    active.place.database.activation.deactivate("admin", "comptabilite")
    active.until(lambda: window.is_closed)
    assert window.message.what.text() == "La consultation est fermée"
    assert "activé" in window.message.advice.text()
    assert not any(button.isVisible() for button in window.details.buttons.values())
    assert not window.ways[Way.SHOW_ALL].isVisible()


@pytest.fixture
def closed(active: Consulting) -> DocumentsPage:
    """Somebody was looking at it when storage was turned off."""
    window = active.open()
    active.until(lambda: not window.is_closed)
    active.place.database.activation.deactivate("admin", "comptabilite")
    active.until(lambda: window.is_closed)
    return window


def test_a_closed_page_leads_to_the_panel(active: Consulting, closed: DocumentsPage) -> None:
    program = active.there.program.window
    program.go_to(PageId.TEMPLATES)
    closed.ways[Way.EXCHANGES].click()
    assert program.body.stack.currentWidget() is program.body.exchanges


def test_a_closed_page_leads_to_the_documents_left_online(
    active: Consulting, closed: DocumentsPage
) -> None:
    assert "rapatriez les documents restés en ligne" in closed.message.advice.text()
    closed.ways[Way.BRING_BACK].click()
    assistant = active.there.opened(ExportAssistant)
    assistant.reject()


def test_where_storage_was_never_on_a_closed_page_has_nothing_to_bring_back(
    qtbot: QtBot,
) -> None:
    window = DocumentsPage()
    qtbot.addWidget(window)
    window.show_closed(StorageInactive(), bring_back=False)
    window.show()
    shown = [way for way, button in window.ways.items() if button.isVisible()]
    assert shown == [Way.EXCHANGES]
    assert "rapatriez" not in window.message.advice.text()
    window.show_closed(DatabaseBusy(), bring_back=True)
    assert not any(button.isVisible() for button in window.ways.values())


def test_a_blocked_document_shows_its_reason_and_can_be_taken_back(active: Consulting) -> None:
    document_id, _ = blocked(active, "FA00042")
    window = active.choose("FA00042")
    # The list is a second behind what the sender has just found.
    note = window.details.note.bar.advice
    active.until(lambda: "Un autre fichier porte déjà ce nom" in note.text())
    assert "Renommez ou déplacez cet autre fichier dans SharePoint, puis réessayez" in note.text()
    active.until(lambda: window.details.preview.shows_pages)
    active.press(DocumentAction.WITHDRAW)
    question = active.there.question("withdraw_dialog")
    assert any("effacée" in label.text() for label in question.findChildren(type(window.found)))
    question.reject()
    assert active.row(document_id).status is Status.BLOCKED
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_dialog", "withdraw")
    told = active.there.until_done("Le document sera retiré dans une demi-minute.")
    active.until(lambda: "Garder ce document" in window.details.note.bar.advice.text())
    # Not yet: whatever happens to this program now takes nothing back.
    assert active.row(document_id).status is Status.BLOCKED
    told.leave()  # as its time does
    active.until(lambda: active.place.database.register.get(document_id) is None)
    active.until(lambda: active.shown() == [OTHER])


def test_a_document_that_is_being_taken_back_waits_and_can_be_kept(active: Consulting) -> None:
    outbox = active.place.database.outbox
    outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    document_id = active.keep("FA00042")
    window = active.choose("FA00042")
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_dialog", "withdraw")
    active.until(lambda: DocumentAction.KEEP in window.details.offered)
    assert DocumentAction.WITHDRAW not in window.details.offered
    status = window.model.index(0, STATUS).data()
    assert status == "Retrait en cours"
    # Nobody sends what is about to go: filed, it could never be taken back any more.
    outbox.resume()
    assert not outbox.is_due(utc_now())
    active.press(DocumentAction.KEEP)
    active.until(lambda: active.row(document_id).status is Status.FILED)
    active.until(lambda: window.model.index(0, STATUS).data() == "Classé")
    assert toasts_of(active.there.program.window).toasts == []


def test_what_a_colleague_settles_meanwhile_is_not_taken_back_and_that_is_told(
    active: Consulting,
) -> None:
    outbox = active.place.database.outbox
    outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    document_id = active.keep("FA00042")
    active.choose("FA00042")
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_dialog", "withdraw")
    told = active.there.until_done("sera retiré dans une demi-minute")
    assert outbox.retry(document_id)
    told.leave()
    active.there.until_done("1 document n’est pas retiré")
    assert active.row(document_id).status is Status.WAITING


def test_closing_the_window_takes_back_at_once(active: Consulting) -> None:
    active.place.database.outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    document_id = active.keep("FA00042")
    active.choose("FA00042")
    active.press(DocumentAction.WITHDRAW)
    active.there.answer("withdraw_dialog", "withdraw")
    active.there.until_done("sera retiré dans une demi-minute")
    active.there.close()

    def gone() -> bool:
        with CompanyDatabase.open(active.there.company) as database:
            return database.register.get(document_id) is None

    active.until(gone)


def test_the_folder_where_another_file_is_in_the_way_opens_in_sharepoint(
    active: Consulting,
) -> None:
    document_id, _ = blocked(active, "FA00042")
    active.choose("FA00042")
    active.press(DocumentAction.OPEN_FOLDER)
    links = active.there.opened_links
    active.until(lambda: len(links) == 1)
    path = (active.row(document_id).path or "").rpartition("/")[0]
    there = active.place.drive.by_path(active.place.library(), path)
    assert there is not None
    assert there.is_folder
    assert links == [there.url]


def test_a_folder_that_is_not_online_any_more_leaves_the_place_free(active: Consulting) -> None:
    document_id, _ = blocked(active, "FA00042")
    active.choose("FA00042")
    drive, drive_id = active.place.drive, active.place.library()
    folder = drive.by_path(drive_id, (active.row(document_id).path or "").rpartition("/")[0])
    assert folder is not None
    assert drive.graph.ask("DELETE", f"/drives/{drive_id}/items/{folder.id}").status == 204
    active.press(DocumentAction.OPEN_FOLDER)
    assert "la place est libre" in active.told()
    assert active.there.opened_links == []


def test_only_a_place_that_is_taken_leads_to_its_folder() -> None:
    taken = replace(document(1, Status.BLOCKED), trouble="PlaceTaken")
    assert actions_for(taken)[:2] == (DocumentAction.OPEN_FOLDER, DocumentAction.RETRY)
    for trouble in ("NameRefused", "FolderForbidden", None):
        assert DocumentAction.OPEN_FOLDER not in actions_for(replace(taken, trouble=trouble))
    assert DocumentAction.OPEN_FOLDER not in actions_for(replace(taken, status=Status.WAITING))


def test_the_notice_of_blocked_documents_leads_to_them(active: Consulting) -> None:
    blocked(active, "FA00042")
    notices = active.there.program.window.body.exchanges.notices

    def way_out() -> QPushButton | None:
        found = notices.findChildren(QPushButton)
        return next((b for b in found if b.isVisible() and b.text() == "Voir pourquoi"), None)

    active.until(lambda: way_out() is not None)
    button = way_out()
    assert button is not None
    button.click()
    active.until(lambda: active.page.isVisible() and active.shown() == ["FA00042"])


def test_each_count_of_the_panel_leads_to_the_documents_that_it_counts(
    active: Consulting,
) -> None:
    blocked(active, "FA00042")
    active.open().filters.search.setText("rien de tel")
    active.until(lambda: active.page.stack.currentWidget() is active.page.message)
    window = active.there.program.window
    window.go_to(PageId.EXCHANGES)
    link = active.there.panel.counts.links[Status.BLOCKED]
    active.until(lambda: link.isVisible() and link.isEnabled())
    assert link.text() == "1\u00a0bloqué"
    link.click()
    active.until(lambda: active.page.isVisible() and active.shown() == ["FA00042"])
    assert active.page.filters.search.text() == ""
    window.go_to(PageId.EXCHANGES)
    active.there.panel.counts.links[Status.FILED].click()
    active.until(lambda: active.page.isVisible() and active.shown() == [OTHER])


def test_the_copying_keys_copy_the_link_of_what_one_looks_at(active: Consulting) -> None:
    row = active.filed("FA00042")
    window = active.there.program.window
    folder = active.there.until(lambda s: s.link is not None and bool(s.link.url)).link
    assert folder is not None
    page = active.choose("FA00042")
    active.until(lambda: page.details.buttons[DocumentAction.COPY_LINK].isVisible())
    window.activateWindow()
    page.table.setFocus()
    active.until(page.table.hasFocus)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.table, Qt.Key.Key_C, held)
    active.until(lambda: QGuiApplication.clipboard().text() == row.url)
    window.go_to(PageId.EXCHANGES)
    window.body.navigation.setFocus()
    active.until(window.body.navigation.hasFocus)
    QTest.keyClick(window.body.navigation, Qt.Key.Key_C, held)
    active.until(lambda: QGuiApplication.clipboard().text() == folder.url)


def test_a_blocked_document_is_tried_again(active: Consulting) -> None:
    document_id, in_the_way = blocked(active, "FA00042")
    active.choose("FA00042")
    graph, drive_id = active.place.drive._graph, active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{in_the_way}").status == 204
    active.press(DocumentAction.RETRY)
    active.until(lambda: active.row(document_id).status is Status.FILED)
    window = active.page
    active.until(lambda: window.details.buttons[DocumentAction.COPY_LINK].isVisible())
