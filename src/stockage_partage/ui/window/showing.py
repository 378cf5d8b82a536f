"""Brings a window forward and shows in it what another start, or an address, asks for. It never acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.window_address import PageWord, WindowTarget

if TYPE_CHECKING:
    from stockage_partage.ui.window.main_window import MainWindow

_PAGES = {word: PageId[word.name] for word in PageWord}


def bring_forward(window: QWidget) -> None:
    """The window in front of the others, and no longer minimised."""
    window.setWindowState(
        window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive
    )
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
