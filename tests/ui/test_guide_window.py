"""The guide inside the program: everything it links to is reached, nothing is wider than the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument, QTextFragment
from pytestqt.qtbot import QtBot

from stockage_partage.ui.guide_window import GuideWindow
from stockage_partage.ui.resources import guide

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((#[^)\s]+)\)")
WIDTH = 560


@pytest.fixture
def shown(qtbot: QtBot) -> GuideWindow:
    made = GuideWindow()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.firstBlock()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            yield pieces.fragment()
            pieces += 1
        block = block.next()


def follow(window: GuideWindow, address: str) -> int:
    """Clicks a link; how far down the page that leads."""
    window.text.anchorClicked.emit(QUrl(address))
    return window.text.verticalScrollBar().value()


def test_every_entry_of_the_contents_leads_further_down_than_the_one_before(
    shown: GuideWindow,
) -> None:
    page = guide()
    assert page is not None
    heights = [follow(shown, link) for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(heights) > 5
    assert heights[0] > 0
    # The last ones may all be the bottom of the page.
    assert heights == sorted(heights)
    assert len(set(heights)) >= len(heights) - 2


@pytest.mark.parametrize("page", ["guide-utilisateur.md", "guide-administrateur.md"])
def test_nothing_is_wider_than_a_small_window(qtbot: QtBot, shown: GuideWindow, page: str) -> None:
    follow(shown, page)
    shown.resize(WIDTH, WIDTH)
    bar = shown.text.horizontalScrollBar()
    qtbot.waitUntil(lambda: shown.text.document().size().width() <= shown.text.viewport().width())
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_another_page_is_followed_and_left_again_where_it_was(shown: GuideWindow) -> None:
    before = follow(shown, "#votre-compte")
    assert not shown.back.isVisible()

    assert follow(shown, "guide-administrateur.md#les-licences") > 0
    assert "Guide de l’administrateur" in shown.text.toPlainText()
    shown.back.click()

    assert "Guide de l’utilisateur" in shown.text.toPlainText()
    assert shown.text.verticalScrollBar().value() == before
    assert not shown.back.isVisible()


def test_every_page_and_picture_that_the_guide_names_is_beside_it(shown: GuideWindow) -> None:
    page = guide()
    assert page is not None
    for fragment in fragments(shown.text.document()):
        named = fragment.charFormat()
        if named.isImageFormat():
            assert (page.parent / named.toImageFormat().name()).is_file()
        address = QUrl(named.anchorHref())
        if address.isRelative() and address.path():
            assert (page.parent / Path(address.path())).is_file()
