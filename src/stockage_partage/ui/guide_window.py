"""The user's guide, in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stockage_partage.ui.guide_text import GuideText
from stockage_partage.ui.look import GRID
from stockage_partage.ui.resources import guide
from stockage_partage.ui.showing import show
from stockage_partage.words import window


class GuideWindow(QDialog):
    """Goes from page to page of the documentation; web addresses open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_window")
        self.setWindowTitle(window.GUIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before: list[tuple[Path, int]] = []
        self._page: Path | None = None
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
        box.addWidget(self.text)
        box.addLayout(buttons)
        self.resize(100 * GRID, 90 * GRID)
        self.resize(self.size().boundedTo(self.screen().availableSize()))
        path = guide()
        if path is None:
            self.text.setPlainText(window.GUIDE_MISSING)
            show(self.back, False)
        else:
            self._show(path)

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        made.setAutoDefault(False)
        return made

    def _show(self, page: Path) -> None:
        self._page = page
        self.text.show_page(page)
        show(self.back, bool(self._before))

    def _open(self, url: QUrl) -> None:
        if not url.isRelative():
            QDesktopServices.openUrl(url)
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
