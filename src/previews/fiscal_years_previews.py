"""The page « Exercices », made up."""

from __future__ import annotations

from datetime import date

from previews import Preview
from previews.panel_previews import ACTIVE, window
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.errors import DatabaseBusy
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import Access
from stockage_partage.ui.window.main_window import MainWindow

TODAY = date(2026, 11, 24)
JULY = FiscalStart(7, 1)
APRIL = FiscalStart(4, 1)
LEAP_DAY = FiscalStart(2, 29)


def _window(recorded: FiscalStart | None = CALENDAR_YEAR) -> MainWindow:
    # Nothing is known of the company while its database is being read.
    made = window(ACTIVE if recorded is not None else None, place=PageId.FISCAL_YEARS)
    if recorded is not None:
        made.body.fiscal_years.show_access(Access.OPEN)
        made.body.fiscal_years.show_recorded(recorded, TODAY)
    return made


def _choosing(chosen: FiscalStart = JULY) -> MainWindow:
    made = _window()
    field = made.body.fiscal_years.field
    field.month.setCurrentIndex(chosen.month - 1)
    field.day.setCurrentIndex(chosen.day - 1)
    return made


def _saving() -> MainWindow:
    made = _choosing()
    made.body.fiscal_years.show_saving()
    return made


def _saved() -> MainWindow:
    made = _saving()
    made.body.fiscal_years.show_saved(JULY, TODAY)
    return made


def _not_saved() -> MainWindow:
    made = _saving()
    made.body.fiscal_years.show_not_saved(DatabaseBusy("database is locked"))
    return made


def _elsewhere() -> MainWindow:
    made = _choosing()
    made.body.fiscal_years.show_recorded(APRIL, TODAY)
    return made


def _read_only() -> MainWindow:
    made = _window(JULY)
    made.body.fiscal_years.show_access(Access.READ_ONLY)
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "fiscal-years": _window,
        "fiscal-years-reading": lambda: _window(None),
        "fiscal-years-choosing": _choosing,
        "fiscal-years-leap-day": lambda: _choosing(LEAP_DAY),
        "fiscal-years-saving": _saving,
        "fiscal-years-saved": _saved,
        "fiscal-years-not-saved": _not_saved,
        "fiscal-years-changed-elsewhere": _elsewhere,
        "fiscal-years-read-only": _read_only,
    }
