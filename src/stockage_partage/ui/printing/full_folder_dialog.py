"""« Surveiller ce dossier ? »: it holds files already, and all of them would be taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockage_partage.ui.question import Question
from stockage_partage.words import printing as words
from stockage_partage.words import window


class FullFolderDialog(Question):
    """« Annuler » is the default."""

    def __init__(self, folder: Path, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, "full_folder_dialog", words.FULL_TITLE)
        self.add_points(words.already_there(folder, count))
        self.watch = self.add_button("watch", words.WATCH)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.watch.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
