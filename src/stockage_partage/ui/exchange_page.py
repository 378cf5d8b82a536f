"""« Échanges de données »: notices, the last trouble, the panel, and Sage Document Manager below."""

from __future__ import annotations

from stockage_partage import errors
from stockage_partage.storage.panel_state import NoticeKind, PanelState
from stockage_partage.storage.states import Functions
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID
from stockage_partage.ui.notice_bar import NoticeBar
from stockage_partage.ui.page import Page
from stockage_partage.ui.panel import StoragePanel
from stockage_partage.ui.places import Place
from stockage_partage.ui.showing import show_text
from stockage_partage.ui.trouble_bar import TroubleBar
from stockage_partage.words import panel as words
from stockage_partage.words.message import KEPT, UNCHANGED

#: What a trouble says already, and offers the same way out of.
_SAID_ALREADY: dict[type[errors.Trouble], NoticeKind] = {
    errors.SignInNeeded: NoticeKind.SESSION_ENDED,
    errors.WrongAccount: NoticeKind.SESSION_ENDED,
    errors.RightsLost: NoticeKind.RIGHTS_LOST,
    errors.ActivatingElsewhere: NoticeKind.ACTIVATING_ELSEWHERE,
    errors.Offline: NoticeKind.OFFLINE,
}


class ExchangePage(Page):
    """The page the help page leads to."""

    def __init__(self, panel: StoragePanel) -> None:
        super().__init__(Place.EXCHANGES)
        self.troubles = TroubleBar()
        self.notices = NoticeBar()
        self.panel = panel
        self.footer = wrapping("document_manager", quiet=True)
        self.footer.hide()
        self.troubles.changed.connect(self._say_once)
        self.box.addWidget(self.troubles)
        self.box.addWidget(self.notices)
        self.box.addWidget(self.panel)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(self.footer)

    def show_state(self, state: PanelState) -> None:
        """Everything but the last trouble, which belongs to what somebody just did."""
        self.troubles.outcome = UNCHANGED if state.functions is Functions.NONE else KEPT
        self.notices.show_state(state)
        self.panel.show_state(state)
        show_text(self.footer, words.document_manager(state))

    def _say_once(self) -> None:
        trouble = self.troubles.trouble
        self.notices.leave_out(_SAID_ALREADY.get(type(trouble)) if trouble else None)
