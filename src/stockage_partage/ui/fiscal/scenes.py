"""The page « Exercices », made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from stockage_partage.company.fiscal_start import CALENDAR_YEAR, FiscalStart
from stockage_partage.errors import DatabaseBusy
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.ui.scenes import ACTIVE, window
from stockage_partage.words import fiscal_years as words

Scene = Callable[[], QWidget]

TODAY = date(2026, 11, 24)
JULY = FiscalStart(7, 1)
APRIL = FiscalStart(4, 1)
LEAP_DAY = FiscalStart(2, 29)


def _window(recorded: FiscalStart | None = CALENDAR_YEAR) -> MainWindow:
    # Nothing is known of the company while its database is being read.
    made = window(ACTIVE if recorded is not None else None, place=Place.FISCAL_YEARS)
    if recorded is not None:
        made.fiscal_years.close_to_changes("")
        made.fiscal_years.show_recorded(recorded, TODAY)
    return made


def _choosing(chosen: FiscalStart = JULY) -> MainWindow:
    made = _window()
    field = made.fiscal_years.field
    field.month.setCurrentIndex(chosen.month - 1)
    field.day.setCurrentIndex(chosen.day - 1)
    return made


def _saving() -> MainWindow:
    made = _choosing()
    made.fiscal_years.show_saving()
    return made


def _saved() -> MainWindow:
    made = _saving()
    made.fiscal_years.show_saved(JULY, TODAY)
    return made


def _not_saved() -> MainWindow:
    made = _saving()
    made.fiscal_years.show_not_saved(DatabaseBusy("database is locked"))
    return made


def _elsewhere() -> MainWindow:
    made = _choosing()
    made.fiscal_years.show_recorded(APRIL, TODAY)
    return made


def _read_only() -> MainWindow:
    made = _window(JULY)
    made.fiscal_years.close_to_changes(words.READ_ONLY)
    return made


def scenes() -> dict[str, Scene]:
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
