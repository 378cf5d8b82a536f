"""« Fichier › Sociétés récentes » and « Sociétés… », in the window of one company."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previews.companies_previews import idle_work
from stockage_partage.applications import Application
from stockage_partage.ui.companies.companies_window import CompaniesWindow
from stockage_partage.ui.companies.company_menu import CompanyMenu, OtherCompanies, RecentCompany
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.window.main_window import MainWindow

BIJOU = RecentCompany("/b.db", Application.COMPTABILITE, "BIJOU SA", "b.db")
CARAT = RecentCompany("/c.db", Application.COMPTABILITE, "CARAT & Fils", "c.db")


@pytest.fixture
def shown(qtbot: QtBot) -> MainWindow:
    window = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(window)
    window.show()
    return window


def others(recent: list[RecentCompany], opened: list[str] | None = None) -> OtherCompanies:
    told = opened if opened is not None else []
    return OtherCompanies(
        recent=lambda: tuple(recent),
        open=lambda place, application: told.append(place),
        window=lambda parent: CompaniesWindow(idle_work(), parent),
    )


def test_what_was_opened_since_is_there_though_nothing_was_at_first(
    qtbot: QtBot, background: Background, shown: MainWindow
) -> None:
    recent: list[RecentCompany] = []
    opened: list[str] = []
    menu = CompanyMenu(shown, others(recent, opened), background)
    menus = shown.body.menus
    qtbot.waitUntil(lambda: not background.busy)
    assert not menus.recent.isEnabled()

    recent += [BIJOU, CARAT]
    menus.file.aboutToShow.emit()

    qtbot.waitUntil(menus.recent.isEnabled)
    entries = menus.recent.actions()
    assert len(entries) == 2
    entries[1].trigger()
    assert opened == ["/c.db"]
    menu.shutdown()


def test_escape_closes_the_list_beside_the_window_of_a_company(
    qtbot: QtBot, background: Background, shown: MainWindow
) -> None:
    menu = CompanyMenu(shown, others([]), background)
    menu.show_companies()
    listed = menu.companies
    assert listed is not None
    QTest.keyClick(listed.page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: menu.companies is None)


def test_a_minimised_list_of_companies_comes_back(
    qtbot: QtBot, background: Background, shown: MainWindow
) -> None:
    menu = CompanyMenu(shown, others([]), background)
    menu.show_companies()
    listed = menu.companies
    assert listed is not None
    listed.showMinimized()
    qtbot.waitUntil(listed.isMinimized)

    menu.show_companies()

    qtbot.waitUntil(lambda: listed.isVisible() and not listed.isMinimized())
    menu.shutdown()
    assert menu.companies is None
