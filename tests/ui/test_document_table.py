"""The table of documents: its columns, and the row as one thing under mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, QSize, Qt
from PySide6.QtGui import QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from previews.capture import draw
from previews.documents_previews import previews
from stockage_partage.applications import Application
from stockage_partage.company.document_records import SortOrder
from stockage_partage.ui.documents.document_model import ORDERS
from stockage_partage.ui.documents.document_table import DocumentTable
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = previews()["documents"]()
    qtbot.addWidget(made)
    assert isinstance(made, MainWindow)
    with qtbot.waitExposed(made):
        made.show()
    return made


def hidden(table: DocumentTable) -> list[SortOrder]:
    return [order for at, order in enumerate(ORDERS) if table.isColumnHidden(at)]


@pytest.mark.parametrize("width", [1072, 1280, 1920])
def test_amount_and_state_are_always_in_view(qtbot: QtBot, window: MainWindow, width: int) -> None:
    table = window.body.documents.table
    window.resize(width, 720)
    qtbot.waitUntil(lambda: window.body.stack.width() > width - 260)
    for order in (SortOrder.AMOUNT, SortOrder.STATUS, SortOrder.ADDED):
        column = ORDERS.index(order)
        assert not table.isColumnHidden(column)
        right = table.columnViewportPosition(column) + table.columnWidth(column)
        assert right <= table.viewport().width()


def test_a_number_with_its_year_is_whole_at_the_usual_width(window: MainWindow) -> None:
    table = window.body.documents.table
    column = ORDERS.index(SortOrder.NUMBER)
    index = table.documents.index(0, column)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
    option.text = "FA-2026-0001"
    option.rect = table.visualRect(index)
    wanted = table.style().sizeFromContents(
        QStyle.ContentsType.CT_ItemViewItem, option, QSize(), table
    )
    assert wanted.width() <= table.columnWidth(column)


def test_what_the_list_is_sorted_by_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    table = window.body.documents.table
    window.resize(1072, 720)
    qtbot.waitUntil(lambda: SortOrder.DATE in hidden(table))
    header = table.horizontalHeader()
    assert header.isSortIndicatorShown()
    assert ORDERS[header.sortIndicatorSection()] is SortOrder.ADDED
    header.setSortIndicator(ORDERS.index(SortOrder.DATE), Qt.SortOrder.AscendingOrder)
    assert SortOrder.DATE not in hidden(table)
    assert table.order == (SortOrder.DATE, False)


def test_the_whole_row_greys_under_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    table = window.body.documents.table

    def ground(column: SortOrder) -> str:
        cell = table.visualRect(table.documents.index(4, ORDERS.index(column)))
        at = table.viewport().mapTo(window, cell.topRight()) + QPoint(-3, 6)
        return draw(window).pixelColor(at).name()

    before = {order: ground(order) for order in (SortOrder.NUMBER, SortOrder.AMOUNT)}
    over = table.visualRect(table.documents.index(4, ORDERS.index(SortOrder.NUMBER))).center()
    QTest.mouseMove(table.viewport(), over)
    qtbot.waitUntil(lambda: table.under_mouse == 4)
    greyed = {order: ground(order) for order in before}
    assert len(set(greyed.values())) == 1
    assert all(greyed[order] != before[order] for order in before)
    table.viewportEvent(QEvent(QEvent.Type.Leave))
    assert {order: ground(order) for order in before} == before


def test_a_row_that_comes_under_a_mouse_at_rest_greys_whole(window: MainWindow) -> None:
    table = window.body.documents.table
    over = table.visualRect(table.documents.index(4, ORDERS.index(SortOrder.NUMBER))).center()
    nowhere = QPointF(-1, -1)
    came = QHoverEvent(QEvent.Type.HoverEnter, QPointF(over), QPointF(over), nowhere)
    QApplication.sendEvent(table.viewport(), came)
    assert table.under_mouse == 4


def test_columns_are_as_they_were_left(qtbot: QtBot, tmp_path: Path) -> None:
    def opened() -> MainWindow:
        kept = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
        made = MainWindow(Application.COMPTABILITE, remembered=kept)
        qtbot.addWidget(made)
        made.resize(1600, 800)
        made.go_to(PageId.DOCUMENTS)
        with qtbot.waitExposed(made):
            made.show()
        return made

    first = opened()
    table = first.body.documents.table
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(ORDERS.index(SortOrder.AMOUNT)), 0)
    header.setSortIndicator(ORDERS.index(SortOrder.AMOUNT), Qt.SortOrder.AscendingOrder)
    edge = header.sectionViewportPosition(0) + header.sectionSize(0)
    at = QPoint(edge - 1, header.height() // 2)
    before = table.columnWidth(0)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(header.viewport(), at + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(40, 0))
    widened = table.columnWidth(0)
    assert widened != before
    first.close()

    again = opened().body.documents.table
    assert again.horizontalHeader().visualIndex(ORDERS.index(SortOrder.AMOUNT)) == 0
    assert again.order == (SortOrder.AMOUNT, False)
    assert again.columnWidth(0) == widened


@pytest.mark.parametrize("nonsense", ["", "{", "[]", '{"places": ["added"]}', '{"places": 3}'])
def test_columns_that_are_not_understood_stay_as_they_are(
    window: MainWindow, nonsense: str
) -> None:
    table = window.body.documents.table
    before = table.columns_state()
    table.restore_columns(nonsense)
    assert table.columns_state() == before
