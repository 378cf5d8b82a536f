"""« Accès à Microsoft 365 »: a registration typed in, tried step by step, explained, and kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from stockage_partage.messages import access_setup as texts
from stockage_partage.messages import window
from stockage_partage.ui.companies.create_dialog import editor
from stockage_partage.ui.companies.result_table import ResultTable
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.push_button import named_button
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled

_ROWS = 9


class AccessDialog(BaseDialog):
    """Shows each finding as a row, and tells by its signals what is wanted."""

    columns = 112
    typed = Signal()  # what was found is not about that any more
    try_wanted = Signal()
    sign_in_wanted = Signal()
    consent_wanted = Signal()
    message_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "access_dialog", texts.TITLE)
        self.add_text("access_introduction", texts.INTRODUCTION)
        self.client = FormField("access_client", texts.CLIENT, QLineEdit(), texts.CLIENT_HELP)
        self.tenant = FormField("access_tenant", texts.TENANT, QLineEdit(), texts.TENANT_HELP)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.client, 1)
        across.addWidget(self.tenant, 1)
        self.subject.addLayout(across)
        self.table = ResultTable(
            "access_table", texts.TABLE_NAME, texts.CHECK, texts.RESULT, room=36
        )
        self.table.show_at_least(_ROWS + 3)
        self.subject.addWidget(self.table)
        self.sign_in = named_button("access_sign_in", texts.SIGN_IN)
        self.consent = named_button("access_consent", texts.COPY_CONSENT)
        self.message = named_button("access_message", texts.COPY_MESSAGE)
        self.subject.addWidget(_flowing(self.sign_in, self.consent, self.message))
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()  # the buttons below are there to press again
        self.subject.addWidget(self.troubles)
        self.attempt = self.add_button("access_try", texts.TRY, primary=True)
        self.keep = self.add_button("access_keep", texts.KEEP)
        self.close_button = self.add_button("access_close", window.CLOSE)
        for button, wanted in (
            (self.attempt, self.try_wanted),
            (self.sign_in, self.sign_in_wanted),
            (self.consent, self.consent_wanted),
            (self.message, self.message_wanted),
            (self.keep, self.keep_wanted),
        ):
            button.clicked.connect(wanted)
        self.attempt.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        for field in (self.client, self.tenant):
            editor(field).textChanged.connect(lambda _, each=field: self._typed(each))
        self.show_untried()

    def _typed(self, field: FormField) -> None:
        field.say("")
        self.show_untried()
        self.typed.emit()

    def show_untried(self) -> None:
        """Nothing is known of what is typed now."""
        self.table.setRowCount(0)
        for button in (self.sign_in, self.consent, self.message, self.keep):
            set_enabled(button, texts.TRY_FIRST)

    def show_tried(self) -> None:
        """What the workstation can tell is told: somebody may sign in, consent be asked, the settings kept."""
        for button in (self.sign_in, self.consent, self.message, self.keep):
            set_enabled(button, "")
        self.sign_in.setFocus()

    def show_finding(self, name: str, said: str, *, well: bool) -> None:
        """One finding; another one of that name is replaced."""
        rows = range(self.table.rowCount())
        known = [row for row in rows if (each := self.table.item(row, 0)) and each.text() == name]
        self.table.tell(known[0] if known else self.table.add(name), said, well=well)


def _flowing(*buttons: QPushButton) -> QWidget:
    """Buttons side by side, on as many lines as the width asks for."""
    made = QWidget()
    flow = FlowLayout(made, GRID, between_lines=GRID)
    for button in buttons:
        flow.addWidget(button)
    return made
