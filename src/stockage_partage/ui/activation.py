"""An activation as the person goes through it: confirm, claim, sign in, create or choose the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.errors import GroupGone, GroupNameTaken, Trouble
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.activation_dialog import ActivationDialog
from stockage_partage.ui.background import Background
from stockage_partage.ui.group_choice_dialog import GroupChoiceDialog
from stockage_partage.ui.restore_dialog import RestoreDialog
from stockage_partage.ui.sign_in_flow import SignInFlow
from stockage_partage.words import panel as words

if TYPE_CHECKING:
    from stockage_partage.storage.group_finding import GroupChoice
    from stockage_partage.storage.service import StorageService


class Activation(QObject):
    """Ends in `finished`, with None when the group is held; whatever else gives the claim back."""

    finished = Signal(object)  # Trouble | None

    def __init__(
        self,
        service: StorageService,
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
        self.active = False
        sign_in.signed_in.connect(lambda _: self._create())
        sign_in.gave_up.connect(self._give_up)

    def start(self, state: PanelState) -> None:
        """Asks first."""
        if self.active:
            return
        self._state, self._in_browser = state, False
        dialog = ActivationDialog(state, self._window)
        dialog.accepted.connect(self._claim)
        dialog.open()

    def again(self, *, in_browser: bool) -> None:
        """After a sign-in that failed; it was confirmed already. `in_browser`: the other way in."""
        if not self.active:
            self._in_browser = in_browser
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
        if self._in_browser:
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
        from stockage_partage.storage.group_finding import GroupChoice

        dialog = GroupChoiceDialog(trouble.candidates, self._window)
        dialog.use_wanted.connect(lambda group: self._create(GroupChoice.USE_EXISTING, group))
        dialog.create_wanted.connect(lambda: self._create(GroupChoice.CREATE_ANOTHER))
        dialog.rejected.connect(lambda: self._give_up(None))
        dialog.open()

    def _let_restore(self) -> None:
        from stockage_partage.storage.group_finding import GroupChoice

        state = self._state
        group = state.facts.group if state is not None else None
        name = group.name if group is not None else words.wanted_group(state) if state else ""
        dialog = RestoreDialog(name, self._window)
        dialog.restore_wanted.connect(lambda: self._create(GroupChoice.RESTORE))
        dialog.create_wanted.connect(lambda: self._create(GroupChoice.CREATE_ANOTHER))
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
