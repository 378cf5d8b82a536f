"""Short messages over the foot of a window: what was just done, with its way, for some seconds.

They lie over what is there, so nothing moves for them; they go by themselves, so none grows old.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stockage_partage.messages import window as texts
from stockage_partage.ui.widgets.accessible_roles import be_alert
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import IconButton, PushButton
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel, icon
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import announce, show_text

#: A message is there for so long, in milliseconds; a long one for as long as it takes to read.
SHOWN_MS = 8_000
_PER_CHARACTER_MS = 80
_WIDEST = 70 * GRID
_MOST = 3  # more than so many would hide the page
#: … unless each of them can still be taken back: then it stays, as long as the window has room.
_MOST_TAKEN_BACK = 6


class Toast(QFrame):
    """One message. It stays while the mouse or the keyboard is on it; `gone` comes once, whatever ends it.

    `takes_back`: its button undoes what is told, as long as it is there.
    """

    pressed = Signal()
    gone = Signal()

    def __init__(
        self, text: str, label: str, shown_ms: int, parent: QWidget, *, takes_back: bool = False
    ) -> None:
        super().__init__(parent)
        self.takes_back = takes_back
        self.setObjectName("toast")
        be_alert(self)
        self.setAccessibleName(text)
        self.words = wrapping("toast_text")
        self.action = PushButton(label)
        self.action.setObjectName("toast_action")
        self.close_button = IconButton()
        self.close_button.setObjectName("toast_close")
        self.close_button.setAccessibleName(texts.CLOSE_MESSAGE)
        self.close_button.setToolTip(texts.CLOSE_MESSAGE)
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        across.setSpacing(GRID)
        middle = Qt.AlignmentFlag.AlignVCenter
        across.addWidget(IconLabel("done"), 0, middle)
        across.addWidget(self.words, 1, middle)
        across.addWidget(self.action, 0, middle)
        across.addWidget(self.close_button, 0, middle)
        # Only in their place: shown before, they would be windows of their own, and take the keyboard.
        show_text(self.words, text)
        self.action.setVisible(bool(label))
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(max(shown_ms, _PER_CHARACTER_MS * len(text)))
        self._timer.timeout.connect(self.leave)
        self.action.clicked.connect(self._press)
        self.close_button.clicked.connect(self.leave)
        for button in (self.action, self.close_button):
            button.installEventFilter(self)
        self._timer.start()

    @property
    def is_over(self) -> bool:
        """True once it has gone, while Qt still keeps it for a turn."""
        return self._over

    def leave(self) -> None:
        """Goes, and says so once."""
        if not self._over:
            self._over = True
            self.hide()
            self.deleteLater()
            self.gone.emit()

    def _press(self) -> None:
        if not self._over:
            self.pressed.emit()
            self.leave()

    def draw_cross(self) -> None:
        """The cross of its button, in the colour that the sheet gives it."""
        colour = self.close_button.palette().color(self.close_button.foregroundRole())
        self.close_button.setIcon(icon("close", colour))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it, or is about to press."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has gone: it stays as long as a new one."""
        super().leaveEvent(event)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard on a button of its keeps it there too."""
        if event.type() is QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() is QEvent.Type.FocusOut and not self._over:
            self._timer.start()
        return False


class ToastStack(QWidget):
    """The messages of one window, the newest at the bottom, over whatever is there."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toasts")
        self._host = host
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GRID)
        self._toasts: list[Toast] = []
        host.installEventFilter(self)

    @property
    def toasts(self) -> list[Toast]:
        """What is being told, the oldest first."""
        return list(self._toasts)

    def add(self, text: str, label: str, shown_ms: int, *, takes_back: bool = False) -> Toast:
        """Tells one thing more; where there are too many, the oldest that takes nothing back goes first."""
        made = self._put(Toast(text, label, shown_ms, self, takes_back=takes_back))
        plain = [each for each in self._toasts[:-1] if not each.takes_back]
        while len(self._toasts) > _MOST and plain:
            plain.pop(0).leave()
        pushed_out = ""
        while len(self._toasts) > 1 and not self._has_room():
            pushed_out = self._toasts[0].words.text()
            self._toasts[0].leave()
        if pushed_out:  # what it told is done now: nobody may go on counting on its button
            self._put(Toast(texts.not_taken_back(pushed_out), "", SHOWN_MS, self))
        return made

    def _put(self, made: Toast) -> Toast:
        self._toasts.append(made)
        self._box.addWidget(made)
        made.gone.connect(lambda: self._gone(made))
        self._place()
        self.show()
        self.raise_()
        made.show()
        self._place()  # its height is known once it is shown
        made.draw_cross()
        announce(made, made.words.text())
        return made

    def _has_room(self) -> bool:
        room = self._room()
        wanted = self._box.heightForWidth(min(_WIDEST, room.width() - 4 * GRID))
        fits = len(self._toasts) <= _MOST or wanted + GRID <= room.height()
        return fits and len(self._toasts) <= _MOST_TAKEN_BACK

    def _gone(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        self._box.removeWidget(toast)
        self.setVisible(bool(self._toasts))
        self._place()

    def _place(self) -> None:
        room = self._room()
        width = min(_WIDEST, room.width() - 4 * GRID)
        height = self._box.heightForWidth(width)
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.bottom() + 1 - height - GRID, width, height)

    def _room(self) -> QRect:
        """Over the pages: notices, a status bar, the buttons of a dialog stay in sight."""
        if isinstance(self._host, BaseDialog) and (over := self._host.toast_room) is not None:
            return QRect(over.mapTo(self._host, QPoint(0, 0)), over.size())
        for name in ("notices", "status_bar"):
            kept = self._host.findChild(QWidget, name)
            if kept is not None and kept.isVisibleTo(self._host):
                at = kept.mapTo(self._host, QPoint(0, 0))
                return QRect(at.x(), 0, kept.width(), at.y())
        return self._host.rect()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its place at the foot of the window."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._toasts:
            self._place()
        return False


def toasts_of(window: QWidget) -> ToastStack:
    """The messages of a window, made when the first one is told."""
    found = window.findChild(ToastStack, "toasts", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else ToastStack(window)


def in_front(over: QWidget) -> QWidget:
    """The window that somebody looks at: the active one of ours, unless it is a mere question."""
    main = over.window()
    active = QApplication.activeWindow()
    above: QObject | None = active
    while above is not None and above is not main:
        above = above.parent()
    usable = active is not None and above is main and not isinstance(active, BaseDialog)
    return active if usable and active is not None else main


def toast(
    over: QWidget,
    text: str,
    label: str = "",
    act: Callable[[], object] | None = None,
    *,
    shown_ms: int = SHOWN_MS,
    takes_back: bool = False,
) -> Toast:
    """Tells what was done in the window that somebody looks at, with a button `label` that does `act`.

    `over`: any widget of the window that is told of it where no window of the program is in front.
    `takes_back`: `act` undoes it, and must not be cut short by what is told afterwards.
    """
    stack = toasts_of(in_front(over))
    made = stack.add(text, label if act is not None else "", shown_ms, takes_back=takes_back)
    if act is not None:
        made.pressed.connect(act)
    return made
