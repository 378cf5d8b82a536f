"""Links, opened by the system; where nothing opens them, said, with the address to take elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from stockage_partage.messages import window as texts
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.widget_updates import announce


class AddressDialog(BaseDialog):
    """« Copier l’adresse » keeps it open: it says that it was copied."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "address_dialog", texts.NOTHING_OPENED)
        self.add_text("text", texts.NOTHING_OPENED_ADVICE)
        self.address = QLineEdit(address)
        self.address.setObjectName("address_line")
        self.address.setAccessibleName(texts.ADDRESS)
        self.address.setReadOnly(True)
        self.address.setCursorPosition(0)
        self.subject.addWidget(self.address)
        self.copy = self.add_button("copy_address", texts.COPY_ADDRESS, primary=True, default=True)
        self.close_button = self.add_button("close", texts.CLOSE)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())
        self.copy.setText(texts.ADDRESS_COPIED)
        announce(self.copy, texts.ADDRESS_COPIED)


def file_address(path: Path) -> str:
    """The address of a file or a folder of this computer, as links are written."""
    return QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)


def open_outside(url: str) -> bool:
    """Opens an address in the program that the system has for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl(url))


def opener(over: QWidget, open_url: Callable[[str], object] | None = None) -> Callable[[str], bool]:
    """What opens a link, and offers its address over the window in front (else `over`) when nothing does.

    A file is not offered: whoever fetched it knows what to say. `open_url`: in the place of the system's;
    it answers False for a link that nothing opens. Only pages over https, folders, and files that show
    something are opened, whoever asks.
    """
    how = open_url or open_outside

    def open_or_offer(url: str) -> bool:
        if not _may_be_opened(url):
            return False
        opened = how(url) is not False
        if not opened and not _is_file(url):
            AddressDialog(shown(url), QApplication.activeWindow() or over).open()
        return opened

    return open_or_offer


def _may_be_opened(url: str) -> bool:
    place = QUrl(url)
    if place.isLocalFile():
        from stockage_partage.documents.viewing.view import is_program

        return Path(place.toLocalFile()).is_dir() or not is_program(place.fileName())
    return place.isValid() and place.scheme() == "https" and bool(place.host())


def shown(url: str) -> str:
    """An address as a person would paste it: a place on this computer by its path."""
    place = QUrl(url)
    return str(Path(place.toLocalFile())) if place.isLocalFile() else url


def _is_file(url: str) -> bool:
    place = QUrl(url)
    return place.isLocalFile() and Path(place.toLocalFile()).is_file()
