"""« Fichier › Paramètres société › Personnalisation › Modèles »: what is filed when it is printed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockage_partage.documents.printing.outcomes import Round
from stockage_partage.documents.printing.templates import domains_printed, templates_of
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID
from stockage_partage.ui.page import Page
from stockage_partage.ui.places import Place
from stockage_partage.ui.printing.choices import ChoicesCard
from stockage_partage.ui.printing.folder_row import FolderCard
from stockage_partage.ui.showing import show
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.ui.trouble_bar import TroubleBar
from stockage_partage.words import printing as words


class TemplatesPage(Page):
    """Its lines are made once somebody comes: they are many, and the window opens without them."""

    chosen = Signal(object, object)  # PrintTemplate, Filing
    seen = Signal(bool)  # somebody looks at it, or no longer

    def __init__(self) -> None:
        super().__init__(Place.TEMPLATES)
        intro = wrapping("templates_help", quiet=True)
        intro.setText(words.TEMPLATES_HELP)
        self.troubles = TroubleBar()
        self.reason = PlainNotice("templates_closed")
        self.folder = FolderCard()
        self.cards: list[ChoicesCard] = []
        self._state: PanelState | None = None
        self._chosen: Mapping[str, str] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2 * GRID)
        self.box.addWidget(intro)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(self.troubles)
        self._room = QWidget()
        room = QVBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 2 * GRID)
        room.addWidget(self.reason)
        self._room.hide()
        self.box.addWidget(self._room)
        self.box.addWidget(self.folder)
        self.box.addSpacing(2 * GRID)
        self.box.addLayout(self._lines)

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
        card.allow(words.closed(state))
        self.cards.append(card)
        self._lines.addWidget(card)
        return True

    def show_state(self, state: PanelState) -> None:
        """Whether anything may be chosen now, and why not."""
        first, self._state = self._state is None, state
        if first and self.isVisible():
            self._make_some()
        self._show_reason(state)

    def _show_reason(self, state: PanelState) -> None:
        prints = bool(templates_of(state.facts.application))
        reason = words.closed(state)
        told = reason if prints else words.no_template(state)
        show(self._room, bool(told))
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

    def show_round(self, said: Round) -> None:
        """How the watched folder stands."""
        self.folder.show_round(said)

    def showEvent(self, event: QShowEvent) -> None:
        """Others may have decided meanwhile."""
        super().showEvent(event)
        self._make_some()
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing needs to be asked."""
        super().hideEvent(event)
        self.seen.emit(False)
