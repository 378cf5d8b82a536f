"""« Déconnecter marie.durand@… ? », asked only while documents wait for that account."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.question import Question
from stockage_partage.words import sign_in


class SignOutDialog(Question):
    """« Annuler » is the default."""

    def __init__(self, state: PanelState, parent: QWidget | None = None) -> None:
        title = sign_in.sign_out_title(state.facts.account or "")
        super().__init__(parent, "sign_out_dialog", title)
        self.add_points(sign_in.sign_out_points(state.facts.documents.waiting))
        self.sign_out = self.add_button("sign_out", sign_in.SIGN_OUT)
        self.cancel = self.add_button("cancel", sign_in.STAY, default=True)
        self.sign_out.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
