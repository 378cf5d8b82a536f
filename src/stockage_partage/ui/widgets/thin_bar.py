"""Thin bars: one for a wait whose end nobody knows, one for work whose end is known."""

from __future__ import annotations

from PySide6.QtCore import QBasicTimer, QElapsedTimer, QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QSizePolicy, QWidget

_TALL = 6  # pixels, where the end is known
_PERIOD_MS = 2400
_FRAME_MS = 40
_STILL = "nothing_moves"  # a property of the application


def let_nothing_move() -> None:
    """Bars of waiting stand still from now on: the person has asked the system for that."""
    if (application := QApplication.instance()) is not None:
        application.setProperty(_STILL, True)


def _nothing_moves() -> bool:
    application = QApplication.instance()
    return application is not None and bool(application.property(_STILL))


class ThinBar(QProgressBar):
    """A piece that travels, unless nothing is to move; still, hence free, while hidden."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QBasicTimer()
        self._clock = QElapsedTimer()

    def sizeHint(self) -> QSize:
        """Four pixels high, and as wide as there is room."""
        return QSize(120, 4)

    def minimumSizeHint(self) -> QSize:
        """The least size: the bar may become as narrow as it must."""
        return QSize(40, 4)

    def showEvent(self, event: QShowEvent) -> None:
        """Starts travelling when it is seen."""
        if _nothing_moves():
            return
        self._clock.start()
        self._timer.start(_FRAME_MS, self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stops travelling when it is hidden."""
        self._timer.stop()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Draws the next frame of the travel."""
        if _nothing_moves():
            self.rest()
        self.update()

    def rest(self) -> None:
        """Stands still at its middle: pictures of the same thing are the same."""
        self._timer.stop()
        self._clock.invalidate()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A third of the width, eased, from beyond one end to beyond the other."""
        at = self._clock.elapsed() if self._clock.isValid() else _PERIOD_MS // 2
        share = (at % _PERIOD_MS) / _PERIOD_MS
        eased = share * share * (3 - 2 * share)
        width = self.width() / 3
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
        left = eased * (self.width() + width) - width
        painter.drawRoundedRect(QRectF(left, 0, width, self.height()), 2, 2)
        painter.end()


class ProgressLine(ThinBar):
    """How far a work is: `show_progress(3, 10)`. It travels while the total is 0, not known yet."""

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many."""
        self.setRange(0, total)
        self.setValue(min(done, total))

    def sizeHint(self) -> QSize:
        """A little taller than the bar that only travels."""
        return QSize(120, _TALL)

    def minimumSizeHint(self) -> QSize:
        """The least size: the bar may become as narrow as it must."""
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
