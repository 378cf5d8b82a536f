"""« Raccourcis clavier »: everything that the keyboard does, the letters of the page one came from among it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from stockage_partage.messages import shortcuts as texts
from stockage_partage.messages import window
from stockage_partage.ui.widgets.access_keys import keys_of, name_of
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show_text

Keys = tuple[str, str]  # what to press, what it does


class ShortcutsDialog(BaseDialog):
    """One list a subject; it is read, and closed."""

    def __init__(self, commands: Sequence[Keys], here: Sequence[Keys], parent: QWidget | None):
        super().__init__(parent, "shortcuts_dialog", texts.TITLE)
        self._add_list("general", texts.EVERYWHERE, texts.GENERAL)
        self._add_list("commands", texts.COMMANDS, commands)
        if here:
            self._add_list("here", texts.HERE, here)
        close = self.add_button("close", window.CLOSE, default=True)
        close.clicked.connect(self.accept)

    def _add_list(self, name: str, title: str, lines: Sequence[Keys]) -> None:
        heading = QLabel(title)
        heading.setObjectName(f"{name}_title")
        heading.setFont(font(1.1, bold=True))
        self.subject.addSpacing(GRID)
        self.subject.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnMinimumWidth(0, 18 * GRID)
        grid.setColumnStretch(1, 1)
        for row, (keys, what) in enumerate(lines):
            pressed = QLabel(keys)
            pressed.setObjectName(f"{name}_keys_{row}")
            pressed.setFont(font(bold=True))
            does = wrapping(f"{name}_does_{row}")
            show_text(does, what)
            grid.addWidget(pressed, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(does, row, 1)
        self.subject.addLayout(grid)


def commands_of(window_with_menus: QWidget) -> list[Keys]:
    """The shortcuts of a window's menus, in the order of the menus; not those that work everywhere."""
    told: list[Keys] = []
    everywhere = {keys for keys, _ in texts.GENERAL}
    for action in window_with_menus.findChildren(QAction):
        if not action.shortcut().isEmpty():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if keys in everywhere:
                continue
            told.append((keys, action.text().replace("&", "", 1).rstrip("…")))
    return told


def letters_of(shown: QWidget) -> list[Keys]:
    """The letters of what is seen in a window, from top to bottom."""
    keys = keys_of(shown)
    if keys is None:
        return []
    keys.give()
    return [(f"Alt+{letter.upper()}", name_of(each)) for each, letter in keys.letters.items()]
