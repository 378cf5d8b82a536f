"""The file that the print dialog prints, and the button that chooses another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from stockage_partage.messages import print_dialog as texts
from stockage_partage.messages.printing import CHOOSE, shown
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import put_property, show_text


class FileRow(QFrame):
    """A card; the whole dialog takes what is dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.FILE)
        self.name = wrapping("print_file", quiet=True)
        self.name.setText(texts.NO_FILE)
        self.name.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.choose = PushButton(CHOOSE)
        self.choose.setObjectName("choose_file")
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.setSpacing(2 * GRID)
        across.addWidget(self.name, 1)
        across.addWidget(self.choose, 0)

    def show_file(self, file: Path) -> None:
        """Shows a file's name; the folder as a tip."""
        put_property(self.name, "role", "")
        self.name.setFont(font(bold=True))
        show_text(self.name, shown(file.name))
        self.name.setToolTip(shown(str(file)))
