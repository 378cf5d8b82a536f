"""The company that is open in a window, handed over once to everything that works in that window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stockage_partage.documents.work_threads import Wakeup

if TYPE_CHECKING:
    from stockage_partage.activation.states import PanelState
    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.documents.withdrawals import Withdrawals
    from stockage_partage.ui.runtime.background import Background
    from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow
    from stockage_partage.ui.window.identification_page import Identity
    from stockage_partage.ui.window.main_window import MainWindow


@dataclass(frozen=True)
class OpenedCompany:
    """What a worker that opens a company gives back: where work is done, and what is shown once."""

    app: AppContext
    identity: Identity
    ca_file: Path | None = None
    demonstration: bool = False


class WindowContext(QObject):
    """One for each opening. Whoever kept a document rings `wakeup`: it leaves at once if it can."""

    state_shown = Signal(object)  # PanelState
    ending = Signal()  # the window closes: what goes on in the background is interrupted

    def __init__(
        self,
        opened: OpenedCompany,
        background: Background,
        window: MainWindow,
        open_url: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self.app = opened.app
        self.background = background
        self.window = window
        self.open_url = open_url
        self.wakeup = Wakeup()
        self._opened = opened
        self._state: PanelState | None = None

    @property
    def state(self) -> PanelState:
        """What the window shows of the company. Raises RuntimeError before the first truth: nobody acts yet."""
        if self._state is None:
            raise RuntimeError("nothing is known of the company yet")
        return self._state

    @property
    def is_known(self) -> bool:
        """False before the first truth, when `state` cannot be asked."""
        return self._state is not None

    def show_state(self, state: PanelState) -> None:
        """What is so now: what is allowed depends on it."""
        self._state = state
        self.state_shown.emit(state)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        """The documents that are being taken back in this window."""
        from stockage_partage.ui.documents.withdrawals import Withdrawals

        made = Withdrawals(self.app, self.background, self.window, self.wakeup, self)
        self.ending.connect(made.do_now)
        return made

    @cached_property
    def sign_in(self) -> SignInFlow:
        """The sign-in of this window, made on first use: it loads more than showing needs."""
        from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

        return SignInFlow(
            self.app.service,
            self.background,
            self.window,
            ca_file=self._opened.ca_file,
            demonstration=self._opened.demonstration,
        )
