"""What was read in a document, a title and a value each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import show


class ReadCard(QFrame):
    """Takes no room when nothing was read."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._name = name
        self._made: list[QWidget] = []
        heading = QLabel(title)
        heading.setObjectName(f"{name}_title")
        heading.setFont(font(bold=True))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """In place of those of another document."""
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = []
        for row, (title, value) in enumerate(facts, start=1):
            name = wrapping(f"{self._name}_{row}_title", quiet=True)
            name.setWordWrap(False)
            name.setText(title)
            text = wrapping(f"{self._name}_{row}")
            text.setText(value)
            text.setAccessibleName(f"{title}\N{NO-BREAK SPACE}: {value}")
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(text, row, 1)
            self._made += [name, text]
        show(self, bool(facts))
