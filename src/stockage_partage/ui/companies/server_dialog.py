"""« Ouvrir une société sur un serveur »: the address of its database, and never a password.

The address goes into the list of companies and onto the command line of the window that it opens: what is
typed as a password is taken out of the field at once, and the person told where it belongs.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from stockage_partage.company.portfolio.places import holds_secret, is_server, parts_of, place_of
from stockage_partage.messages import companies as texts
from stockage_partage.messages import window
from stockage_partage.ui.companies.create_dialog import editor
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.form_field import FormField

_SCHEMES = frozenset(("postgresql", "postgres", "postgresql+psycopg"))


class ServerDialog(BaseDialog):
    """Closes once an address was given that may be tried; the window that it opens says what comes of it."""

    chosen = Signal(str)  # the place, without a password

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "open_server_dialog", texts.SERVER_TITLE)
        self.address = FormField(
            "server_address", texts.SERVER_ADDRESS, QLineEdit(), texts.SERVER_HELP, kept=3
        )
        editor(self.address).setPlaceholderText(texts.SERVER_HINT)
        self.subject.addWidget(self.address)
        self.subject.addStretch(1)
        self.open_button = self.add_button("open_server", texts.OPEN, primary=True)
        self.open_button.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self.open_button.clicked.connect(self._open)
        self.cancel.clicked.connect(self.reject)
        editor(self.address).textEdited.connect(lambda _: self.address.say(""))
        editor(self.address).setFocus()

    def _open(self) -> None:
        typed = editor(self.address).text().strip()
        address = typed if not typed or is_server(typed) else f"postgresql://{typed}"
        wrong = texts.SERVER_WRONG if typed else texts.SERVER_MISSING
        try:
            place, parts = place_of(address), parts_of(address)
        except ValueError:
            self._refuse(wrong)
            return
        if not (parts.scheme in _SCHEMES and parts.hostname and parts.path.strip("/")):
            self._refuse(wrong)
        elif holds_secret(address):
            editor(self.address).setText(place)
            self._refuse(texts.SERVER_PASSWORD)
        else:
            self.chosen.emit(place)
            self.accept()

    def _refuse(self, said: str) -> None:
        self.address.say(said)
        editor(self.address).setFocus()
