"""Where there is little room, what one came for keeps it; what is shortened is told whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previews.catalogue import all_previews
from previews.panel_previews import ACTIVE
from previews.panel_previews import window as shown_with
from stockage_partage.messages.window_help import GENERAL_SHORTCUTS
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.elided import ElidedComboBox
from stockage_partage.ui.window.commands import commands_of
from stockage_partage.ui.window.main_window import MainWindow


@pytest.fixture
def low(qtbot: QtBot) -> MainWindow:
    """« Documents » with two blocked, on 1366 × 768 at 300 %."""
    made = all_previews()["documents-smallest"]()
    assert isinstance(made, MainWindow)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_in_a_low_window_the_list_keeps_a_row_and_notices_keep_their_page(
    qtbot: QtBot, low: MainWindow
) -> None:
    notices, table = low.body.exchanges.notices, low.body.documents.table
    assert not notices.isVisible()
    row = table.visualRect(table.model().index(0, 0))
    assert table.viewport().height() >= row.bottom()
    low.go_to(PageId.EXCHANGES)
    assert notices.isVisible()
    low.go_to(PageId.DOCUMENTS)
    assert not notices.isVisible()
    low.resize(1072, 704)
    qtbot.waitUntil(notices.isVisible)


def test_a_long_choice_ends_with_points_and_is_told_whole(qtbot: QtBot) -> None:
    box = ElidedComboBox()
    qtbot.addWidget(box)
    box.addItems(["Laser", "Accueil – Laser couleur recto verso du premier étage"])
    box.setFixedWidth(140)
    with qtbot.waitExposed(box):
        box.show()

    def tip() -> str:
        where = QPoint(5, 5)
        QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, where, box.mapToGlobal(where)))
        return box.toolTip()

    assert tip() == ""
    box.setCurrentIndex(1)
    assert tip() == "Accueil – Laser couleur recto verso du premier étage"


def test_what_works_everywhere_is_listed_once(qtbot: QtBot) -> None:
    window = shown_with(ACTIVE)
    qtbot.addWidget(window)
    commands = [keys for keys, _ in commands_of(window)]
    assert len(commands) > 10
    assert set(commands).isdisjoint(keys for keys, _ in GENERAL_SHORTCUTS)
