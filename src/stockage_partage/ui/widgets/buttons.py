"""Buttons that do what the hand means: Enter presses the one that has the focus, a double click presses once.

Qt's own button answers Enter only as the default one of a dialog: with the focus on « Annuler », Enter did
the work of the default one. And it takes a double click for two clicks, of which the second falls on
whatever stands there after the first. A link is pressed as they are, wraps, and is reached by the keyboard
and by a screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from stockage_partage.ui.widgets.theme import colours_now

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object  # put before a class of Qt, which comes once

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BETWEEN_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_ANYWHERE = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft
#: Two presses farther apart than this, in pixels, are not one double click.
_SAME_PLACE = 8
#: In pixels: how thick the ring is inside the one that the style sheet draws, and where its middle lies.
_INNER_RING = 1.5
_WITHIN = (2.75, 2.75, -2.75, -2.75)


class _Clicks:
    """Where and when (milliseconds of the window system, 0 never) the mouse last clicked a button."""

    at = QPoint()
    when = 0

    @classmethod
    def note(cls, event: QMouseEvent) -> None:
        cls.at, cls.when = event.globalPosition().toPoint(), event.timestamp()

    @classmethod
    def had_already(cls, event: QMouseEvent) -> bool:
        """True for the second press of a double click whose first one already did something."""
        since = event.timestamp() - cls.when
        apart = (event.globalPosition().toPoint() - cls.at).manhattanLength()
        soon = 0 <= since < QApplication.doubleClickInterval()
        return bool(cls.when) and soon and apart <= _SAME_PLACE


class PressesOnce(_Base):
    """Enter presses, once however long it is held; so does a double click, whatever moved meanwhile."""

    def setText(self, text: str) -> None:
        """Another text; the button keeps its access key, which Qt would take from the text alone."""
        keys = self.shortcut()
        super().setText(text)
        if not keys.isEmpty() and self.shortcut() != keys:
            self.setShortcut(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter; every other key is Qt's affair."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        if not event.isAutoRepeat():
            self.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first press of a double click alone."""
        if not _Clicks.had_already(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nothing: the first press was the click."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remembered before what it does: that may put another button here."""
        if self.isDown():
            _Clicks.note(event)
        super().mouseReleaseEvent(event)


class PushButton(PressesOnce, QPushButton):
    """The button of our windows. What Enter does in a field is the dialog's default one, as ever."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)  # or the first one would become the default of a dialog without

    def paintEvent(self, event: QPaintEvent) -> None:
        """The coloured one has a second ring inside the first: a style sheet would draw it through the words."""
        super().paintEvent(event)
        if not (self.hasFocus() and self.property("primary")):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours_now().on_accent), _INNER_RING))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(*_WITHIN), 4, 4)
        painter.end()


def named_button(name: str, text: str) -> PushButton:
    """A button of that object name."""
    made = PushButton(text)
    made.setObjectName(name)
    return made


class IconButton(PressesOnce, QToolButton):
    """A button that shows a picture alone."""


class LinkButton(QAbstractButton):
    """Shows its text underlined in the link colour; greyed without underline when disabled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The layout gives more lines to a long name."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the text wrapped at `width`."""
        margins = self.contentsMargins()
        room = max(width - margins.left() - margins.right(), 1)
        return self._bounds(room).height() + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """One line if there is room for it."""
        return self._one_line(self.fontMetrics().horizontalAdvance(self.text()) + 2)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return self._one_line(self.fontMetrics().averageCharWidth() * 12)

    def _one_line(self, width: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width, self.fontMetrics().height() + margins.top() + margins.bottom())

    def _bounds(self, width: int) -> QRect:
        room = QRect(0, 0, width, 10_000)
        return self.fontMetrics().boundingRect(room, self._flags(width), self.text())

    def _flags(self, width: int) -> int:
        """Between words, unless one of them is wider than the room."""
        longest = max(map(self.fontMetrics().horizontalAdvance, self.text().split() or [""]))
        return int(_BETWEEN_WORDS if longest <= width else _ANYWHERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows a link too, as in every browser."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text, underline, and a ring when the keyboard is here."""
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.isEnabled())
        painter.setFont(font)
        role = QPalette.ColorRole.Link if self.isEnabled() else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        room = self.contentsRect()
        painter.drawText(room, self._flags(room.width()), self.text())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.BrightText), 2))
            used = self._bounds(room.width()).translated(room.topLeft())
            painter.drawRoundedRect(used.adjusted(-3, -2, 3, 2).intersected(self.rect()), 3, 3)
        painter.end()
