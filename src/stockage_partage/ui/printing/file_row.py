"""The document to print: its name, or where to drop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import put_property, show_text
from stockage_partage.words import print_dialog as words


class FileRow(QFrame):
    """A card; the whole dialog takes what is dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(words.FILE)
        self.name = wrapping("print_file", quiet=True)
        self.name.setText(words.NO_FILE)
        self.name.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.choose = QPushButton(words.CHOOSE)
        self.choose.setObjectName("choose_file")
        self.choose.setAutoDefault(False)
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.setSpacing(2 * GRID)
        across.addWidget(self.name, 1)
        across.addWidget(self.choose, 0)

    def show_file(self, file: Path) -> None:
        """Its name; the folder as a tip."""
        put_property(self.name, "role", "")
        self.name.setFont(font(bold=True))
        show_text(self.name, words.shown(file.name))
        self.name.setToolTip(words.shown(str(file)))
