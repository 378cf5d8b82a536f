"""A sign-in that a work needs, heard of by that work alone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from stockage_partage.errors import Trouble
from stockage_partage.ui.sign_in_flow import SignInFlow


class SigningIn(QObject):
    """Ends in one of its two signals, and only when it was started here."""

    done = Signal()
    gave_up = Signal(object)  # Trouble

    def __init__(self, flow: SignInFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._flow = flow
        self._mine = False
        flow.signed_in.connect(self._signed_in)
        flow.gave_up.connect(self._not_signed_in)

    def start(self) -> None:
        """The embedded sign-in; joins one that is already open."""
        self._mine = True
        self._flow.start()

    def cancel(self) -> None:
        """Closes it, when it is ours; `gave_up` follows."""
        if self._mine:
            self._flow.cancel()

    def _signed_in(self, _signed_in: object) -> None:
        if self._mine:
            self._mine = False
            self.done.emit()

    def _not_signed_in(self, trouble: Trouble) -> None:
        if self._mine:
            self._mine = False
            self.gave_up.emit(trouble)
