"""« Sociétés »: every company as it answers, found, opened, created, written down for a spreadsheet."""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from administrator import Administrator
from person_at_page import PAGE_MS
from PySide6.QtCore import SIGNAL, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from previews.capture import settle
from previews.companies_previews import ROWS
from previews.companies_previews import window as preview_window
from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.app import ProgramStart
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.known_companies import KnownCompany
from stockage_partage.messages import companies as texts
from stockage_partage.settings import Settings
from stockage_partage.ui.companies.companies_table import CompanyColumn
from stockage_partage.ui.companies.companies_window import CompaniesWindow
from stockage_partage.ui.companies.company_dialogs import CreateCompanyDialog
from stockage_partage.ui.widgets.form_field import editor
from stockage_partage.ui.widgets.toast import toasts_of
from stockage_partage.window_address import read_address


@pytest.fixture
def administrator(qtbot: QtBot, tmp_path: Path) -> Administrator:
    return Administrator(qtbot, tmp_path)


def test_without_any_company_there_is_a_welcome_with_its_ways_in(
    administrator: Administrator,
) -> None:
    window = administrator.show()
    page = window.page

    assert page.welcome.isVisible()
    assert page.welcome_open.text() == "Ouvrir une société…"
    page.welcome_open.click()
    administrator.name_files(administrator.folder / "BIJOU.db")
    assert administrator.opened == [(str(administrator.folder / "BIJOU.db"), None)]

    page.welcome_demonstration.click()
    administrator.until(lambda: len(administrator.opened) == 2)
    assert Path(administrator.opened[1][0]).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe stands for a share that hangs")
def test_those_that_answer_are_shown_while_one_hangs_and_the_window_closes_all_the_same(
    administrator: Administrator,
) -> None:
    administrator.company("BIJOU SA")
    hanging = administrator.folder / "hangs.db"
    os.mkfifo(hanging)
    administrator.listed.add([KnownCompany(str(hanging), "GELÉE")])
    window = administrator.show()

    administrator.until(lambda: administrator.names() == ["BIJOU SA", "GELÉE"])
    administrator.until(
        lambda: administrator.column(CompanyColumn.STATE) == ["Inactif", texts.NOT_READ_YET]
    )
    assert window.page.progress.isVisible()

    administrator.until(
        lambda: administrator.column(CompanyColumn.STATE) == ["Inactif", texts.AWAY]
    )
    assert window.page.progress.isHidden()
    assert "1 à régler" in window.page.count.text()


def test_words_and_what_needs_somebody_narrow_the_list(administrator: Administrator) -> None:
    for name in ("BIJOU SA", "CARAT SARL"):
        administrator.company(name, "732829320")
    gone = administrator.company("DISPARUE")
    gone.unlink()
    page = administrator.show_and_wait().page

    QTest.keyClicks(page.search, "carat 7328")
    administrator.until(lambda: administrator.names() == ["CARAT SARL"])
    page.search.clear()
    page.to_settle.click()
    administrator.until(lambda: len(administrator.names()) == 1)
    assert administrator.column(CompanyColumn.STATE) == [texts.AWAY]
    assert page.to_settle.text().endswith("1")

    QTest.keyClicks(page.search, "nobody")
    administrator.until(page.nothing.isVisible)
    page.show_all.click()
    administrator.until(lambda: len(administrator.names()) == 3)


def test_the_keyboard_goes_from_the_search_into_the_list(administrator: Administrator) -> None:
    for name in ("BIJOU SA", "CARAT SARL"):
        administrator.company(name)
    window = administrator.show_and_wait()
    administrator.until(window.page.search.hasFocus)
    QTest.keyClicks(window.page.search, "carat")
    administrator.until(lambda: administrator.names() == ["CARAT SARL"])
    QTest.keyClick(window.page.search, Qt.Key.Key_Down)
    assert window.page.table.hasFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_Return)
    assert [Path(place).name for place, _ in administrator.opened] == ["CARAT SARL.db"]
    QTest.keyClick(window.page.table, Qt.Key.Key_Escape)
    administrator.until(lambda: administrator.names() == ["BIJOU SA", "CARAT SARL"])
    QTest.keyClick(window.page.table, Qt.Key.Key_Escape)
    assert window.isVisible()  # the only window of the program


def test_enter_opens_the_company_and_several_chosen_open_none(administrator: Administrator) -> None:
    first = administrator.company("BIJOU SA")
    administrator.company("CARAT SARL")
    page = administrator.show_and_wait().page
    table = page.table

    table.selectAll()
    assert not page.open_chosen.isEnabled()
    assert "2 choisies" in page.count.text()
    table.selectRow(0)
    page.open_chosen.click()
    assert administrator.opened == [(str(first), None)]
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert administrator.opened == [(str(first), None)] * 2


