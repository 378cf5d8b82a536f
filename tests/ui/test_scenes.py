"""The pictures of the documentation tell one story: the same names, dates and sizes in all of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stockage_partage.ui.attach import scenes as attach
from stockage_partage.ui.consult import scenes as consult
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.printing import scenes as printing
from stockage_partage.ui.scenes import scenes
from stockage_partage.ui.tiers import scenes as tiers
from stockage_partage.words import consulting as words


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
        for name in scenes()
        if name.startswith(("fiscal-years", "third-parties", "templates"))
        and not name.endswith("-reading")
    ],
)
def test_every_page_tells_the_company_at_its_foot(qtbot: QtBot, name: str) -> None:
    window = scenes()[name]()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    assert window.body.where.text().startswith("BIJOU SA")


def test_a_large_document_has_one_size_in_the_picture(qtbot: QtBot) -> None:
    window = scenes()["documents-fetching"]()
    qtbot.addWidget(window)
    assert isinstance(window, DocumentsWindow)
    assert window.details.row is not None
    size = words.size(window.details.row.size)
    assert size in window.details.preview.text.text()
    assert size in {label.text() for label in window.details.findChildren(QLabel)}


def test_a_document_is_where_its_number_says(qtbot: QtBot) -> None:
    for name in ("documents-long-names", "documents-preview"):
        window = scenes()[name]()
        qtbot.addWidget(window)
        assert isinstance(window, DocumentsWindow)
        row = window.details.row
        assert row is not None
        assert row.path is not None
        assert row.path.endswith(f"_{row.number}.pdf")
