"""« Exercices »: what is chosen is the company's, what is recorded is shown, whoever recorded it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from company_facts import recent
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart, fiscal_year
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.errors import DatabaseMissing
from stockage_partage.messages import fiscal_years as texts
from stockage_partage.messages import third_parties
from stockage_partage.ui.fiscal_years import FiscalYearsController, FiscalYearsPage, StartField
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.runtime.background import Background

WITHIN_MS = 2000
JULY = FiscalStart(7, 1)


@pytest.fixture
def page(at_window: AtTheWindow, qtbot: QtBot) -> FiscalYearsPage:
    at_window.program.window.go_to(PageId.FISCAL_YEARS)
    shown = at_window.program.window.body.fiscal_years
    qtbot.waitUntil(lambda: shown.field.value is not None, timeout=PAGE_MS)
    qtbot.waitUntil(shown.field.month.isEnabled, timeout=PAGE_MS)
    return shown


def choose(page: FiscalYearsPage, start: FiscalStart) -> None:
    page.field.month.setCurrentIndex(start.month - 1)
    page.field.day.setCurrentIndex(start.day - 1)


def current(page: FiscalYearsPage) -> str:
    assert isinstance(page.current.value, QLabel)
    return page.current.value.text()


def test_a_chosen_start_is_saved_told_and_journaled_and_only_then(
    page: FiscalYearsPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    assert not page.save.isEnabled()
    assert page.save.toolTip() == texts.NOTHING_TO_SAVE
    before = current(page)
    choose(page, JULY)
    year = fiscal_year(date.today(), JULY)
    assert page.next.isVisible()
    assert year.label in page.next.help.text()
    assert current(page) == before
    assert company.company.get().fiscal_start == CALENDAR_YEAR

    page.save.click()
    qtbot.waitUntil(lambda: page.told.what.text() == texts.saved(JULY), timeout=PAGE_MS)
    assert company.company.get().fiscal_start == JULY
    assert recent(company, 1)[0].act == JournalAct.FISCAL_START_CHANGED
    assert recent(company, 1)[0].application == "comptabilite"
    assert current(page) == texts.span(year)
    assert year.label in page.current.help.text()
    assert not page.next.isVisible()
    assert not page.undo.isVisible()
    assert not page.save.isEnabled()


def test_what_another_program_records_is_seen_within_two_seconds(
    page: FiscalYearsPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    company.company.set_fiscal_start(JULY, "paul")
    qtbot.waitUntil(lambda: page.field.value == JULY, timeout=WITHIN_MS)
    assert not page.told.isVisible()


def test_a_choice_that_another_program_overtakes_stays_and_says_so(
    page: FiscalYearsPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    choose(page, JULY)
    april = FiscalStart(4, 1)
    company.company.set_fiscal_start(april, "paul")
    qtbot.waitUntil(
        lambda: page.told.what.text() == texts.changed_elsewhere(april), timeout=WITHIN_MS
    )
    assert "fixé au 1er\u00a0avril ailleurs que dans cette fenêtre" in page.told.what.text()
    assert page.field.value == JULY
    assert page.start.help.text() == texts.recorded(april)
    page.undo.click()
    assert page.field.value == april
    assert not page.told.isVisible()
    assert company.company.get().fiscal_start == april


def test_while_the_database_is_held_it_says_so_and_trying_again_saves_the_choice(
    at_window: AtTheWindow, page: FiscalYearsPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    choose(page, JULY)
    with closing(sqlite3.connect(at_window.company)) as held:
        held.execute("BEGIN IMMEDIATE")
        page.save.click()
        assert page.save.text() == texts.SAVING
        assert not page.field.day.isEnabled()
        assert page.field.day.toolTip() == texts.UNDER_WAY
        qtbot.waitUntil(lambda: page.troubles.trouble is not None, timeout=2 * PAGE_MS)
        said = page.troubles.what.text()
        assert said.startswith("Le début de l’exercice n’a pas été enregistré\u00a0: la base")
        assert page.field.value == JULY
        assert page.save.isEnabled()
    page.troubles.action.click()
    qtbot.waitUntil(lambda: company.company.get().fiscal_start == JULY, timeout=PAGE_MS)
    qtbot.waitUntil(page.told.isVisible, timeout=PAGE_MS)


def test_the_keyboard_chooses_saves_and_gives_up(
    at_window: AtTheWindow, page: FiscalYearsPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    at_window.program.window.activateWindow()
    page.field.month.setFocus()
    qtbot.waitUntil(page.field.month.hasFocus, timeout=PAGE_MS)
    QTest.keyClick(page.field.month, Qt.Key.Key_Down)
    assert page.field.value == FiscalStart(2, 1)
    QTest.keyClick(page.field.month, Qt.Key.Key_Escape)
    assert page.field.value == CALENDAR_YEAR
    QTest.keyClicks(page.field.month, "juil")
    QTest.keyClick(page.field.month, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: company.company.get().fiscal_start == JULY, timeout=PAGE_MS)
    qtbot.waitUntil(page.field.month.hasFocus, timeout=PAGE_MS)
    choose(page, CALENDAR_YEAR)
    page.save.setFocus()
    QTest.keyClick(page.save, Qt.Key.Key_Space)
    qtbot.waitUntil(page.field.day.hasFocus, timeout=PAGE_MS)
    assert company.company.get().fiscal_start == CALENDAR_YEAR


def test_a_database_that_is_away_is_said_and_unsaid_when_it_is_back(
    at_window: AtTheWindow, background: Background, owner: QObject, qtbot: QtBot
) -> None:
    # A page of its own: the window's goes to the panel as soon as the panel knows.
    alone = FiscalYearsPage()
    qtbot.addWidget(alone)
    alone.show()
    assert at_window.program.controller is not None
    context = at_window.program.controller.context
    assert context is not None
    desk = FiscalYearsController(context.app, background, alone, owner)
    qtbot.waitUntil(lambda: alone.field.value == CALENDAR_YEAR, timeout=PAGE_MS)
    away = at_window.company.with_name("away.db")
    at_window.company.rename(away)
    qtbot.waitUntil(alone.troubles.isVisible, timeout=PAGE_MS)
    assert isinstance(alone.troubles.trouble, DatabaseMissing)
    assert alone.field.value == CALENDAR_YEAR
    away.rename(at_window.company)
    qtbot.waitUntil(alone.troubles.isHidden, timeout=PAGE_MS)
    assert desk.parent() is owner


def test_only_days_that_exist_can_be_chosen(qtbot: QtBot) -> None:
    field = StartField()
    qtbot.addWidget(field)
    field.put(FiscalStart(12, 31))
    field.month.setCurrentIndex(1)
    assert field.value == FiscalStart(2, 29)
    assert field.day.count() == 29
    field.month.setCurrentIndex(3)
    assert field.value == FiscalStart(4, 29)
    assert field.day.count() == 30
    for month in range(12):
        field.month.setCurrentIndex(month)
        last = field.day.count()
        field.day.setCurrentIndex(last - 1)
        assert field.value == FiscalStart(month + 1, last)


@pytest.mark.parametrize(
    ("notice", "subject"),
    [
        (texts.READ_ONLY_NOTICE, "vous pouvez consulter le début de l’exercice, pas le modifier."),
        (third_parties.READ_ONLY_NOTICE, "vous pouvez consulter les tiers, pas les modifier."),
    ],
)
def test_a_page_that_cannot_be_changed_says_what_one_may_do_and_whom_to_ask(
    notice: str, subject: str
) -> None:
    assert subject in notice
    assert "Demandez à votre administrateur le droit d’écrire dans cette base" in notice
    assert "ce fichier" not in notice
