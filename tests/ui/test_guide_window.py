"""The guide inside the program: everything it links to is reached, nothing is wider than the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QPixmap, QTextCursor, QTextDocument, QTextFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from previews.catalogue import all_previews
from stockage_partage.messages.window_help import CHAPTERS, NOT_REMEMBERED, chapter
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.resources import guide
from stockage_partage.ui.window.guide_window import GuideWindow, folded, open_guide

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((#[^)\s]+)\)")
#: What the list at the top of a page leads to.
CONTENTS = re.compile(r"^- \[[^\]]*\]\((#[^)\s]+)\)$", re.MULTILINE)
WIDTH = 560

#: Each page with a preview that shows it.
PAGES = {
    PageId.DOCUMENTS: "documents",
    PageId.IDENTIFICATION: "identification",
    PageId.FISCAL_YEARS: "fiscal-years",
    PageId.THIRD_PARTIES: "third-parties",
    PageId.EXCHANGES: "active",
    PageId.TEMPLATES: "templates",
}


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
    heights = [follow(shown, link) for link in CONTENTS.findall(page.read_text(encoding="utf-8"))]
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


def test_a_picture_far_below_is_read_once_it_is_seen(
    qtbot: QtBot, shown: GuideWindow, tmp_path: Path
) -> None:
    page, picture = tmp_path / "page.md", tmp_path / "picture.png"
    page.write_text("\n\n".join(["# Page", *["Texte."] * 400, "![Image](picture.png)"]), "utf-8")

    def painted(colour: str) -> None:
        drawn = QPixmap(300, 200)
        drawn.fill(QColor(colour))
        assert drawn.save(str(picture))

    painted("red")
    shown.text.show_page(page)
    qtbot.waitUntil(lambda: shown.text.verticalScrollBar().maximum() > 0)
    assert shown.text.grab().toImage().pixelColor(100, 10) != QColor("red")
    below = shown.text.document().size().height()
    painted("blue")
    shown.text.scroll_to(shown.text.verticalScrollBar().maximum())
    bottom = shown.text.viewport().grab().toImage()
    assert bottom.pixelColor(100, bottom.height() - 30) == QColor("blue")
    assert shown.text.document().size().height() == below


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


def headings() -> set[str]:
    page = guide()
    assert page is not None
    return set(re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_chapter_that_a_window_leads_to_is_in_the_guide() -> None:
    assert set(CHAPTERS.values()) | {NOT_REMEMBERED} <= headings()


#: Each page and each window once, by what tells which chapter is about it.
WINDOWS = {
    **{place.value: name for place, name in PAGES.items()},
    **{
        name: name
        for name in all_previews()
        if name.startswith(("dialog-", "sign-in-", "synchronise-choice", "bring-back-choice"))
    },
}


@pytest.mark.parametrize("name", sorted(set(WINDOWS.values())))
def test_f1_opens_the_chapter_about_what_one_looks_at(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    if isinstance(scene, QDialog):
        main = all_previews()["active"]()
        qtbot.addWidget(main)
        scene.setParent(main, scene.windowFlags())
    else:
        qtbot.addWidget(scene)
    with qtbot.waitExposed(scene):
        scene.show()
    scene.activateWindow()
    qtbot.waitUntil(scene.isActiveWindow)
    QTest.keyClick(scene.focusWidget() or scene, Qt.Key.Key_F1)

    opened = scene.findChild(GuideWindow)
    assert opened is not None
    wanted = chapter(next((page for page, shown in WINDOWS.items() if shown == name), ""))
    if isinstance(scene, QDialog):
        wanted = chapter(scene.objectName())
    assert wanted
    qtbot.waitUntil(opened.isVisible)
    block = opened.text.document().firstBlock()
    while not (block.blockFormat().headingLevel() and block.text() == wanted):
        block = block.next()
        assert block.isValid()
    place = opened.text.cursorRect(QTextCursor(block))
    assert opened.text.viewport().rect().intersects(place)


def test_f1_pressed_again_goes_on_in_the_same_window(qtbot: QtBot) -> None:
    main = all_previews()["active"]()
    qtbot.addWidget(main)
    with qtbot.waitExposed(main):
        main.show()
    first = open_guide(main, "Tiers")
    assert open_guide(main, "Exercices") is first


@pytest.mark.parametrize("words", ["sceau", "PRÉPARE", "prepare"])
def test_words_are_found_whatever_their_accents_and_capitals(
    shown: GuideWindow, words: str
) -> None:
    text = folded(shown.text.toPlainText())
    assert shown.text.search(words) == text.count(folded(words))


def test_the_search_goes_from_place_to_place_and_round(shown: GuideWindow) -> None:
    QTest.keyClicks(shown.search, "tiers")
    count = shown.text.search("tiers")
    assert count > 5
    said = [shown.found.text()]
    for _ in range(count):
        QTest.keyClick(shown.search, Qt.Key.Key_Return)
        said.append(shown.found.text())
        assert shown.text.viewport().rect().intersects(shown.text.cursorRect())
    assert said[0] == said[-1] == f"1\u00a0sur\u00a0{count}"
    assert len(set(said)) == count

    QTest.keyClick(shown.search, Qt.Key.Key_Escape)
    assert shown.search.text() == ""
    assert shown.isVisible()
    assert not shown.next.isEnabled()


def test_what_is_not_in_the_guide_is_said(shown: GuideWindow) -> None:
    QTest.keyClicks(shown.search, "zzz")
    assert shown.found.text() == "Aucun résultat"
