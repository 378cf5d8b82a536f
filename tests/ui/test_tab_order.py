"""Tab goes through every window and dialog as the eye does, and comes to all that can be used there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reading_order import as_read, walked

from previews.catalogue import all_previews

#: The letters that Alt shows go with the first key, and take it.
NAMES = sorted(set(all_previews()) - {"key-tips"})
PARTS = 6
#: All of them take a minute and more: the first part is looked at each time, the others by `make proof`.
EACH_PART = [0, *(pytest.param(part, marks=pytest.mark.proof) for part in range(1, PARTS))]


def names_of(widgets: list[QWidget]) -> list[str]:
    return [each.objectName() or type(each).__name__ for each in widgets]


def faults(name: str) -> list[str]:
    """What Tab meets out of order, or does not come to, in one preview."""
    scene = all_previews()[name]()
    scene.show()
    scene.activateWindow()
    assert QTest.qWaitForWindowActive(scene), name
    seen = walked(scene)
    read = as_read(scene, seen)
    first = seen.index(read[0]) if read else 0
    met, wanted = names_of(seen[first:] + seen[:first]), names_of(read)
    found = [f"{name}: {met} instead of {wanted}"] if met != wanted else []
    for each in scene.findChildren(QWidget):
        stops = each.isVisible() and each.isEnabled()
        by_tab = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        # Of choices that exclude each other, Tab comes to the chosen one; arrows go on.
        if stops and by_tab and each not in seen and not isinstance(each, QRadioButton):
            found.append(f"{name}: {each.objectName()} is never reached")
    scene.close()
    scene.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return found


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("part", EACH_PART)
def test_tab_follows_the_eye(part: int) -> None:
    found = [each for name in NAMES[part::PARTS] for each in faults(name)]
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("qapp")
def test_an_order_against_the_eye_is_seen(qtbot: QtBot) -> None:
    """The measure itself: rows, each from left to right, whatever was made or reached first."""
    scene = QWidget()
    qtbot.addWidget(scene)
    down, row = QVBoxLayout(scene), QHBoxLayout()
    right, left, below = (QPushButton(name) for name in ("right", "left", "below"))
    row.addWidget(left)
    row.addWidget(right)
    down.addLayout(row)
    down.addWidget(below)
    QWidget.setTabOrder(below, right)
    scene.show()
    scene.activateWindow()
    assert QTest.qWaitForWindowActive(scene)
    seen = walked(scene)
    assert as_read(scene, seen) == [left, right, below]
    first = seen.index(left)
    assert seen[first:] + seen[:first] != [left, right, below]
