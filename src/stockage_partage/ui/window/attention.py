"""A window that nobody looks at: what it tells all the same, and how it comes forward and shows what is asked for.

It tells by the taskbar's mark, and by an icon near the clock where somebody asked for one. Another start of
the program, or an address, brings it forward and has it show a page or a document; it never acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from stockage_partage.activation.states import AccountState, Functions, PanelState
from stockage_partage.messages import window as texts
from stockage_partage.messages.names import PRODUCT
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.window_address import PageWord, WindowTarget

if TYPE_CHECKING:
    from stockage_partage.ui.window.main_window import MainWindow

_PAGES = {word: PageId[word.name] for word in PageWord}
_REMEMBERED = "tray_icon"


class TaskbarAlert(QObject):
    """Asks for attention once for each thing that comes to need somebody while the window is not looked at."""

    asked = Signal(str)  # what happened

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._blocked: int | None = (
            None  # None before the first truth: what was so already asks nothing
        )
        self._ended = False

    def show_state(self, state: PanelState) -> None:
        """Compares with what was so before."""
        on = state.functions is not Functions.NONE
        blocked = state.facts.documents.blocked if on else 0
        ended = on and state.facts.account_state is AccountState.SESSION_ENDED
        known = self._blocked is not None
        if known and ended and not self._ended:
            self._ask(texts.SESSION_ENDED_AWAY)
        if self._blocked is not None and blocked > self._blocked:
            self._ask(texts.blocked_away(blocked - self._blocked))
        self._blocked, self._ended = blocked, ended

    def _ask(self, why: str) -> None:
        if self._window.isMinimized() or QApplication.activeWindow() is None:
            QApplication.alert(self._window)
            self.asked.emit(why)


class TrayIcon(QObject):
    """The icon near the clock, there only while a person wants it; it remembers that in `remembered`."""

    def __init__(self, window: MainWindow, remembered: QSettings | None) -> None:
        super().__init__(window)
        self._window = window
        self._remembered = remembered
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        wanted = remembered is not None and remembered.value(_REMEMBERED, False, type=bool)
        if wanted:
            self._put_up()

    @property
    def is_up(self) -> bool:
        """True while the icon is wanted."""
        return self._icon is not None

    @staticmethod
    def can_be() -> bool:
        """False where this session has no place for such icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def want(self, wanted: bool) -> None:
        """Puts the icon up or takes it away, from now on and after a restart."""
        if self._remembered is not None:
            self._remembered.setValue(_REMEMBERED, wanted)
        if wanted and self._icon is None:
            self._put_up()
        elif not wanted and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def tell(self, why: str) -> None:
        """A balloon of the system's own, where the icon is."""
        if self._icon is not None:
            self._icon.showMessage(PRODUCT, why, QSystemTrayIcon.MessageIcon.Warning)

    def show_state(self, state: PanelState) -> None:
        """The icon's tip: the company, and what is on its way."""
        if self._icon is not None:
            lines = [self._window.windowTitle()]
            lines += [texts.sending(state.leaving, state.facts.documents.waiting)]
            self._icon.setToolTip("\n".join(filter(None, lines)))

    def bring_window(self) -> None:
        """Brings the window back in front."""
        bring_forward(self._window)

    def _put_up(self) -> None:
        colour = self._window.palette().color(QPalette.ColorRole.Accent)
        made = self._icon = QSystemTrayIcon(icon("application", colour), self)
        menu = self._menu = QMenu(self._window)
        menu.setObjectName("tray_menu")
        menu.addAction(texts.SHOW_WINDOW).triggered.connect(self.bring_window)
        menu.addAction(texts.QUIT).triggered.connect(self._window.close)
        made.setContextMenu(menu)
        made.setToolTip(self._window.windowTitle())
        made.activated.connect(lambda _: self.bring_window())
        made.show()


def bring_forward(window: QWidget) -> None:
    """The window in front of the others, and no longer minimised."""
    if window.isMinimized():  # Qt gives a window that was never shown another size on the way
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def show_target(window: MainWindow, target: WindowTarget) -> None:
    """The page, or the documents found by that number; the window as it is when neither is named."""
    if target.document:
        window.show_documents()
        documents = window.body.documents
        documents.filters.clear()
        documents.filters.search.setText(target.document)
    elif target.page in set(PageWord):
        window.go_to(_PAGES[PageWord(target.page)])
