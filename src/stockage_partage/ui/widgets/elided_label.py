"""A label of one line that gives way: « … » at its end, the whole text as its tip and its name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from stockage_partage.plain_text import one_line
from stockage_partage.ui.widgets.widget_updates import plain_tip


class ElidedLabel(QLabel):
    """Asks for the room its text takes and does with less."""

    def __init__(self, *, to_the_right: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._side = Qt.AlignmentFlag.AlignRight if to_the_right else Qt.AlignmentFlag.AlignLeft
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """The tip tells what may be cut."""
        super().setText(text := one_line(text))
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters is enough."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 12 * self.fontMetrics().averageCharWidth()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """One line, cut where it must."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        align = self._side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(align), text)
        painter.end()
