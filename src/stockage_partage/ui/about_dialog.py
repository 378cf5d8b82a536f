"""« À propos de Stockage et partage »."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage import __version__
from stockage_partage.ui.question import Question
from stockage_partage.words import window


class AboutDialog(Question):
    """Version and purpose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "about_dialog", window.ABOUT)
        self.add_text("about", window.about(__version__))
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)
