"""Every command of the window, found by a few letters of its name, or by the keys that do it.

« Rechercher » looks through the commands and settings. « Raccourcis clavier » tells everything that the
keyboard does, the letters of the page one came from among it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from stockage_partage.messages import window
from stockage_partage.messages import window_help as texts
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.keys import keys_of, name_of
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import announce, keep_room, put_text, show_text
from stockage_partage.ui.window.guide_window import folded

if TYPE_CHECKING:
    from stockage_partage.ui.panel.storage_panel import StoragePanel

_ROWS = 9
Keys = tuple[str, str]  # what to press, what it does


@dataclass(frozen=True)
class Command:
    """What may be found: `do` does it, unless `refused` says why not. `also`: other words for it."""

    words: str
    keys: str
    refused: str
    also: str
    do: Callable[[], object]


def rank(command: Command, typed: str) -> int | None:
    """0 for the best: how well what was typed names the command; None when it does not."""
    wanted = folded(typed).split()
    name, also = folded(command.words).split(), folded(command.also).split()
    if not all(any(word.startswith(each) for word in (*name, *also)) for each in wanted):
        return None
    in_name = sum(any(word.startswith(each) for word in name) for each in wanted)
    first = bool(wanted) and bool(name) and name[0].startswith(wanted[0])
    return 2 * (len(wanted) - in_name) + (not first)


def found(commands: Iterable[Command], typed: str) -> list[Command]:
    """The commands that `typed` names, the best first; all of them in their order for ''."""
    ranked = [(at, command) for command in commands if (at := rank(command, typed)) is not None]
    return [command for _, command in sorted(ranked, key=lambda each: each[0])]


class CommandField(QLineEdit):
    """The arrows go through the list beneath without leaving the field."""

    def __init__(self, beneath: QListWidget) -> None:
        super().__init__()
        self._beneath = beneath

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and the page keys are the list's; everything else is typed."""
        keys = Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down, keys.Key_PageUp, keys.Key_PageDown):
            QApplication.sendEvent(self._beneath, event)
        else:
            super().keyPressEvent(event)


class CommandSearch(BaseDialog):
    """Arrows choose while one types; Enter does what is chosen, or says why it cannot be done."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent, "command_search", texts.COMMAND_SEARCH_TITLE)
        self._commands = commands
        self._found: list[Command] = []
        self.list = QListWidget()
        self.search = CommandField(self.list)
        self.search.setObjectName("command_words")
        self.search.setAccessibleName(texts.COMMAND_SEARCH_NAME)
        self.search.setPlaceholderText(texts.COMMAND_SEARCH_HINT)
        self.list.setObjectName("commands_found")
        self.list.setAccessibleName(texts.COMMANDS_FOUND)
        row = self.fontMetrics().height() + 2 * GRID
        self.list.setFixedHeight(_ROWS * row + GRID)
        self.note = wrapping("command_note", quiet=True)
        keep_room(self.note, 1)
        for each in (self.search, self.list, self.note):
            self.subject.addWidget(each)
        self.go = self.add_button("go", texts.GO_TO_COMMAND, primary=True, default=True)
        self.close_button = self.add_button("close", window.CLOSE)
        self.search.textChanged.connect(self._look)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _: self._do())
        self.go.clicked.connect(self._do)
        self.close_button.clicked.connect(self.reject)
        self._look("")
        self.search.setFocus()

    def _look(self, typed: str) -> None:
        self._found = found(self._commands, typed)
        self.list.clear()
        for command in self._found:
            item = QListWidgetItem(f"{command.words}   {command.keys}".rstrip(), self.list)
            if command.refused:
                item.setForeground(self.palette().placeholderText())
                item.setToolTip(command.refused)
        self.list.setCurrentRow(0 if self._found else -1)
        self._chosen(self.list.currentRow())

    def _chosen(self, row: int) -> None:
        chosen = self._found[row] if 0 <= row < len(self._found) else None
        if chosen is None:
            put_text(self.note, texts.NO_COMMAND_FOUND)
            announce(self.note, texts.NO_COMMAND_FOUND)
        else:
            put_text(self.note, chosen.refused)
            announce(self.search, f"{chosen.words}. {chosen.refused}".strip())

    def _do(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._found):
            return
        chosen = self._found[row]
        if chosen.refused:
            announce(self.note, chosen.refused)
            return
        self.accept()
        chosen.do()


def commands_in(shown: QWidget) -> list[Command]:
    """The commands of a window's menus, with why one is greyed."""
    return [
        Command(
            action.text().replace("&", "", 1),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            "" if action.isEnabled() else action.toolTip(),
            texts.OTHER_WORDS.get(action.objectName(), ""),
            action.trigger,
        )
        for action in shown.findChildren(QAction)
        if action.objectName().startswith("action_") and action.objectName() != "action_search"
    ]


def settings_in(panel: StoragePanel, go_to: Callable[[PageId], object]) -> list[Command]:
    """The buttons of « Échanges de données »: found, they are led to; pressing is left to the person."""
    buttons = (panel.main, panel.account_menu, panel.connect_account, panel.copy_link)

    def command(button: QPushButton) -> Command:
        def go() -> None:
            go_to(PageId.EXCHANGES)
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

        way = f"{NAMES[PageId.EXCHANGES]} › {button.text()}"
        return Command(way, "", "" if button.isEnabled() else button.toolTip(), "", go)

    return [command(each) for each in buttons if not each.isHidden()]


class ShortcutsDialog(BaseDialog):
    """One list a subject; it is read, and closed."""

    def __init__(self, commands: Sequence[Keys], here: Sequence[Keys], parent: QWidget | None):
        super().__init__(parent, "shortcuts_dialog", texts.SHORTCUTS)
        self._add_list("general", texts.SHORTCUTS_EVERYWHERE, texts.GENERAL_SHORTCUTS)
        self._add_list("commands", texts.SHORTCUT_COMMANDS, commands)
        if here:
            self._add_list("here", texts.SHORTCUTS_HERE, here)
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
    everywhere = {keys for keys, _ in texts.GENERAL_SHORTCUTS}
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
