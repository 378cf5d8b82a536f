"""The documents that a run came upon, under a heading for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from stockage_partage.ui.look import GRID, font


@dataclass(frozen=True, slots=True)
class Group:
    """`rest` is said last, where more were met than are listed."""

    heading: str
    lines: tuple[str, ...]
    rest: str = ""


class OutcomeList(QListWidget):
    """Read only; a path that is too long loses its middle, and its tip has all of it."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMinimumHeight(6 * (self.fontMetrics().height() + 2 * GRID))

    def show_groups(self, groups: Sequence[Group]) -> None:
        """All of them."""
        self.clear()
        for group in groups:
            heading = QListWidgetItem(group.heading, self)
            heading.setFont(font(bold=True))
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for line in group.lines:
                QListWidgetItem(line, self).setToolTip(line)
            if group.rest:
                QListWidgetItem(group.rest, self).setFlags(Qt.ItemFlag.ItemIsEnabled)
