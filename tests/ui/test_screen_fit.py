"""No window is larger than its screen, nor beyond one of its edges, its frame included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.applications import Application
from stockage_partage.ui.widgets.screen_fit import OnScreen, fitted, room_on_screen
from stockage_partage.ui.window.guide_window import GuideWindow
from stockage_partage.ui.window.main_window import MainWindow, about

SCREEN = QRect(0, 24, 1366, 744)  # a panel above
FRAME = QSize(4, 30)  # edges and a title bar


@pytest.mark.parametrize(
    ("at", "inside", "place", "size"),
    [
        (QPoint(100, 100), QSize(800, 600), QPoint(100, 100), QSize(800, 600)),
        (QPoint(100, -6), QSize(1072, 704), QPoint(100, 24), QSize(1072, 704)),
        (QPoint(100, 24), QSize(1072, 744), QPoint(100, 24), QSize(1072, 714)),
        (QPoint(600, 400), QSize(800, 600), QPoint(562, 138), QSize(800, 600)),
        (QPoint(-40, 0), QSize(2000, 2000), QPoint(0, 24), QSize(1362, 714)),
    ],
)
def test_a_framed_window_is_wholly_on_its_screen(
    at: QPoint, inside: QSize, place: QPoint, size: QSize
) -> None:
    assert fitted(SCREEN, QRect(at, inside + FRAME), inside) == (place, size)
    assert SCREEN.contains(QRect(place, size + FRAME))


@pytest.mark.parametrize("make", [lambda: MainWindow(Application.COMPTABILITE), GuideWindow, about])
def test_windows_leave_room_for_their_frame(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    window = make()
    qtbot.addWidget(window)
    assert window.findChildren(OnScreen)
    assert window.height() <= room_on_screen(window).height()
    assert room_on_screen(window).height() < window.screen().availableSize().height()
