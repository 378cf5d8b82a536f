"""« Activer le stockage et partage ? », before any browser opens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.question import Question
from stockage_partage.words import panel, window


class ActivationDialog(Question):
    """Accepted by « Activer », which Enter presses too: nothing is lost by it."""

    def __init__(self, state: PanelState, parent: QWidget | None = None) -> None:
        super().__init__(parent, "activation_dialog", window.ACTIVATE_TITLE)
        known = state.facts.group
        group = known.name if known is not None else panel.wanted_group(state)
        self.add_points(window.activation_points(group, already_there=known is not None))
        self.activate = self.add_button("activate", window.ACTIVATE, primary=True, default=True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self.cancel.clicked.connect(self.reject)
        self.activate.clicked.connect(self.accept)
