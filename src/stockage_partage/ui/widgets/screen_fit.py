"""Windows that fit on their screen with the frame that the system draws around them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from stockage_partage.ui.widgets.theme import GRID

#: Title bar and edges of a window that is not shown yet: as tall and as wide as most.
_FRAME = QSize(2 * GRID, 5 * GRID)
#: Where windows are drawn for nobody, on a screen that does not exist.
_NOWHERE = "offscreen"
#: The frame is known a little after the window is shown; from then on a person may put it anywhere.
_SETTLED_MS = 1_000


def room_on_screen(window: QWidget) -> QSize:
    """The largest size that the inside of a window may have."""
    shown = window.isVisible()
    frame = window.frameGeometry().size() - window.size() if shown else _FRAME
    return window.screen().availableSize() - frame


class OnScreen(QObject):
    """Brings a window that was just shown back onto its screen, smaller where it is too large, frame included."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks once the window is shown, and again when the system has put its frame around it."""
        kind = event.type()
        if kind is QEvent.Type.Show and not event.spontaneous():
            self._settling.start()
            self._looking.start()
        elif kind is QEvent.Type.Move and self._settling.isActive():
            self._looking.start()
        return False

    def _look(self) -> None:
        window = self._window
        frame = window.frameGeometry()
        if window.isMaximized() or window.isFullScreen() or QApplication.platformName() == _NOWHERE:
            return
        place, size = fitted(window.screen().availableGeometry(), frame, window.size())
        if size != window.size():
            window.resize(size)
        if place != frame.topLeft():
            window.move(place)


def fitted(there: QRect, frame: QRect, inside: QSize) -> tuple[QPoint, QSize]:
    """Where a framed window is to be, and how large its inside, to be wholly on the screen `there`.

    As much of it as there is room for from its title bar down, where its inside cannot be smaller.
    """
    around = frame.size() - inside
    size = inside.boundedTo(there.size() - around)
    outer = size + around
    left = max(there.left(), min(frame.left(), there.right() - outer.width() + 1))
    top = max(there.top(), min(frame.top(), there.bottom() - outer.height() + 1))
    return QPoint(left, top), size
