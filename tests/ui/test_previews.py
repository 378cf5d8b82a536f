"""The pictures of the documentation tell one story: the same names, dates and sizes in all of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from previews import attaching_previews as attach
from previews import documents_previews as consult
from previews import printing_previews as printing
from previews import third_parties_previews as tiers
from previews.capture import settle
from previews.catalogue import all_previews
from stockage_partage.messages import documents_page as texts
from stockage_partage.ui.window.main_window import MainWindow


class WindowsShown(QObject):
    """Notes what is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, of: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        stray = isinstance(of, QWidget) and of.isWindow()
        if stray and event.type() is QEvent.Type.Show:
            meant = isinstance(of, QDialog | QMainWindow | QMenu)
            self.names += [] if meant else [f"{type(of).__name__} {of.objectName()}"]
        return False


@pytest.mark.parametrize(
    "name", ["active", "templates", "companies", "bring-back-choice", "dialog-shortcuts"]
)
def test_no_part_of_a_window_is_shown_as_a_window_of_its_own(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    """It would flash on the screen while the window is made, and take the keyboard."""
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    made = all_previews()[name]()
    qtbot.addWidget(made)
    settle(made)
    qapp.removeEventFilter(shown)
    assert shown.names == []


def test_a_third_party_has_one_name_in_every_picture() -> None:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for party in (*attach.PARTIES, *printing.PARTIES, *tiers.PARTIES):
        names[party.code].add(party.name)
    for row in map(consult.document, range(1, 61)):
        names[row.third_party_code].add(row.third_party_name)
    assert len(names) > 4
    assert {code: told for code, told in names.items() if len(told) > 1} == {}


def test_a_document_has_one_date_in_every_picture() -> None:
    [piece] = [each for each in attach.PIECES if each.number == printing.INVOICE.number]
    assert piece.date == printing.INVOICE.date


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in all_previews()
        if name.startswith(("documents", "fiscal-years", "third-parties", "templates"))
        and not name.endswith(("-reading", "-long-names"))
    ],
)
def test_every_page_tells_the_company_at_its_foot(qtbot: QtBot, name: str) -> None:
    window = all_previews()[name]()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    assert window.body.where.text().startswith("BIJOU SA")


def test_a_large_document_has_one_size_in_the_picture(qtbot: QtBot) -> None:
    window = all_previews()["documents-fetching"]()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    details = window.body.documents.details
    assert details.row is not None
    size = texts.size(details.row.size)
    assert size in details.preview.text.text()
    assert size in {label.text() for label in details.findChildren(QLabel)}


def test_a_document_is_where_its_number_says(qtbot: QtBot) -> None:
    for name in ("documents-long-names", "documents-preview"):
        window = all_previews()[name]()
        qtbot.addWidget(window)
        assert isinstance(window, MainWindow)
        row = window.body.documents.details.row
        assert row is not None
        assert row.path is not None
        assert row.path.endswith(f"_{row.number}.pdf")
