"""What is drawn stands out, measured in the pixels: text by 4.5 to 1, what is no text by 3 to 1 (WCAG 2.2 AA).

The colours of the themes are compared in `test_theme.py`; here thin strokes, pictures, fields on the ground
they really lie on, and the ring of whatever has the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pixels import Picture, contrast, place_of
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from previews.capture import draw, settle
from previews.catalogue import all_previews
from stockage_partage.ui.widgets.buttons import IconButton
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.theme import dress

TEXT, SHAPE = 4.5, 3.0
#: Dimmed on purpose, under what is told of the drop.
_DIMMED = {"drop-zone"}
NAMES = sorted(set(all_previews()) - _DIMMED)
#: In as many processes as the machine gives.
PARTS = 8
#: All of them take a minute and more: the first part is looked at each time, the others by `make proof`.
EACH_PART = [0, *(pytest.param(part, marks=pytest.mark.proof) for part in range(1, PARTS))]
_BORDER = 4  # pixels of a widget that are its border or its ring
#: Every kind of thing that can have the keyboard is in one of them.
RINGED = (
    "active", "many-notices", "trouble-consent", "guide-search", "fiscal-years", "third-parties",
    "dialog-third-party", "documents", "documents-closed", "dialog-classify", "synchronise-choice",
    "bring-back-choice", "templates", "dialog-print", "dialog-attach", "dialog-document-manager", "companies",
    "dialog-create-company", "dialog-access", "sign-in-policy", "dialog-group-choice",
)  # fmt: skip


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    dress(qapp, dark=request.param)
    yield
    dress(qapp, dark=False)


def forget(scene: QWidget) -> None:
    """At once: a change of look restyles every widget that is still alive."""
    scene.close()
    scene.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def words_of(widget: QWidget) -> str:
    """The text that a widget shows."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.displayText() or widget.placeholderText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def is_whole(place: QRect, widget: QWidget) -> bool:
    """Enough of it is in sight for its words to be."""
    return place.height() * 10 > widget.height() * 9 and place.width() * 2 > widget.width()


def indicator(button: QCheckBox | QRadioButton) -> QRect:
    """Where its box or its circle is."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    elements = QStyle.SubElement
    radio = isinstance(button, QRadioButton)
    element = elements.SE_RadioButtonIndicator if radio else elements.SE_CheckBoxIndicator
    return button.style().subElementRect(element, option, button)


def outline(picture: Picture, place: QRect) -> float:
    """How far the left edge of what is in `place` stands out from what is around it, in its middle."""
    left, middle = place.left(), place.center().y()
    around = picture.at(max(0, left - 2), middle)
    return max(contrast(picture.at(left + x, middle), around) for x in range(3))


def measured(widget: QWidget, place: QRect, picture: Picture) -> Iterator[tuple[str, float, float]]:
    """What is measured of one widget: what it is, how far it stands out, how far it must."""
    inside = place.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
    if isinstance(widget, IconLabel):
        yield "picture", picture.stands_out(place), SHAPE
    elif isinstance(widget, IconButton) and not widget.text():
        yield "picture", picture.stands_out(inside), SHAPE
    elif isinstance(widget, QCheckBox | QRadioButton) and not widget.text():
        yield "outline", picture.stands_out(place), SHAPE
    elif isinstance(widget, QCheckBox | QRadioButton):
        box = indicator(widget)
        yield "outline", outline(picture, box.translated(place.topLeft())), SHAPE
        beside = QRect(place.topLeft() + QPoint(box.right() + _BORDER, 0), place.bottomRight())
        yield "text", picture.stands_out(beside), TEXT
    elif words := words_of(widget).strip():
        # A sign between two words is no text; nobody has to read it.
        wanted = TEXT if any(map(str.isalnum, words)) else SHAPE
        yield "text", picture.stands_out(place if isinstance(widget, QLabel) else inside), wanted
    is_field = isinstance(widget, QLineEdit | QComboBox) and widget.isEnabled()
    if is_field and not isinstance(widget.parent(), QComboBox) and place.left() >= _BORDER:
        yield "outline", outline(picture, place), SHAPE


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("part", EACH_PART)
def test_text_pictures_and_outlines_stand_out(qapp: QApplication, part: int) -> None:
    poor, count = [], 0
    for name in NAMES[part::PARTS]:
        scene = all_previews()[name]()
        settle(scene)
        picture = Picture(draw(scene))
        for widget in scene.findChildren(QWidget):
            place = place_of(widget, scene) if widget.isVisibleTo(scene) else QRect()
            if place.isEmpty() or not is_whole(place, widget):
                continue
            for what, found, wanted in measured(widget, place, picture):
                count += 1
                if found < wanted:
                    poor.append(f"{name}: {what} of {widget.objectName()}: {found:.1f}")
        forget(scene)
    assert count > 100
    assert not poor, "\n".join(poor)


def looks(widget: QWidget, scene: QWidget) -> Picture:
    """The widget and what is just around it."""
    at = QRect(widget.mapTo(scene, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return Picture(scene.grab(at.intersected(scene.rect())).toImage())


def ring(widget: QWidget, scene: QWidget) -> tuple[int, int]:
    """Pixels that change by 3 to 1 when the keyboard comes to a widget, and those of a thin line around it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    scene.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as Tab does
    assert widget.hasFocus(), widget.objectName()
    having = looks(widget, scene)
    widget.clearFocus()
    without = looks(widget, scene)
    across, down = having.rect.width(), having.rect.height()
    places = [(x, y) for y in range(down) for x in range(across)]
    pairs = ((having.at(x, y), without.at(x, y)) for x, y in places)
    changed = sum(one != other and contrast(one, other) >= SHAPE for one, other in pairs)
    return changed, 2 * (across + down)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("name", RINGED)
def test_whatever_has_the_keyboard_is_seen_to_have_it(qapp: QApplication, name: str) -> None:
    qapp.setCursorFlashTime(0)
    scene = all_previews()[name]()
    scene.show()
    scene.activateWindow()
    assert QTest.qWaitForWindowActive(scene)
    poor, count = [], 0
    for widget in scene.findChildren(QWidget):
        stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        if not stops or not widget.isVisibleTo(scene):
            continue
        if not is_whole(place_of(widget, scene), widget):
            continue
        count += 1
        changed, around = ring(widget, scene)
        # A row or a place of a list is ringed, not the list: half of a line of 120 pixels will do for those.
        if changed < min(around, 240) // 2:
            poor.append(f"{widget.objectName()}: {changed} of {around}")
    forget(scene)
    assert count
    assert not poor, "\n".join(poor)
