"""The user's guide, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from stockage_partage.ui.look import GRID
from stockage_partage.ui.resources import guide
from stockage_partage.words import window


class GuideWindow(QDialog):
    """Reads the Markdown that the documentation is made of; addresses open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_window")
        self.setWindowTitle(window.GUIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextBrowser()
        self.text.setObjectName("guide_text")
        self.text.setAccessibleName(window.GUIDE)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._open)
        box = QVBoxLayout(self)
        box.setContentsMargins(GRID, GRID, GRID, GRID)
        box.addWidget(self.text)
        self.resize(90 * GRID, 90 * GRID)
        path = guide()
        if path is None:
            self.text.setPlainText(window.GUIDE_MISSING)
        else:
            self.text.setSearchPaths([str(path.parent)])
            self.text.setMarkdown(path.read_text(encoding="utf-8"))

    def _open(self, url: QUrl) -> None:
        if url.isRelative():
            self.text.scrollToAnchor(url.fragment())
        else:
            QDesktopServices.openUrl(url)
