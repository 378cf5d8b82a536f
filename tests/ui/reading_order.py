"""Where Tab goes in a window, and the order in which the eye meets the same things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QWidget

#: Nobody has so many stops: Tab goes round and round without coming back.
_MOST = 300


def walked(scene: QWidget) -> list[QWidget]:
    """What Tab goes through, from where the keyboard is until it comes back there; pressed, as a person does."""
    # Never asked of the chain itself: that crashes where a widget of it was destroyed meanwhile.
    seen: list[QWidget] = []
    for _ in range(_MOST):
        focus = QApplication.focusWidget()
        QTest.keyClick(focus if focus is not None else scene, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in seen[:-1]:
            break
        if focus not in seen[-1:]:  # in a text, Tab goes from link to link first
            seen.append(focus)
    return seen


def as_read(scene: QWidget, stops: Iterable[QWidget]) -> list[QWidget]:
    """The same from top to bottom, then from left to right; what is a group for the eye is left as a whole."""
    wanted = set(stops)
    return [each for each in _walk(scene, scene) if each in wanted]


def _walk(widget: QWidget, scene: QWidget) -> Iterator[QWidget]:
    yield widget
    inside = widget.layout()
    laid_out: set[QWidget] = set()
    parts: list[tuple[QRect, QLayout | QWidget]] = []
    if inside is not None:
        laid_out.update(_widgets_of(inside))
        at = _at(widget, scene)
        for number in range(inside.count()):
            parts.extend(_part(inside, number, at))
    for child in widget.children():
        if isinstance(child, QWidget) and child not in laid_out and not child.isWindow():
            parts.append((QRect(_at(child, scene), child.size()), child))
    yield from _in_order(parts, scene)


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets_of(inner)


def _part(layout: QLayout, number: int, at: QPoint) -> Iterator[tuple[QRect, QLayout | QWidget]]:
    item = layout.itemAt(number)
    widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
    if widget is not None and widget.isVisible():
        yield QRect(widget.geometry()).translated(at), widget
    elif inner is not None:
        shown = [each for each in _widgets_of(inner) if each.isVisible()]
        around = QRect()
        for each in shown:
            around = around.united(each.geometry())
        if shown:
            yield around.translated(at), inner


def _in_order(parts: list[tuple[QRect, QLayout | QWidget]], scene: QWidget) -> Iterator[QWidget]:
    left = [part for part in parts if not part[0].isEmpty()]
    while left:
        first = min(left, key=lambda part: part[0].top())[0]
        # On one line with the topmost: those whose middle is level with it, and it with theirs.
        line = [part for part in left if _level(part[0], first)]
        line.sort(key=lambda part: part[0].left())
        for _, part in line:
            if isinstance(part, QWidget):
                yield from _walk(part, scene)
            else:
                holder = part.parentWidget()
                at = _at(holder, scene) if holder is not None else QPoint()
                inner = [each for number in range(part.count()) for each in _part(part, number, at)]
                yield from _in_order(inner, scene)
        left = [part for part in left if part not in line]


def _level(one: QRect, other: QRect) -> bool:
    shared = min(one.bottom(), other.bottom()) - max(one.top(), other.top()) + 1
    return 2 * shared > min(one.height(), other.height())


def _at(widget: QWidget, scene: QWidget) -> QPoint:
    return widget.mapTo(scene, QPoint(0, 0))
