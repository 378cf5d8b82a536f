"""« Identification »: who the company is, as the host product says. Read only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout

from stockage_partage.activation.states import PanelState
from stockage_partage.messages import names, window
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import SettingsPage
from stockage_partage.ui.widgets.fact_row import FactRow, line, wrapping
from stockage_partage.ui.widgets.theme import GRID


@dataclass(frozen=True, slots=True)
class Identity:
    """What the company database holds and the panel does not need."""

    company_id: str
    siren: str | None = None


class IdentificationPage(SettingsPage):
    """Renaming is done in the host product; here it is only seen."""

    def __init__(self) -> None:
        super().__init__(PageId.IDENTIFICATION)
        intro = wrapping("identification_help", quiet=True)
        intro.setText(window.IDENTIFICATION_HELP)
        self.name = FactRow("name", window.ROW_NAME)
        self.siren = FactRow("siren", window.ROW_SIREN)
        self.company_id = FactRow("company_id", window.ROW_COMPANY_ID)
        self.application = FactRow("application", window.ROW_APPLICATION)
        self.licence = FactRow("licence", window.ROW_LICENCE)
        rows = (self.name, self.siren, self.company_id, self.application, self.licence)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        inside.setSpacing(0)
        width = max(row.title.sizeHint().width() for row in rows) + 3 * GRID
        for row in rows:
            if row is not self.name:
                inside.addWidget(line())
            row.set_title_width(width)
            row.show_fact("…", "")
            inside.addWidget(row)
        self.box.addWidget(intro)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(card)

    def show_state(self, state: PanelState) -> None:
        """The facts that may change while the window is open."""
        facts = state.facts
        self.name.show_fact(facts.company_name, "")
        self.application.show_fact(names.application(facts.application), "")
        self.licence.show_fact(
            window.licence(facts.entitlement), window.licence_help(facts.entitlement)
        )

    def show_identity(self, identity: Identity) -> None:
        """The facts that do not."""
        self.siren.show_fact(window.siren(identity.siren), "")
        self.company_id.show_fact(identity.company_id, window.COMPANY_ID_HELP)
