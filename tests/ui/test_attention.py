"""A window that nobody looks at tells what needs somebody, once; an icon near the clock only when asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import AccountState, Facts
from stockage_partage.ui.window.attention import TaskbarAlert, TrayIcon
from stockage_partage.ui.window.main_window import MainWindow

BLOCKED = replace(ACTIVE, documents=replace(ACTIVE.documents, blocked=2))
ENDED = replace(ACTIVE, account_state=AccountState.SESSION_ENDED)


@pytest.fixture
def shown(qtbot: QtBot) -> MainWindow:
    made = window(ACTIVE)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (BLOCKED, "2\u00a0documents n’ont pas pu partir."),
        (ENDED, "Votre session Microsoft 365 est terminée\u00a0: reconnectez-vous."),
    ],
)
def test_a_minimised_window_asks_for_attention_once(
    shown: MainWindow, facts: Facts, said: str
) -> None:
    attention = TaskbarAlert(shown)
    asked: list[str] = []
    attention.asked.connect(asked.append)
    shown.showMinimized()
    attention.show_state(describe(ACTIVE))
    assert asked == []
    for _ in range(2):
        attention.show_state(describe(facts))
    assert asked == [said]


def test_what_was_so_from_the_start_asks_for_nothing(shown: MainWindow) -> None:
    attention = TaskbarAlert(shown)
    asked: list[str] = []
    attention.asked.connect(asked.append)
    shown.showMinimized()
    attention.show_state(describe(BLOCKED))
    assert asked == []


def test_a_window_that_is_looked_at_asks_for_nothing(qtbot: QtBot, shown: MainWindow) -> None:
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    attention = TaskbarAlert(shown)
    asked: list[str] = []
    attention.asked.connect(asked.append)
    attention.show_state(describe(ACTIVE))
    attention.show_state(describe(BLOCKED))
    assert asked == []


def test_the_icon_near_the_clock_is_there_only_when_asked_for(
    shown: MainWindow, tmp_path: Path
) -> None:
    remembered = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    tray = TrayIcon(shown, remembered)
    assert not tray.is_up
    tray.want(True)
    assert tray.is_up

    again = TrayIcon(shown, remembered)
    assert again.is_up
    again.want(False)
    assert not again.is_up
    assert not TrayIcon(shown, remembered).is_up


def test_the_icon_brings_a_minimised_window_back(qtbot: QtBot, shown: MainWindow) -> None:
    tray = TrayIcon(shown, None)
    shown.showMinimized()
    tray.bring_window()
    qtbot.waitUntil(lambda: not shown.isMinimized() and shown.isVisible())