def test_coming_back_by_shift_and_tab_chooses_the_row_too(administrator: Administrator) -> None:
    administrator.company("BIJOU SA")
    page = administrator.show_and_wait().page
    page.find_more.setFocus()
    assert not page.open_chosen.isEnabled()
    QTest.keyClick(page.find_more, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier

    page.table.selectRow(0)

    assert [row.place for row in page.table.chosen] == [str(administrator.folder / "BIJOU SA.db")]


def test_columns_are_sorted_by_what_they_mean(administrator: Administrator) -> None:
    for name, waiting in (("A", 2), ("B", 10), ("C", 0)):
        place = administrator.company(name)
        with closing(sqlite3.connect(place)) as behind, behind:
            behind.execute("UPDATE sp_meta SET to_classify = ?", (waiting,))
    page = administrator.show_and_wait().page

    page.table.sortByColumn(CompanyColumn.TO_CLASSIFY, Qt.SortOrder.DescendingOrder)

    assert administrator.names() == ["B", "A", "C"]
    assert administrator.column(CompanyColumn.TO_CLASSIFY) == ["10", "2", ""]


def test_names_stand_and_are_found_as_in_a_french_directory(administrator: Administrator) -> None:
    for name in ("Zinc", "étain", "Œuvres", "Perles", "Établissements L’Hôpital", "Diamant"):
        administrator.company(name)
    page = administrator.show_and_wait().page
    order = ["Diamant", "Établissements L’Hôpital", "étain", "Œuvres", "Perles", "Zinc"]
    assert administrator.names() == order

    QTest.keyClicks(page.search, "hopital")
    administrator.until(lambda: administrator.names() == order[1:2])


def test_what_is_shown_is_written_for_a_spreadsheet(administrator: Administrator) -> None:
    administrator.company("BIJOU SA", "732829320")
    administrator.company("CARAT SARL")
    page = administrator.show_and_wait().page
    QTest.keyClicks(page.search, "bijou")
    administrator.until(lambda: administrator.names() == ["BIJOU SA"])
    table = administrator.folder / "list.csv"

    page.export.click()
    administrator.name_files(table)
    administrator.until(lambda: bool(toasts_of(administrator.window).toasts))
    (told,) = toasts_of(administrator.window).toasts
    assert told.words.text().startswith("1 société écrite")
    assert told.action.text() == "Voir"

    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[:2] for row in rows] == [["Société", "SIREN"], ["BIJOU SA", "732829320"]]


def test_a_folder_adds_its_companies_and_one_is_taken_off_again(
    administrator: Administrator,
) -> None:
    administrator.company("BIJOU SA")
    folder = administrator.folder / "Clients"
    folder.mkdir()
    CompanyDatabase.create(folder / "CARAT.db", "CARAT SARL").close()
    page = administrator.show_and_wait().page

    for button in (page.welcome_find, page.find_more):
        assert button.receivers(SIGNAL("clicked(bool)")) == 1
    page.find_more.click()
    administrator.name_files(folder)
    administrator.until(lambda: administrator.names() == ["BIJOU SA", "CARAT SARL"])

    page.table.selectRow(1)
    menu = page.context_menu()
    next(each for each in menu.actions() if each.objectName() == "copy_company_address").trigger()
    copied = read_address(QGuiApplication.clipboard().text())
    assert copied.company == str(folder / "CARAT.db")
    next(each for each in menu.actions() if each.objectName() == "forget_companies").trigger()
    menu.close()
    administrator.until(lambda: administrator.names() == ["BIJOU SA"])
    assert (folder / "CARAT.db").is_file()
    undone = next(each for each in toasts_of(administrator.window).toasts if each.takes_back)
    undone.action.click()
    administrator.until(lambda: administrator.names() == ["BIJOU SA", "CARAT SARL"])


def test_a_company_is_created_listed_and_opened(administrator: Administrator) -> None:
    page = administrator.show().page
    page.welcome_create.click()
    dialog = administrator.opened_dialog(CreateCompanyDialog)
    dialog.create_button.click()
    assert dialog.name.note.text() == texts.NAME_MISSING
    place = administrator.folder / "absent" / "BIJOU.db"
    editor(dialog.name).setText("BIJOU SA")
    editor(dialog.siren).setText("732 829 320")
    editor(dialog.file).setText(str(place))
    dialog.create_button.click()
    administrator.until(dialog.refused.isVisible)  # no such folder: nothing typed is lost
    place.parent.mkdir()
    dialog.create_button.click()
    administrator.until(lambda: bool(administrator.opened))

    assert administrator.opened == [(str(place), None)]
    assert [(each.place, each.name) for each in administrator.listed.all()] == [
        (str(place), "BIJOU SA")
    ]


def test_the_program_starts_without_a_company_and_goes_on_with_the_one_that_is_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(
        tmp_path / "données",
        client_id="1",
        authority="https://login.example/x",
        graph_url="https://graph.example/v1.0",
    )
    start = ProgramStart(settings, None)
    start.show()
    assert start.window.page.welcome.isVisible()
    place = tmp_path / "BIJOU.db"
    CompanyDatabase.create(place, "BIJOU SA").close()

    start.window.page.welcome_open.click()
    Administrator(qtbot, tmp_path).name_files(place)

    qtbot.waitUntil(lambda: start.program is not None, timeout=PAGE_MS)
    program = start.program
    assert program is not None
    qtbot.waitUntil(lambda: program.window.windowTitle().startswith("BIJOU SA"), timeout=PAGE_MS)
    qtbot.waitUntil(lambda: not _shown(CompaniesWindow), timeout=PAGE_MS)
    program.window.close()


def _shown(kind: type[CompaniesWindow]) -> bool:
    return any(
        isinstance(each, kind) and each.isVisible() for each in QApplication.topLevelWidgets()
    )


@pytest.mark.parametrize("width", [400, 480, 700, 1040, 1600])
@pytest.mark.parametrize("rows", [(), ROWS], ids=["welcome", "list"])
def test_nothing_is_cut_however_narrow_the_window(
    qtbot: QtBot, width: int, rows: tuple[CompanyOverview, ...]
) -> None:
    shown = preview_window(rows)
    qtbot.addWidget(shown)
    shown.resize(width, 560)
    settle(shown)
    page = shown.page

    for button in page.findChildren(QPushButton):
        if button.isVisible():
            place = QRect(button.mapTo(page, QPoint(0, 0)), button.size())
            assert page.rect().contains(place), button.text()
            assert button.width() >= button.sizeHint().width(), button.text()
