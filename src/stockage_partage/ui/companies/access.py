"""« Accès à Microsoft 365 »: a registration typed in, tried step by step, explained, and kept.

What is typed is tried in the background, and kept when somebody says so. The program around the window
hands over what tries and keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from stockage_partage.errors import SettingsRefused, Trouble
from stockage_partage.messages import sign_in as texts
from stockage_partage.messages import window
from stockage_partage.messages.sign_in import consent_message
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.runtime.background import Background, Held, Latest
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.form_field import FormField, editor
from stockage_partage.ui.widgets.row_table import ResultTable
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled

if TYPE_CHECKING:
    from stockage_partage.activation.account_service import AccountService
    from stockage_partage.graph.library.creation_right import AccessRights
    from stockage_partage.settings import Settings
    from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

_ROWS = 9


@dataclass(frozen=True, slots=True)
class AccessFinding:
    """One thing that was looked at, in words; `well` when nothing has to be done."""

    name: str
    said: str
    well: bool


class Trial(Protocol):
    """Somebody signs in with settings that are not kept yet."""

    @property
    def service(self) -> AccountService: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def consent_url(self) -> str: ...
    def check_rights(self) -> AccessRights: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class AccessWork:
    """Given by the program around the window; all but `wanted` block.

    `wanted` makes settings of what is typed, and raises SettingsRefused.
    """

    wanted: Callable[[str, str], Settings]
    look: Callable[[Settings], Iterator[AccessFinding]]
    trial: Callable[[Settings], Trial]
    keep: Callable[[Settings], Path]


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
        super().__init__(parent, "access_dialog", texts.ACCESS_TITLE)
        self.add_text("access_introduction", texts.ACCESS_INTRODUCTION)
        self.client = FormField("access_client", texts.CLIENT, QLineEdit(), texts.CLIENT_HELP)
        self.tenant = FormField("access_tenant", texts.TENANT, QLineEdit(), texts.TENANT_HELP)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.client, 1)
        across.addWidget(self.tenant, 1)
        self.subject.addLayout(across)
        self.table = ResultTable(
            "access_table", texts.ACCESS_TABLE, texts.ACCESS_CHECK, texts.ACCESS_RESULT, room=36
        )
        self.table.show_at_least(_ROWS + 3)
        self.subject.addWidget(self.table)
        self.sign_in = named_button("access_sign_in", texts.SIGN_IN_TO_TRY)
        self.consent = named_button("access_consent", texts.COPY_CONSENT)
        self.message = named_button("access_message", texts.COPY_MESSAGE)
        self.subject.addWidget(_flowing(self.sign_in, self.consent, self.message))
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()  # the buttons below are there to press again
        self.subject.addWidget(self.troubles)
        self.attempt = self.add_button("access_try", texts.TRY_ACCESS, primary=True)
        self.keep = self.add_button("access_keep", texts.KEEP_ACCESS)
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
            set_enabled(button, texts.TRY_ACCESS_FIRST)

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


class AccessController(QObject):
    """Lives as long as its dialog. What was typed last is what is told of, signed in with, and kept."""

    _found = Signal(object, object)  # Held of the trial, AccessFinding

    def __init__(self, work: AccessWork, background: Background, over: QWidget) -> None:
        self.dialog = AccessDialog(over)
        super().__init__(self.dialog)
        self._work = work
        self._background = background
        self._settings: Settings | None = None
        self._held = Held[Trial]()
        self._trying = Latest(background, self)
        self._flow: SignInFlow | None = None
        self._found.connect(self._show)
        self.dialog.typed.connect(self._let_go)
        self.dialog.try_wanted.connect(self._try)
        self.dialog.sign_in_wanted.connect(self._sign_in)
        self.dialog.consent_wanted.connect(lambda: self._copy(lambda url: url))
        self.dialog.message_wanted.connect(lambda: self._copy(consent_message))
        self.dialog.keep_wanted.connect(self._keep)
        self.dialog.finished.connect(self._let_go)
        self.dialog.open()

    def _try(self) -> None:
        dialog = self.dialog
        dialog.troubles.clear()
        try:
            settings = self._work.wanted(editor(dialog.client).text(), editor(dialog.tenant).text())
        except SettingsRefused as refused:
            field, said = (
                (dialog.client, texts.CLIENT_WRONG)
                if refused.setting == "CLIENT_ID"
                else (dialog.tenant, texts.TENANT_WRONG)
            )
            field.say(said)
            editor(field).setFocus()
            return
        dialog.show_untried()
        self._let_go()
        self._settings, held = settings, self._held

        def look() -> None:
            for finding in self._work.look(settings):
                self._found.emit(held, finding)
            held.open(lambda: self._work.trial(settings))

        self._trying.run(look, done=lambda _: self._tried(), failed=dialog.troubles.show_trouble)

    @Slot(object, object)
    def _show(self, held: Held[Trial], finding: AccessFinding) -> None:
        if held is self._held:
            self.dialog.show_finding(finding.name, finding.said, well=finding.well)

    def _tried(self) -> None:
        self.dialog.show_finding(texts.ACCESS_ACCOUNT, texts.SIGN_IN_TO_KNOW, well=False)
        self.dialog.show_tried()

    def _sign_in(self) -> None:
        held, trial = self._held, self._held.value
        if trial is None:
            return
        if self._flow is None:
            from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

            self._flow = SignInFlow(
                trial.service,
                self._background,
                self.dialog,
                ca_file=trial.settings.ca_file,
                demonstration=trial.settings.demonstration,
            )
            self._flow.signed_in.connect(lambda _: self._check_rights(held, trial))
            self._flow.gave_up.connect(lambda trouble: self._refused(held, trouble))
        self._flow.start()

    def _check_rights(self, held: Held[Trial], trial: Trial) -> None:
        def check() -> AccessRights:
            with held.used():
                return trial.check_rights()

        self._background.run(
            check,
            owner=self,
            done=lambda rights: self._may(held, rights),
            failed=lambda trouble: self._refused(held, trouble),
        )

    def _may(self, held: Held[Trial], rights: AccessRights) -> None:
        if held is not self._held:
            return
        show, refused = self.dialog.show_finding, rights.name_refused
        show(texts.ACCESS_ACCOUNT, texts.account_fine(rights.account), well=True)
        said = texts.GROUP_NAME_FINE if refused is None else explain(refused).sentence
        show(texts.GROUP_NAMING, said, well=refused is None)
        well = rights.creation in texts.CREATION_FINE
        show(texts.GROUP_CREATION, texts.group_creation(rights.creation, rights.account), well=well)
        self.dialog.keep.setFocus()

    def _refused(self, held: Held[Trial], trouble: Trouble) -> None:
        if held is self._held:
            self.dialog.show_finding(texts.ACCESS_ACCOUNT, explain(trouble).sentence, well=False)

    def _copy(self, written: Callable[[str], str]) -> None:
        trial = self._held.value
        if trial is not None:
            QGuiApplication.clipboard().setText(written(trial.consent_url))
            self.dialog.troubles.show_information(texts.MESSAGE_COPIED)

    def _keep(self) -> None:
        settings = self._settings
        if settings is not None:
            self._background.run(
                self._work.keep,
                settings,
                owner=self,
                done=lambda place: self.dialog.troubles.show_information(
                    texts.access_kept(str(place))
                ),
                failed=self.dialog.troubles.show_trouble,
            )

    def _let_go(self) -> None:
        """Nothing is known of what is typed now, or nobody asks any more."""
        self._trying.cancel()
        self._held.close()
        self._held = Held[Trial]()
        self._settings = None
        if self._flow is not None:
            self._flow.shutdown()
            self._flow = None
