"""The pictures of the documentation are what the program shows: redrawn here and compared as an eye would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from picture_comparison import difference
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QCursor, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previews.capture import at_rest, settle
from previews.catalogue import all_previews
from stockage_partage.ui.widgets.theme import dress
from stockage_partage.ui.window.program import speak_french

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
DARK = tuple(
    file.stem.removesuffix("-dark")
    for file in sorted(IMAGES.glob("*-dark.png"))
    if file.stem not in all_previews()
)


def kept(name: str) -> QImage:
    """The picture of the documentation."""
    picture = QImage(str(IMAGES / f"{name}.png"))
    assert not picture.isNull(), f"make captures draws {name}.png"
    return picture


def drawn(qtbot: QtBot, name: str) -> QImage:
    """The preview as it is now, the pages of its document drawn."""
    widget = all_previews()[name]()
    qtbot.addWidget(widget)
    settle(widget)
    return at_rest(widget)


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[None]:
    dress(qapp, dark=True)
    yield
    dress(qapp, dark=False)


@pytest.fixture(autouse=True)
def in_french(qapp: QApplication) -> Iterator[None]:
    """Qt's own texts, the names of keys among them, as the program has them."""
    before = set(qapp.findChildren(QTranslator))
    speak_french(qapp)
    yield
    for made in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(made)
        made.deleteLater()


@pytest.fixture(autouse=True)
def no_mouse() -> None:
    """It is where the test before left it: nothing that is shown lies under it."""
    QCursor.setPos(5000, 5000)


@pytest.fixture(autouse=True)
def no_cursor(qapp: QApplication) -> Iterator[None]:
    """A text cursor is never caught in the middle of a blink."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


def test_the_font_is_the_one_of_the_pictures(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == "DejaVu Sans"


@pytest.mark.parametrize("name", all_previews())
def test_a_picture_shows_what_the_program_shows(qtbot: QtBot, name: str) -> None:
    assert difference(drawn(qtbot, name), kept(name)) == "", "make captures redraws it"


@pytest.mark.usefixtures("dark")
@pytest.mark.parametrize("name", DARK)
def test_a_dark_picture_shows_what_the_program_shows(qtbot: QtBot, name: str) -> None:
    assert difference(drawn(qtbot, name), kept(f"{name}-dark")) == "", "make captures redraws it"


def shifted(picture: QImage, top: int, height: int, by: int) -> QImage:
    """The same with one row of it lower by some pixels."""
    made = picture.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.drawImage(0, top + by, picture, 0, top, -1, height)
    painter.end()
    return made


@pytest.mark.parametrize("by", [1, 2])
def test_a_row_that_is_a_pixel_lower_is_seen(by: int) -> None:
    picture = kept("active")
    rows = range(picture.height() // 4, picture.height() // 2, 40)
    assert any(difference(shifted(picture, top, 40, by), picture) for top in rows)
    assert difference(picture, picture) == ""


def test_a_colour_that_changed_is_seen() -> None:
    picture = kept("active").convertToFormat(QImage.Format.Format_RGB32)
    other = picture.copy()
    painter = QPainter(other)
    painter.setOpacity(0.12)
    painter.fillRect(other.width() // 2, other.height() // 2, 40, 20, 0xFF000000)
    painter.end()
    assert difference(other, picture)
