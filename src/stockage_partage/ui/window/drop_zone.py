"""Files dragged over the main window: the whole of it becomes one zone that says what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.messages import classifying as texts
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.given_files import is_promised, local_files, take_copy
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show_text

#: A drag that left the window for the zone is over it within this time.
_BETWEEN_MS = 150
_VEIL = 225  # of 255: the page is guessed behind it
_PICTURE = 48
_WIDEST = 56 * GRID

#: What becomes of dropped files, and what the zone says of it.
Taken = tuple[Callable[[Sequence[Path]], object], str]


class DropZone(QWidget):
    """Lies over all of its parent while files hover."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_zone")
        self.setAccessibleName(texts.DROP_TITLE)
        self.setAcceptDrops(True)
        middle = Qt.AlignmentFlag.AlignHCenter
        title = wrapping("drop_title")
        title.setFont(font(1.4, bold=True))
        title.setText(texts.DROP_TITLE)
        title.setAlignment(middle)
        self.help = wrapping("drop_help")
        self.help.setAlignment(middle)
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        inside.setSpacing(GRID)
        inside.addWidget(IconLabel("document", side=_PICTURE), 0, middle)
        inside.addWidget(title)
        inside.addWidget(self.help)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 6)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        box.addStretch(1)
        box.addLayout(across)
        box.addStretch(1)
        self.hide()

    def show_over(self, help_text: str) -> None:
        """Covers all of the window. `help_text`: what becomes of the files."""
        show_text(self.help, help_text)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil, and a dashed frame in the colour of what is pressed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self.palette().color(QPalette.ColorRole.Window))
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        pen = QPen(self.palette().color(QPalette.ColorRole.Accent), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        inside = QRectF(self.rect()).adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        painter.drawRoundedRect(inside, 12, 12)
        painter.end()


class WindowDrop(QObject):
    """Hears of drags over a window and over its zone. `taken`: what would become of the files now, None for nothing."""

    def __init__(
        self,
        window: QWidget,
        taken: Callable[[], Taken | None],
        promised: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._taken = taken
        self._promised = promised
        self.zone = DropZone(window)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_BETWEEN_MS)
        self._gone.timeout.connect(self.zone.hide)
        window.setAcceptDrops(True)
        for each in (window, self.zone):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the events of a drag that carries files of this computer."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self._close_fields()
            return False
        if event.type() is QEvent.Type.DragLeave:
            # Under the hand the zone appears: the drag leaves the window, for the zone.
            self._gone.start()
            return False
        if not isinstance(event, QDropEvent):
            return False
        files, promised = local_files(event.mimeData()), is_promised(event.mimeData())
        taken = self._taken() if files or promised else None
        if taken is None or not take_copy(event):
            return False
        act, help_text = taken
        self._gone.stop()
        if event.type() is not QEvent.Type.Drop:
            self.zone.show_over(help_text)
            return True
        self.zone.hide()
        if files:
            act(files)
        else:
            self._promised()
        return True

    def _close_fields(self) -> None:
        """Keeps fields from taking a file as its address in words: a drag may come upon one first.

        Whoever takes a file elsewhere has left this window.
        """
        for field in self._window.findChildren(QLineEdit):
            field.setAcceptDrops(False)
