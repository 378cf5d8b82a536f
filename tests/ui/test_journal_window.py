"""The company's journal in its window: searched, read page by page, written down, verified; and one document's."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from documents_person import Consulting
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import Author, JournalAct, JournalHead
from stockage_partage.company.journal.journal import KeptHeads
from stockage_partage.messages import journal as verification_texts
from stockage_partage.messages import journal_entries
from stockage_partage.messages import journal_window as texts
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.journal import journal_controller
from stockage_partage.ui.journal.journal_controller import JournalController
from stockage_partage.ui.journal.journal_table import DocumentJournal, JournalColumn
from stockage_partage.ui.journal.journal_window import JournalWindow, VerificationDialog
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.base_dialog import Confirmation

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WAIT_MS = 10_000


class Reader:
    """Somebody in front of the journal of a company of twelve entries, a day apart."""

    def __init__(self, bot: QtBot, folder: Path, background: Background) -> None:
        self.bot, self.folder = bot, folder
        self.now = BEGIN
        self.file = folder / "BIJOU.db"
        self.database = CompanyDatabase.create(self.file, "BIJOU SA", clock=lambda: self.now)
        for number in range(12):
            self.tell(number)
        over = QWidget()
        bot.addWidget(over)
        self.controller = JournalController(self.database, folder, background, over)

    def tell(self, number: int) -> None:
        """Told by two people in turn, a repair the one time and documents brought back the other."""
        self.now = BEGIN + timedelta(days=number)
        who = ("Élodie", "paul")[number % 2]
        self.database.acted_on_by(lambda: Author("comptabilite", "POSTE-1", who))
        if number % 3:
            self.database.journal.note(JournalAct.BROUGHT_BACK, {"documents": number})
        else:
            fault = {"fault": "envois_abandonnes", "count": number}
            self.database.journal.note(JournalAct.REPAIRED, fault)

    def open(self) -> JournalWindow:
        self.controller.open()
        assert self.controller.window is not None
        self.settle()
        return self.controller.window

    @property
    def window(self) -> JournalWindow:
        assert self.controller.window is not None
        return self.controller.window

    def settle(self) -> None:
        self.bot.waitUntil(self.window.progress.isHidden, timeout=WAIT_MS)

    def numbers(self) -> list[int]:
        return [each.number for each in self.window.table.journal.entries]

    def until(self, numbers: list[int]) -> None:
        self.bot.waitUntil(lambda: self.numbers() == numbers, timeout=WAIT_MS)

    def verified(self) -> VerificationDialog:
        self.window.verify.click()
        found = self.window.findChild(VerificationDialog)
        assert found is not None
        self.bot.waitUntil(found.conclusion.isVisible, timeout=WAIT_MS)
        return found


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path, background: Background) -> Iterator[Reader]:
    made = Reader(qtbot, tmp_path, background)
    yield made
    made.controller.close()
    made.database.close()


def newest(count: int = 12, last: int = 1) -> list[int]:
    return list(range(count, last - 1, -1))


def test_the_newest_entry_comes_first_and_tells_all_of_itself(reader: Reader) -> None:
    window = reader.open()
    assert reader.numbers() == newest()
    row = [
        window.table.journal.index(0, column).data()
        for column in (JournalColumn.ACT, JournalColumn.ACCOUNT, JournalColumn.WORKSTATION)
    ]
    assert row == ["Documents rapatriés", "paul", "POSTE-1"]
    assert window.table.journal.index(0, JournalColumn.APPLICATION).data() == "Comptabilité"
    told = window.list.details.toPlainText()
    assert "Documents : 11" in told
    assert next(iter(reader.database.journal.search(window.filters.now_asked()))).hash in told
    assert window.count.text() == "12 lignes"


def test_it_opens_as_large_as_its_rows_want(reader: Reader) -> None:
    window = reader.open()
    asked = JournalWindow()
    reader.bot.addWidget(asked)
    asked.fit()
    assert window.size() == asked.size()


def test_it_is_searched_by_words_act_and_days(reader: Reader) -> None:
    window = reader.open()
    assert window.filters.text.hasFocus() or window.focusWidget() is window.filters.text
    QTest.keyClicks(window.filters.text, "elodie")
    reader.until(newest()[1::2])

    act = window.filters.act
    act.setCurrentIndex(act.findData("repaired"))
    reader.until([7, 1])
    window.filters.since.setText("03/11/2026")
    window.filters.tell()
    reader.until([7])

    window.filters.until.setText("01/11/2026")
    window.filters.tell()
    assert window.filters.fields[3].note.text() == "La date de fin est avant la date de début."
    assert reader.numbers() == [7]

    window.filters.until.clear()
    window.filters.text.setText("personne")
    window.filters.tell()
    reader.until([])
    assert window.nothing.isVisible()
    assert not window.export.isEnabled()
    window.show_all.click()
    reader.until(newest())


def test_older_entries_come_as_one_goes_down(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_controller, "PAGE", 5)
    for number in range(12, 90):
        reader.tell(number)
    window = reader.open()
    reader.bot.waitUntil(lambda: len(reader.numbers()) >= 45, timeout=WAIT_MS)
    reader.settle()
    assert len(reader.numbers()) < 80
    assert "descendez" in window.count.text()

    def all_read() -> bool:
        window.table.scrollToBottom()
        return reader.numbers() == newest(90)

    reader.bot.waitUntil(all_read, timeout=WAIT_MS)
    reader.bot.waitUntil(lambda: window.count.text() == "90 lignes", timeout=WAIT_MS)


def test_what_came_meanwhile_is_there_when_one_comes_back(reader: Reader) -> None:
    window = reader.open()
    reader.tell(12)
    window.in_front.emit()
    reader.until(newest(13))


def test_the_keyboard_goes_from_the_words_to_the_list(reader: Reader) -> None:
    window = reader.open()
    window.activateWindow()
    window.filters.text.setFocus()
    QTest.keyClick(window.filters.text, Qt.Key.Key_Down)
    assert window.focusWidget() is window.table
    assert window.table.selectionModel().selectedRows()[0].row() == 0
    QTest.keyClick(window.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.filters.text
    QTest.keyClicks(window.filters.text, "x")
    QTest.keyClick(window.filters.text, Qt.Key.Key_Escape)
    assert window.filters.text.text() == ""
    assert window.isVisible()
    QTest.keyClick(window.filters.text, Qt.Key.Key_Escape)
    assert reader.controller.window is None


def test_all_that_is_looked_for_is_written_down_with_the_head(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_controller, "PAGE", 2)
    window = reader.open()
    act = window.filters.act
    act.setCurrentIndex(act.findData("repaired"))
    reader.until([10, 7, 4, 1])
    window.export.click()
    reader.bot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=WAIT_MS)
    asked = window.findChild(QFileDialog)
    assert asked is not None
    target = reader.folder / "journal.csv"
    asked.fileSelected.emit(str(target))
    asked.close()
    reader.bot.waitUntil(window.troubles.isVisible, timeout=WAIT_MS)
    assert "4 lignes écrites" in window.troubles.what.text()
    written = target.read_text(encoding="utf-8-sig").splitlines()
    lines = list(csv.reader(written, delimiter=";"))
    assert tuple(lines[0]) == journal_entries.HEADINGS
    assert [line[0] for line in lines[1:]] == ["10", "7", "4", "1", "Tête"]
    end = reader.database.journal.head()
    assert lines[-1][-1] == f"{end.number}:{end.hash}"


def test_a_whole_journal_is_said_to_be_so_and_its_end_is_kept_here(reader: Reader) -> None:
    reader.open()
    dialog = reader.verified()
    assert dialog.conclusion.what.text() == verification_texts.WHOLE
    company = reader.database.company.get().id
    assert KeptHeads(reader.folder).of(company) == reader.database.journal.head()
    dialog.copy.click()
    assert "12 lignes" in QApplication.clipboard().text()


def test_an_end_that_cannot_be_kept_here_is_told_beside_the_result(reader: Reader) -> None:
    (reader.folder / "journal").write_text("a file in the place of the folder")
    reader.open()
    dialog = reader.verified()
    assert dialog.conclusion.what.text() == verification_texts.WHOLE
    assert dialog.troubles.isVisible()


def test_a_changed_entry_is_named_with_what_to_do_and_no_end_is_kept(reader: Reader) -> None:
    with closing(sqlite3.connect(reader.file)) as file, file:
        file.execute("UPDATE sp_journal_entry SET account = 'x' WHERE number = 5")
    reader.open()
    KeptHeads(reader.folder).keep(reader.database.company.get().id, JournalHead(40, "a" * 64))
    dialog = reader.verified()
    assert dialog.conclusion.advice.text() == verification_texts.NOT_WHOLE
    assert dialog.keep_end.isHidden(), "no backup explains a changed entry"
    dialog.copy.click()
    assert "Ligne 5" in QApplication.clipboard().text()
    kept = KeptHeads(reader.folder).of(reader.database.company.get().id)
    assert kept == JournalHead(40, "a" * 64)


def test_the_end_of_a_restored_backup_is_kept_when_somebody_says_so(reader: Reader) -> None:
    company = reader.database.company.get().id
    KeptHeads(reader.folder).keep(company, JournalHead(40, "a" * 64))  # seen before the backup
    reader.open()
    dialog = reader.verified()
    assert dialog.conclusion.advice.text() == verification_texts.NOT_WHOLE
    assert KeptHeads(reader.folder).of(company) == JournalHead(40, "a" * 64)
    dialog.keep_end.click()
    question = dialog.findChild(Confirmation, "keep_end_dialog")
    assert question is not None
    agreed = question.findChild(QPushButton, "keep_end")
    assert agreed is not None
    agreed.click()
    reader.bot.waitUntil(lambda: dialog.keep_end.isHidden())
    assert dialog.troubles.what.text() == verification_texts.HEAD_ACCEPTED
    assert dialog.conclusion.isHidden()
    assert KeptHeads(reader.folder).of(company) == reader.database.journal.head()
    dialog.close_button.click()
    dialog.setParent(None)
    again = reader.verified()
    assert again.conclusion.what.text() == verification_texts.WHOLE
    assert again.keep_end.isHidden()


def test_one_document_has_its_own_story_the_newest_first(reader: Reader, qtbot: QtBot) -> None:
    entries = next(reader.database.journal.pages())[:3]
    dialog = DocumentJournal("Facture FA00042", entries)
    qtbot.addWidget(dialog)
    shown = [each.number for each in dialog.list.table.journal.entries]
    assert shown == [3, 2, 1]
    assert "Facture FA00042" in dialog.windowTitle()

    nothing = DocumentJournal("Contrat.docx", ())
    qtbot.addWidget(nothing)
    assert nothing.findChild(QWidget, "journal_nothing") is not None


def test_a_repair_is_told_in_words(reader: Reader) -> None:
    window = reader.open()
    assert "marqués en cours d’envoi" in window.table.journal.index(2, JournalColumn.SUBJECT).data()
    assert texts.cell(window.table.journal.entries[2], JournalColumn.NUMBER) == "10"


def test_the_menu_leads_to_the_journal_and_a_document_to_its_own(at_window: AtTheWindow) -> None:
    there = Consulting(at_window)
    there.activate()
    document_id = there.keep("FA00042")
    there.choose("FA00042")
    there.press(DocumentAction.JOURNAL)
    story = there.there.opened(DocumentJournal)
    told = [each.document for each in story.list.table.journal.entries]
    assert set(told) == {document_id}
    story.close_button.click()

    menus = at_window.program.window.body.menus
    assert menus.journal.isEnabled()
    menus.journal.trigger()
    whole = there.there.opened(JournalWindow)
    there.until(lambda: len(whole.table.journal.entries) >= 2)
    acts = {each.act for each in whole.table.journal.entries}
    assert {JournalAct.STORAGE_ON, JournalAct.KEPT} <= acts
    # The company's window goes on beside it; asked for again, it is the same.
    menus.journal.trigger()
    assert there.there.opened(JournalWindow) is whole
    whole.close_button.click()
