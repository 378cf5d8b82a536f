"""While the person signs in with the system's own browser."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.ui.question import Question
from stockage_partage.ui.showing import show
from stockage_partage.ui.thin_bar import ThinBar
from stockage_partage.words import sign_in as words


class BrowserWait(Question):
    """Closes itself when told; « Annuler » and Escape give up."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "browser_wait", words.BROWSER_TITLE)
        self._address = ""
        self.add_text("text", words.BROWSER_TEXT)
        self.progress = ThinBar(words.BROWSER_WAIT)
        self.progress.setObjectName("waiting")
        self.subject.addWidget(self.progress)
        self.missing = self.add_text("missing", words.BROWSER_MISSING)
        self.copy = self.add_button("copy_address", words.COPY_ADDRESS)
        for offer in (self.missing, self.copy):
            show(offer, False)
        self.cancel = self.add_button("cancel", words.CANCEL, default=True)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(self.cancelled)

    def show_address(self, url: str) -> None:
        """The address, offered from now on to whoever must paste it."""
        self._address = url
        for offer in (self.missing, self.copy):
            show(offer, True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.copy.setText(words.ADDRESS_COPIED)
