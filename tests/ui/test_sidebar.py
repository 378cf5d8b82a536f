"""The tree left of the pages: what it tells beside a place, and how it folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, INACTIVE, STATES, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import Facts
from stockage_partage.applications import Application
from stockage_partage.company.state_records import DocumentCounts
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.navigation import FOLDED_WIDTH, Navigation

WAITING = DocumentCounts(to_classify=4, blocked=2, filed=10)


def place(tree: Navigation, page: PageId) -> QTreeWidgetItem:
    exactly = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    [found] = tree.findItems(NAMES[page], exactly)
    return found


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (ACTIVE, "Documents"),
        (replace(ACTIVE, documents=WAITING), "Documents, 4\u00a0à classer, 2\u00a0bloqués"),
        (replace(INACTIVE, documents=WAITING), "Documents"),  # the list is closed
    ],
)
def test_what_waits_is_told_beside_documents(qtbot: QtBot, facts: Facts, told: str) -> None:
    shown = window(facts)
    qtbot.addWidget(shown)
    item = place(shown.body.navigation, PageId.DOCUMENTS)
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == told
    assert item.toolTip(0) == (told if told != "Documents" else "")


def test_what_waited_is_unsaid_when_it_is_gone(qtbot: QtBot) -> None:
    shown = window(replace(ACTIVE, documents=WAITING))
    qtbot.addWidget(shown)
    shown.show_state(describe(ACTIVE))
    item = place(shown.body.navigation, PageId.DOCUMENTS)
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Documents"
    assert item.toolTip(0) == ""


def test_the_tree_folds_where_the_window_is_narrow_and_comes_back(qtbot: QtBot) -> None:
    shown = window(STATES["active"])
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    sidebar = shown.body.sidebar
    qtbot.waitUntil(lambda: sidebar.width() > FOLDED_WIDTH)
    before = sidebar.width()
    shown.resize(640, 480)
    qtbot.waitUntil(lambda: sidebar.width() == FOLDED_WIDTH)
    splitter = shown.body.splitter
    pages = splitter.widget(1)
    assert pages is not None
    # Its room is the page's: no gap between the two.
    qtbot.waitUntil(lambda: pages.x() == FOLDED_WIDTH + splitter.handleWidth())
    assert place(sidebar.tree, PageId.TEMPLATES).toolTip(0) == "Modèles"
    item = sidebar.tree.indexFromItem(place(sidebar.tree, PageId.TEMPLATES))
    assert sidebar.tree.viewport().rect().contains(sidebar.tree.visualRect(item))
    assert not sidebar.toggle.isVisible()
    shown.resize(1072, 704)
    qtbot.waitUntil(lambda: sidebar.width() == before)
    assert place(sidebar.tree, PageId.TEMPLATES).toolTip(0) == ""


def test_a_window_that_opens_narrow_unfolds_to_the_usual_width(qtbot: QtBot) -> None:
    shown = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(shown)
    shown.resize(640, 480)
    sidebar = shown.body.sidebar
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: sidebar.width() == FOLDED_WIDTH)
    shown.resize(1280, 720)
    qtbot.waitUntil(lambda: sidebar.width() == sidebar.tree.usual_width)


def test_a_tree_folded_by_hand_is_folded_the_next_time(qtbot: QtBot, tmp_path: Path) -> None:
    def opened() -> MainWindow:
        kept = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
        made = MainWindow(Application.COMPTABILITE, remembered=kept)
        qtbot.addWidget(made)
        made.resize(1280, 720)
        with qtbot.waitExposed(made):
            made.show()
        _ = made.body
        return made

    first = opened()
    qtbot.waitUntil(lambda: first.body.sidebar.width() > FOLDED_WIDTH)
    usual = first.body.sidebar.width()
    first.body.sidebar.toggle.click()
    qtbot.waitUntil(lambda: first.body.sidebar.width() == FOLDED_WIDTH)
    first.close()

    again = opened()
    qtbot.waitUntil(lambda: again.body.sidebar.width() == FOLDED_WIDTH)
    assert again.body.sidebar.toggle.accessibleName() == "Déplier la liste des rubriques"
    again.body.sidebar.toggle.click()
    qtbot.waitUntil(lambda: again.body.sidebar.width() == usual)
