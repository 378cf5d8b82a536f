"""« Créer une société » and « Ouvrir une société sur un serveur »: what is typed to have one more company.

The address of a server goes into the list of companies and onto the command line of the window that it
opens: what is typed as a password is taken out of the field at once, and the person told where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.company.places import holds_secret, is_server, parts_of, place_of
from stockage_partage.errors import Trouble
from stockage_partage.messages import companies as texts
from stockage_partage.messages import window
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.form_field import FormField, editor
from stockage_partage.ui.widgets.given_files import ask_where
from stockage_partage.ui.widgets.info_bar import TROUBLE, BarRoom, InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled

_SIREN_DIGITS = 9
_SCHEMES = frozenset(("postgresql", "postgres", "postgresql+psycopg"))


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company to create. `siren` is None when it was left empty."""

    name: str
    siren: str | None
    file: Path


class CreateCompanyDialog(BaseDialog):
    """Stays open until the company is there: `create_wanted`, then `accept` or `refuse`."""

    create_wanted = Signal(object)  # NewCompany

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "create_company_dialog", texts.CREATE_TITLE)
        self.name = FormField("company_name", texts.COMPANY_NAME, QLineEdit())
        self.siren = FormField("company_siren", texts.SIREN, QLineEdit(), texts.SIREN_HELP)
        self.file = FormField("company_file", texts.FILE, QLineEdit(), texts.FILE_HELP)
        self.choose = PushButton(texts.CHOOSE_FILE)
        self.choose.setObjectName("choose_company_file")
        self.choose.setAccessibleDescription(texts.FILE_TITLE)
        self.refused = InfoBar("company_refused")
        self.subject.addWidget(self.name)
        self.subject.addWidget(self.siren)
        across = QHBoxLayout()
        across.setSpacing(GRID)
        across.addWidget(self.file, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self.fontMetrics().height() + 4)  # the field's name
        beside.addWidget(self.choose)
        beside.addStretch(1)
        across.addLayout(beside)
        self.subject.addLayout(across)
        self.subject.addWidget(BarRoom(self.refused, 3))
        self.create_button = self.add_button("create", texts.CREATE_VERB, primary=True)
        self.create_button.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self.create_button.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)
        self.choose.clicked.connect(self._choose)
        for field in (self.name, self.siren, self.file):
            editor(field).textChanged.connect(lambda _, each=field: each.say(""))
        editor(self.name).setFocus()

    def _choose(self) -> None:
        proposed = texts.proposed_file(editor(self.name).text())

        def chosen(file: Path) -> None:
            editor(self.file).setText(str(file))

        ask_where(
            self,
            "company_file_dialog",
            texts.FILE_TITLE,
            proposed,
            chosen,
            kinds=texts.FILE_KINDS,
            suffix="db",
        )

    def _create(self) -> None:
        name = editor(self.name).text().strip()
        digits = "".join(editor(self.siren).text().split())
        file = editor(self.file).text().strip()
        fits = not digits or (
            digits.isascii() and digits.isdigit() and len(digits) == _SIREN_DIGITS
        )
        wrong = {
            self.name: "" if name else texts.NAME_MISSING,
            self.siren: "" if fits else texts.SIREN_WRONG,
            self.file: "" if file else texts.FILE_MISSING,
        }
        for field, said in wrong.items():
            field.say(said)
        first = next((field for field, said in wrong.items() if said), None)
        if first is not None:
            editor(first).setFocus()
            return
        self.refused.clear()
        set_enabled(self.create_button, texts.CREATING)
        self.create_wanted.emit(NewCompany(name, digits or None, Path(file)))

    def refuse(self, trouble: Trouble) -> None:
        """Says why the company could not be created; everything that was typed is still there."""
        said = explain(trouble)
        set_enabled(self.create_button, "")
        self.refused.say(said.sentence, tone=TROUBLE)
        self.bring_into_sight(self.refused)


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
