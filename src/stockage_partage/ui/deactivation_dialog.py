"""« Désactiver le stockage et partage ? »: what stops, what stays, what is left to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage.storage.panel_state import PanelState, Tone
from stockage_partage.ui.question import Question
from stockage_partage.words import panel, window


class DeactivationDialog(Question):
    """« Annuler » is the default: everybody who uses the company database is concerned."""

    def __init__(self, state: PanelState, parent: QWidget | None = None) -> None:
        super().__init__(parent, "deactivation_dialog", window.DEACTIVATE_TITLE)
        facts = state.facts
        if not facts.entitlement.granted:
            self.add_warning(
                Tone.TO_SETTLE.value,
                panel.TONES[Tone.TO_SETTLE],
                window.no_way_back(facts.application, facts.activated_from),
            )
        group = facts.group.name if facts.group is not None else panel.wanted_group(state)
        self.add_points(window.deactivation_points(group, facts.documents.not_online))
        self.deactivate = self.add_button("deactivate", window.DEACTIVATE)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.deactivate.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
