"""The question before a third party goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage.company.facts import ThirdParty
from stockage_partage.ui.question import Question
from stockage_partage.words import third_parties as words
from stockage_partage.words import window


class RemoveDialog(Question):
    """Keeping it is what Enter does."""

    def __init__(self, party: ThirdParty, parent: QWidget | None = None) -> None:
        super().__init__(parent, "remove_third_party_dialog", words.remove_title(party.name))
        self.add_text("remove_text", words.REMOVE_TEXT)
        self.remove = self.add_button("remove_now", words.REMOVE_NOW)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.remove.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
