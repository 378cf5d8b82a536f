"""While the person signs in with the system's own browser."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.messages import sign_in as texts
from stockage_partage.messages import window
from stockage_partage.messages.message import Message
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.widget_updates import announce, keep_room, show, show_text


class BrowserWait(BaseDialog):
    """Closes itself when told; « Annuler » and Escape give up."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "browser_wait", texts.BROWSER_TITLE)
        self._address = ""
        self.reason = self.add_text("reason", "")
        show(self.reason, False)
        self.text = self.add_text("text", texts.BROWSER_TEXT)
        self.progress = ThinBar(texts.BROWSER_WAIT)
        self.progress.setObjectName("waiting")
        self.subject.addWidget(self.progress)
        self.missing = self.add_text("missing", texts.BROWSER_MISSING)
        self.copy = self.add_button("copy_address", window.COPY_ADDRESS)
        keep_room(self.missing)  # told once the browser was asked: « Annuler » stays where it is
        for offer in (self.missing, self.copy):
            show(offer, False)
        self.cancel = self.add_button("cancel", texts.CANCEL, default=True)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(self.cancelled)

    def show_reason(self, why: Message) -> None:
        """Why this is not done in a window of ours: what lacks, and who can put it right."""
        show_text(self.reason, f"{why.what} {why.advice}")
        show(self.reason, True)

    def show_address(self, url: str, *, opened: bool = True) -> None:
        """The address, offered from now on to whoever must paste it. `opened`: a browser took it."""
        self._address = url
        if not opened:
            show_text(self.text, texts.NO_BROWSER_TEXT)
            announce(self.text, texts.NO_BROWSER_TEXT)
        show(self.missing, opened)  # else said above
        show(self.copy, True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.copy.setText(window.ADDRESS_COPIED)
