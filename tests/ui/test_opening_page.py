"""The page that a window opens on: the panel, until storage was active for its company."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, INACTIVE
from stockage_partage.activation.panel_rules import describe
from stockage_partage.applications import Application
from stockage_partage.errors import DatabaseMissing
from stockage_partage.ui.documents.documents_page import Way
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.opening import Skeleton

Opens = Callable[[str], MainWindow]


@pytest.fixture
def opens(qtbot: QtBot, tmp_path: Path) -> Opens:
    def opened(company: str) -> MainWindow:
        kept = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
        made = MainWindow(Application.COMPTABILITE, remembered=kept, company=company)
        qtbot.addWidget(made)
        made.show()
        assert isinstance(made.centralWidget(), Skeleton)  # first paint waits for no page
        built: list[bool] = []
        made.build(lambda: built.append(True))
        qtbot.waitUntil(lambda: bool(built))
        return made

    return opened


def test_a_window_opens_on_documents_once_storage_was_active(opens: Opens) -> None:
    first = opens("BIJOU.db")
    assert first.body.stack.currentWidget() is first.body.exchanges
    first.show_state(describe(ACTIVE))
    assert first.body.stack.currentWidget() is first.body.exchanges  # under nobody's hand

    again = opens("BIJOU.db")
    assert again.body.stack.currentWidget() is again.body.documents
    assert again.body.documents.filters.search.isVisible()
    other = opens("postgresql://serveur/AUTRE")
    assert other.body.stack.currentWidget() is other.body.exchanges

    again.show_state(describe(INACTIVE))
    last = opens("BIJOU.db")
    assert last.body.stack.currentWidget() is last.body.exchanges


def test_a_company_that_cannot_be_opened_is_not_read_for_ever(opens: Opens) -> None:
    opens("BIJOU.db").show_state(describe(ACTIVE))
    window = opens("BIJOU.db")
    page = window.body.documents
    page.show_not_open(DatabaseMissing("BIJOU.db"))
    assert page.message.what.text() == "Les documents ne peuvent pas être lus"
    assert page.found.text() == ""
    page.ways[Way.EXCHANGES].click()
    assert window.body.stack.currentWidget() is window.body.exchanges
