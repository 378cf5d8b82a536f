"""« Fichier › Paramètres société › Personnalisation › Modèles »: what is filed when it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from stockage_partage.activation.panel_state import PanelState
from stockage_partage.documents.printing.templates import domains_printed, templates_of
from stockage_partage.messages import printing as texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import SettingsPage
from stockage_partage.ui.printing.folder_card import FolderCard
from stockage_partage.ui.printing.template_choices import ChoicesCard
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import show


class TemplatesPage(SettingsPage):
    """The page « Modèles ». Lines are made once somebody comes: they are many, and the window opens without."""

    chosen = Signal(object, object)  # PrintTemplate, Filing

    def __init__(self) -> None:
        super().__init__(PageId.TEMPLATES)
        intro = wrapping("templates_help", quiet=True)
        intro.setText(texts.TEMPLATES_HELP)
        self.troubles = TroubleBar()
        self.reason = InfoBar("templates_closed")
        self.folder = FolderCard()
        self.cards: list[ChoicesCard] = []
        self._state: PanelState | None = None
        self._chosen: Mapping[str, str] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2 * GRID)
        self.box.addWidget(intro)
        self.box.addSpacing(2 * GRID)
        self.box.addLayout(self._lines)
        self.box.addSpacing(2 * GRID)
        # Last: what it says of itself grows, and moves no choice.
        self.box.addWidget(self.folder)
        self.tell_below(self.troubles, self.reason)

    def make_lines(self) -> None:
        """All that is not made yet, at once."""
        while self._make_card():
            pass

    def _make_some(self) -> None:
        """A card at a time, the event loop running in between."""
        if self._make_card():
            QTimer.singleShot(1, self, self._make_some)

    def _make_card(self) -> bool:
        """The next domain's; False when there is none left, or nobody knows yet of which application."""
        state = self._state
        if state is None:
            return False
        application = state.facts.application
        domain = next(iter(domains_printed(application)[len(self.cards) :]), None)
        if domain is None:
            return False
        known = templates_of(application)
        card = ChoicesCard(domain, [each for each in known if each.kind.domain is domain])
        card.chosen.connect(self.chosen)
        card.show_chosen(self._chosen)
        card.allow(texts.closed(state))
        self.cards.append(card)
        self._lines.addWidget(card)
        for before, after in pairwise((card.last(), *self.folder.buttons)):
            self.setTabOrder(before, after)
        return True

    def show_state(self, state: PanelState) -> None:
        """Whether anything may be chosen now, and why not."""
        first, self._state = self._state is None, state
        if first and self.isVisible():
            self._make_some()
        self._show_reason(state)

    def _show_reason(self, state: PanelState) -> None:
        prints = bool(templates_of(state.facts.application))
        reason = texts.closed(state)
        told = reason if prints else texts.no_template(state)
        self.reason.say(told)
        for card in self.cards:
            card.allow(reason)
        self.folder.allow(reason)
        show(self.folder, prints)

    def show_chosen(self, chosen: Mapping[str, str]) -> None:
        """What the company decided; whoever decided it."""
        self._chosen = chosen
        for card in self.cards:
            card.show_chosen(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Makes the lines that are still missing when the page is shown."""
        super().showEvent(event)
        self._make_some()
