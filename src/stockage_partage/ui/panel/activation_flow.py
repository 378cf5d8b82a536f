"""An activation as the person goes through it: confirm, claim, sign in, create or choose the group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from stockage_partage.activation.states import AccountState, PanelState
from stockage_partage.errors import GroupGone, GroupNameTaken, Trouble
from stockage_partage.messages import panel_notices, window
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow
from stockage_partage.ui.widgets.base_dialog import BaseDialog, Confirmation, Verb, confirm
from stockage_partage.ui.widgets.theme import GRID, font

if TYPE_CHECKING:
    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.activation.group_finding import GroupChoice

Candidate = tuple[str, str, str]  # group id, display name, mail nickname
_GOING_ON = "continue"
_RESTORE = Verb("restore_group", window.RESTORE_GROUP)
_CREATE = Verb("create_group", window.CREATE_GROUP)


class GroupChoiceDialog(BaseDialog):
    """Use the chosen group, create another, or cancel (the default)."""

    use_wanted = Signal(str)  # group id
    create_wanted = Signal()

    def __init__(self, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(parent, "group_choice_dialog", window.group_title(len(candidates)))
        self.add_text("why", window.group_choice(candidates[0][1], len(candidates)))
        self.groups = QListWidget()
        self.groups.setObjectName("candidates")
        for group_id, name, nickname in candidates:
            item = QListWidgetItem(f"{name} · {nickname}", self.groups)
            item.setToolTip(group_id)
        self.groups.setCurrentRow(0)
        self.groups.setWordWrap(True)
        row = self.fontMetrics().height() + 2 * GRID
        self.groups.setFixedHeight(min(4, len(candidates)) * row + GRID + 2)
        self.groups.setIconSize(QSize(0, 0))
        label = QLabel(window.CANDIDATES)
        label.setObjectName("candidates_label")
        label.setFont(font(bold=True))
        label.setBuddy(self.groups)
        self.subject.addWidget(label)
        self.subject.addWidget(self.groups)
        self._ids = [candidate[0] for candidate in candidates]
        self.use = self.add_button("use_group", window.USE_GROUP)
        self.create_other = self.add_button("create_group", window.CREATE_GROUP)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.use.clicked.connect(self._use)
        self.create_other.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)

    def _use(self) -> None:
        self.use_wanted.emit(self._ids[self.groups.currentRow()])
        self.accept()

    def _create(self) -> None:
        self.create_wanted.emit()
        self.accept()


def ask_to_activate(state: PanelState, parent: QWidget | None = None) -> Confirmation:
    """« Activer le stockage et partage ? », before any browser opens; Enter activates: nothing is lost by it.

    Who is connected already may go on as such, in the verb « continue ».
    """
    known = state.facts.group
    group = known.name if known is not None else panel_notices.wanted_group(state)
    connected = state.facts.account_state is AccountState.SIGNED_IN
    account = (state.facts.account or "") if connected else ""
    verbs = [Verb("activate", window.ACTIVATE)]
    if account:
        going_on = Verb(_GOING_ON, window.activate_with(account))
        verbs = [going_on, Verb("activate", window.ACTIVATE_OTHERWISE)]
    return confirm(
        parent,
        "activation_dialog",
        window.ACTIVATE_TITLE,
        window.activation_points(group, known is not None, account),
        *verbs,
        primary=verbs[0].name,
    )


def ask_to_restore(group: str, parent: QWidget | None = None) -> Confirmation:
    """The company's group was deleted online and can still be restored: restore it, or make another."""
    text = window.restore_choice(group)
    return confirm(parent, "restore_dialog", window.RESTORE_TITLE, (), _RESTORE, _CREATE, text=text)


class ActivationFlow(QObject):
    """Ends in `finished`, with None when the group is held; whatever else gives the claim back."""

    finished = Signal(object)  # Trouble | None
    not_confirmed = Signal()  # nothing was begun

    def __init__(
        self,
        service: ActivationService,
        background: Background,
        sign_in: SignInFlow,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._service = service
        self._background = background
        self._sign_in = sign_in
        self._window = window
        self._state: PanelState | None = None
        self._in_browser = False
        self._signed_in_already = False
        self.active = False
        sign_in.signed_in.connect(lambda _: self._create())
        sign_in.gave_up.connect(self._give_up)

    def start(self, state: PanelState) -> None:
        """Asks a person first; everything else follows from the answer."""
        if self.active:
            return
        self._state, self._in_browser = state, False
        dialog = ask_to_activate(state, self._window)
        dialog.chosen.connect(self._begin)
        dialog.rejected.connect(self.not_confirmed)
        dialog.open()

    def _begin(self, verb: str) -> None:
        """Who is connected goes on without another sign-in; should the session be over, it is told."""
        self._signed_in_already = verb == _GOING_ON
        self._claim()

    def again(self, *, in_browser: bool) -> None:
        """Activates again after a sign-in that failed, confirmed already. `in_browser`: in the system's browser."""
        if not self.active:
            self._in_browser, self._signed_in_already = in_browser, False
            self._claim()

    def _claim(self) -> None:
        self.active = True
        self._background.run(
            self._service.ask_activation,
            owner=self,
            done=lambda _: self._ask_to_sign_in(),
            failed=self._end,
        )

    def _ask_to_sign_in(self) -> None:
        if self._signed_in_already:
            self._create()
        elif self._in_browser:
            self._sign_in.start_in_browser()
        else:
            self._sign_in.start()

    def _create(self, choice: GroupChoice | None = None, group_id: str | None = None) -> None:
        if self.active:
            self._background.run(
                self._service.activate,
                choice,
                group_id,
                owner=self,
                done=lambda _: self._end(None),
                failed=self._not_created,
            )

    def _not_created(self, trouble: Trouble) -> None:
        if isinstance(trouble, GroupNameTaken):
            self._let_choose(trouble)
        elif isinstance(trouble, GroupGone) and trouble.restorable:
            self._let_restore()
        else:
            self._give_up(trouble)

    def _let_choose(self, trouble: GroupNameTaken) -> None:
        from stockage_partage.activation.group_finding import GroupChoice

        dialog = GroupChoiceDialog(trouble.candidates, self._window)
        dialog.use_wanted.connect(lambda group: self._create(GroupChoice.USE_EXISTING, group))
        dialog.create_wanted.connect(lambda: self._create(GroupChoice.CREATE_ANOTHER))
        dialog.rejected.connect(lambda: self._give_up(None))
        dialog.open()

    def _let_restore(self) -> None:
        from stockage_partage.activation.group_finding import GroupChoice

        state = self._state
        group = state.facts.group if state is not None else None
        name = (
            group.name if group is not None else panel_notices.wanted_group(state) if state else ""
        )
        choices = {_RESTORE.name: GroupChoice.RESTORE, _CREATE.name: GroupChoice.CREATE_ANOTHER}
        dialog = ask_to_restore(name, self._window)
        dialog.chosen.connect(lambda verb: self._create(choices[verb]))
        dialog.rejected.connect(lambda: self._give_up(None))
        dialog.open()

    def _give_up(self, trouble: Trouble | None) -> None:
        """Leaves storage inactive. A choice that was cancelled needs no message."""
        if self.active:
            self._background.run(
                self._service.abandon_activation,
                owner=self,
                done=lambda _: self._end(trouble),
                failed=lambda other: self._end(trouble or other),
            )

    def _end(self, trouble: Trouble | None) -> None:
        self.active = False
        self.finished.emit(trouble)
