"""A link that the keyboard reaches, that wraps, and that a screen reader can press."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

_BETWEEN_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_ANYWHERE = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft


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
