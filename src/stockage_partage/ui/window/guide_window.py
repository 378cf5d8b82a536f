"""The user's guide, in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.messages import guide as texts
from stockage_partage.messages import window
from stockage_partage.ui.widgets.access_keys import AccessKeys
from stockage_partage.ui.widgets.link_opening import opener
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.resources import guide
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import announce, put_text, set_enabled, show
from stockage_partage.ui.window.guide_text import GuideText, address_of


class GuideWindow(QDialog):
    """Goes from page to page of the documentation; web addresses open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_window")
        self.setWindowTitle(window.GUIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        AccessKeys(self)
        self._before: list[tuple[Path, int]] = []
        self._page: Path | None = None
        self._open_url = opener(self)
        self.text = GuideText()
        self.text.setAccessibleName(window.GUIDE)
        self.text.anchorClicked.connect(self._open)
        self.back = self._button("back", window.GUIDE_BACK)
        self.back.clicked.connect(self._go_back)
        self.close_button = self._button("close", window.CLOSE)
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(GRID, GRID, GRID, GRID)
        box.addLayout(self._search_row())
        box.addWidget(self.text)
        box.addLayout(buttons)
        self.resize(100 * GRID, 90 * GRID)
        self.resize(self.size().boundedTo(room_on_screen(self)))
        OnScreen(self)
        path = guide()
        if path is None:
            self.text.setPlainText(window.GUIDE_MISSING)
            show(self.back, False)
        else:
            self._show(path)

    def _search_row(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setObjectName("guide_search")
        self.search.setPlaceholderText(texts.SEARCH)
        self.search.setAccessibleName(texts.SEARCH)
        self.search.textChanged.connect(self._look_for)
        self.found = QLabel()
        self.found.setObjectName("guide_found")
        self.found.setMinimumWidth(self.found.fontMetrics().horizontalAdvance(texts.found(0, 0)))
        self.previous = self._button("guide_previous", texts.PREVIOUS)
        self.next = self._button("guide_next", texts.NEXT)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.search.returnPressed.connect(self._go_on)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._begin_search)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        row.addWidget(self.found)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self._count = self._number = 0
        self._say_found()
        return row

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, words: str) -> None:
        self._count = self.text.search(words)
        self._number = self.text.first_below()
        self.text.go_to_found(self._number)
        self._say_found()

    def _go_on(self) -> None:
        back = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._step(-1 if back else 1)

    def _step(self, by: int) -> None:
        if self._count:
            self._number = (self._number + by) % self._count
            self.text.go_to_found(self._number)
            self._say_found()

    def _say_found(self) -> None:
        said = texts.found(self._number + 1, self._count) if self.search.text().strip() else ""
        put_text(self.found, said)
        announce(self.found, said)
        for button in (self.previous, self.next):
            set_enabled(button, "" if self._count else texts.NOTHING_LOOKED_FOR)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the search up first, then closes the window; Enter is for the search alone."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def go_to(self, chapter: str) -> None:
        """Shows the heading `chapter` of the user's guide, wherever the reader was."""
        path = guide()
        if path is None:
            return
        if self._page != path:
            if self._page is not None:
                self._before.append((self._page, self.text.verticalScrollBar().value()))
            self._show(path)
        self.text.scrollToAnchor(address_of(chapter))

    def _show(self, page: Path) -> None:
        self._page = page
        self.text.show_page(page)
        if self.search.text():
            self._look_for(self.search.text())
        show(self.back, bool(self._before))

    def _open(self, url: QUrl) -> None:
        if not url.isRelative():
            self._open_url(url.toString())
            return
        if self._page is None:
            return
        if url.path():
            page = self._page.parent / url.path()
            if not page.is_file():
                return  # every page that the guide names is shipped with it
            self._before.append((self._page, self.text.verticalScrollBar().value()))
            self._show(page)
        if url.hasFragment():
            self.text.scrollToAnchor(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _go_back(self) -> None:
        page, height = self._before.pop()
        self._show(page)
        self.text.setFocus()
        self.text.scroll_to(height)


def open_guide(over: QWidget, chapter: str = "") -> GuideWindow:
    """The guide of that window, in front, at the heading `chapter` when it has one.

    Each window has its own: one that belonged to another would be shut out by a question over it.
    """
    window = over.window()
    only_its_own = Qt.FindChildOption.FindDirectChildrenOnly
    found = window.findChild(GuideWindow, "guide_window", only_its_own)
    shown = found if found is not None else GuideWindow(window)
    shown.show()
    if chapter:
        shown.go_to(chapter)
    shown.raise_()
    shown.activateWindow()
    return shown
