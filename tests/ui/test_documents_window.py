"""The window « Documents », used as a person does, on a real company and a local Microsoft 365."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from at_the_window import AtTheWindow
from consulting_person import Consulting
from PySide6.QtCore import QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from invoice_making import Invoice
from stockage_partage.company import tables
from stockage_partage.company.engine import connect, writing
from stockage_partage.company.facts import Order
from stockage_partage.company.location import parse
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.ui.capture import draw, settle
from stockage_partage.ui.consult.detail_pane import Deed
from stockage_partage.ui.consult.document_model import ORDERS, PAGE, STATUS
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.ui.consult.message import Way
from stockage_partage.ui.consult.scenes import scenes

MOST_GAP_MS = 50.0


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield Consulting(there)
    there.close()


@pytest.fixture
def active(person: Consulting) -> Consulting:
    person.activate()
    return person


def test_a_document_is_found_as_it_is_typed_and_shown(active: Consulting) -> None:
    active.filed("FA00042")
    active.filed("BL00007")
    window = active.open()
    assert window.windowTitle() == "Documents – BIJOU SA"
    active.until(lambda: len(active.shown()) == 2)
    assert window.focusWidget() is window.filters.search
    QTest.keyClicks(window.filters.search, "00042")
    active.until(lambda: active.shown() == ["FA00042"])
    QTest.keyClick(window.filters.search, Qt.Key.Key_Down)
    assert window.details.heading.text() == "Facture FA00042"
    active.until(lambda: window.details.preview.shows_pages)
    QTest.keyClicks(window.filters.search, "9")
    active.until(lambda: window.stack.currentWidget() is window.message)
    assert "000429" in window.message.text.text()
    window.message.buttons[Way.SHOW_ALL].click()
    active.until(lambda: len(active.shown()) == 2)


def test_a_document_opens_as_a_private_copy_and_in_sharepoint(active: Consulting) -> None:
    row = active.filed("FA00042")
    active.choose("FA00042")
    links = active.there.opened_links
    active.press(Deed.OPEN)
    active.until(lambda: len(links) == 1)
    copy = Path(QUrl(links[0]).toLocalFile())
    assert copy.name == "Facture_FA00042.pdf"
    assert copy.read_bytes() == Invoice().pdf() + b"FA00042"
    active.press(Deed.OPEN_ONLINE)
    active.until(lambda: len(links) == 2)
    assert links[1] == row.url
    active.press(Deed.COPY_LINK)
    assert active.told() == "Lien copié."
    assert QGuiApplication.clipboard().text() == row.url


def test_a_document_is_saved_where_the_person_says(active: Consulting, tmp_path: Path) -> None:
    active.filed("FA00042")
    window = active.choose("FA00042")
    active.press(Deed.SAVE)
    [dialog] = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Facture_FA00042.pdf")
    target = tmp_path / "copie.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert "copie.pdf" in active.told()
    assert target.read_bytes() == Invoice().pdf() + b"FA00042"


def test_a_document_deleted_online_says_so_and_offers_the_recycle_bin(active: Consulting) -> None:
    row = active.filed("FA00042")
    graph = active.place.drive._graph
    drive_id = active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{row.item_id}").status == 204
    window = active.choose("FA00042")
    active.until(lambda: "supprimé" in window.details.note.text.text())
    visible = [deed for deed, button in window.details.buttons.items() if button.isVisible()]
    assert visible == [Deed.RECYCLE_BIN]
    state = window.model.index(0, STATUS)
    active.until(lambda: window.model.data(state) == "Supprimé")
    active.press(Deed.RECYCLE_BIN)
    assert active.there.opened_links[-1].endswith("/_layouts/15/AdminRecycleBin.aspx?view=5")


def test_what_was_told_of_a_document_goes_when_another_is_chosen(active: Consulting) -> None:
    active.filed("FA00001")
    active.filed("FA00002")
    window = active.choose("FA00001")
    active.until(lambda: "FA00002" in active.shown())

    def told() -> list[QLabel]:
        facts = window.details.findChildren(QLabel, "fact_0")
        return [each for each in facts if each.isVisible()]

    active.until(lambda: bool(told()))
    before = told()  # and no turn of the event loop from here on
    window.table.choose(active.shown().index("FA00002"))
    # Before the event loop has removed them: a picture taken now shows one document only.
    assert window.details.heading.text() == "Facture FA00002"
    assert not any(each.isVisible() for each in before)


def test_what_comes_from_elsewhere_appears_and_the_choice_stays(active: Consulting) -> None:
    active.filed("FA00001")
    window = active.choose("FA00001")
    active.until(lambda: window.details.preview.shows_pages)
    active.keep("FA00002")
    active.until(lambda: active.shown() == ["FA00002", "FA00001"])
    assert window.table.currentIndex().row() == 1
    assert window.details.row is not None
    assert window.details.row.number == "FA00001"
    assert window.details.preview.shows_pages
    active.until(lambda: window.filters.statuses[None].text().endswith("2"))


def fill(active: Consulting, count: int) -> None:
    """Many rows at once, as years of filing leave them."""
    engine = connect(parse(str(active.there.company)))
    with engine.connect() as connection, writing(connection):
        row = dict(connection.execute(sa.select(tables.document).limit(1)).mappings().one())
        rows = [
            row | {"id": 10 + n, "key": f"k{n}", "place": f"p{n}", "number": f"FA{n:06}"}
            for n in range(count)
        ]
        connection.execute(sa.insert(tables.document), rows)
        meta = tables.meta
        connection.execute(
            sa.update(meta).values(revision=meta.c.revision + 1, filed=meta.c.filed + count)
        )
    engine.dispose()


def test_a_long_list_scrolls_from_end_to_end_without_a_pause(active: Consulting) -> None:
    active.filed("FA00001")
    fill(active, 30_000)
    window = active.open()
    active.until(lambda: window.model.rowCount() == 30_001)
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(5)
    bar = window.table.verticalScrollBar()
    for step in range(1, 21):
        bar.setValue(bar.maximum() * step // 20)
        active.there.bot.wait(20)
    active.until(lambda: window.model.row_at(30_000) is not None)
    timer.stop()
    assert window.model.row_at(30_000).number == "FA00001"  # type: ignore[union-attr]  # just seen
    assert len(list(window.model.known_rows())) <= 60 * PAGE
    assert max(after - before for before, after in pairwise(beats)) * 1000 < MOST_GAP_MS + 5


def lowest_ink(picture: QImage, cell: QRect) -> int:
    """The lowest row of the cell, below its middle, on which something dark is written."""
    written = [
        y
        for y in range(cell.center().y(), cell.bottom() - 2)
        if any(picture.pixelColor(x, y).lightness() < 140 for x in range(cell.left(), cell.right()))
    ]
    return max(written)


def test_the_state_is_written_on_the_line_of_the_other_columns(qtbot: QtBot) -> None:
    window = scenes()["documents"]()
    qtbot.addWidget(window)
    settle(window)
    assert isinstance(window, DocumentsWindow)
    picture, table = draw(window), window.table
    row = next(at for at, each in window.model.known_rows() if each.number == "FA04256")

    def cell(column: int) -> QRect:
        place = table.visualRect(window.model.index(row, column))
        return place.translated(table.viewport().mapTo(window, QPoint()))

    word, state = ORDERS.index(Order.TYPE), cell(STATUS)
    after_the_dot = state.adjusted(state.width() // 4, 0, 0, 0)
    assert [window.model.data(window.model.index(row, column)) for column in (word, STATUS)] == [
        "Facture",
        "Classé",
    ]
    assert lowest_ink(picture, after_the_dot) == lowest_ink(picture, cell(word))
