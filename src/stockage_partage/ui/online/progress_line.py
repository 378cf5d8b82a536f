"""A thin bar for a work whose end is known; it travels like the other one while it is not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette

from stockage_partage.ui.thin_bar import ThinBar

_TALL = 6


class ProgressLine(ThinBar):
    """`show_progress(3, 10)`; a total of 0 is not known yet."""

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many."""
        self.setRange(0, total)
        self.setValue(min(done, total))

    def sizeHint(self) -> QSize:
        """A little taller than the bar that only travels."""
        return QSize(120, _TALL)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must."""
        return QSize(40, _TALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The share that is done."""
        if self.maximum() == 0:
            super().paintEvent(event)
            return
        share = self.value() / self.maximum()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(QRectF(0, 0, share * self.width(), self.height()), 3, 3)
        painter.end()
