"""The two themes can be read, and follow the system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from previews.capture import draw, settle
from previews.catalogue import all_previews
from stockage_partage.errors import Offline
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.theme import DARK, LIGHT, Colours, dress, palette, sheet
from stockage_partage.ui.widgets.trouble_bar import TroubleBar

TEXT_ON = [
    ("text", "window"),
    ("text", "card"),
    ("text", "hover"),
    ("text", "selected"),
    ("text", "info"),
    ("text", "settle"),
    ("text", "trouble"),
    ("quiet", "window"),
    ("quiet", "card"),
    ("disabled", "window"),
    ("disabled", "card"),
    ("link", "card"),
    ("link", "window"),
    ("link", "trouble"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("settle_ink", "card"),
    ("settle_ink", "window"),
    ("info_ink", "info"),
    ("settle_ink", "settle"),
    ("trouble_ink", "trouble"),
]
SHAPES_ON = [("focus", "window"), ("focus", "card"), ("accent", "card")]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""

    def light(name: str) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(name)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def rgb(name: str) -> tuple[float, float, float]:
        colour = QColor(name)
        return colour.redF(), colour.greenF(), colour.blueF()

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_stands_out(theme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON)
def test_rings_and_marks_stand_out(theme: Colours, shape: str, ground: str) -> None:
    assert contrast(getattr(theme, shape), getattr(theme, ground)) >= 3.0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_has_every_colour_it_names(theme: Colours) -> None:
    text = sheet(theme)
    assert "@" not in text
    assert theme.accent in text


def test_all_colours_are_colours() -> None:
    for theme in (LIGHT, DARK):
        assert all(QColor(value).isValid() for value in theme)


def test_dressing_changes_the_palette(qapp: QApplication) -> None:
    dress(qapp, dark=True)
    assert qapp.palette().window().color() == palette(DARK).window().color()
    dress(qapp, dark=False)
    assert qapp.palette().window().color() == palette(LIGHT).window().color()


def test_a_picture_takes_the_colour_of_what_its_frame_says_now(
    qtbot: QtBot, qapp: QApplication
) -> None:
    dress(qapp, dark=False)
    bar = TroubleBar()
    qtbot.addWidget(bar)

    def ink() -> str:
        return bar.icon.palette().color(bar.icon.foregroundRole()).name()

    with qtbot.waitExposed(bar):
        bar.show_trouble(Offline())
        bar.show()
    assert ink() == LIGHT.trouble_ink
    assert bar.copy.palette().buttonText().color().name() == LIGHT.link
    bar.show_information("Le message est copié.")
    assert ink() == LIGHT.info_ink


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    dress(qapp, dark=request.param)
    yield
    dress(qapp, dark=False)


_BESIDE = 4  # pixels to the left of a button that are looked at too


def outline(button: QRadioButton | QCheckBox, picture: QImage) -> tuple[str, str]:
    """The colours of the left edge of what is ticked, in its middle, and of what lies beside it."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    elements = QStyle.SubElement
    radio = isinstance(button, QRadioButton)
    element = elements.SE_RadioButtonIndicator if radio else elements.SE_CheckBoxIndicator
    box = button.style().subElementRect(element, option, button)
    left, middle = box.left() + _BESIDE, box.center().y()
    beside = picture.pixelColor(left - 2, middle).name()
    edges = [picture.pixelColor(left + x, middle).name() for x in range(3)]
    return max(edges, key=lambda name: contrast(name, beside)), beside


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("name", ["dialog-attach", "dialog-print"])
def test_the_outlines_of_choices_and_boxes_stand_out(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    qtbot.addWidget(scene)
    settle(scene)
    picture = draw(scene)
    choices: list[QRadioButton | QCheckBox] = [
        *scene.findChildren(QRadioButton),
        *scene.findChildren(QCheckBox),
    ]
    shown = [each for each in choices if each.isVisibleTo(scene)]
    assert shown
    for each in shown:
        at = each.mapTo(scene, QPoint(0, 0))
        part = picture.copy(at.x() - _BESIDE, at.y(), each.width() + _BESIDE, each.height())
        assert contrast(*outline(each, part)) >= 3.0, each.text()


_RING = 5  # pixels at the edge of a button that its rings may take


@pytest.mark.usefixtures("dressed")
def test_the_ring_of_a_coloured_button_leaves_its_words_alone(qtbot: QtBot) -> None:
    window = QWidget()
    button = PushButton("Classer et suivant", window)
    button.setProperty("primary", True)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.hasFocus)
    button.resize(button.sizeHint())
    calm = draw(button)
    button.setFocus()
    ringed = draw(button)
    words = button.rect().adjusted(_RING, _RING, -_RING, -_RING)
    assert ringed.copy(words) == calm.copy(words)
    assert ringed != calm
