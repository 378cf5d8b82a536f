"""The files a person chose, from this computer or from the group, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.documents.attaching.group_files import GroupFile
from stockage_partage.documents.filing.local_files import SelectedFile, SelectionCaution
from stockage_partage.messages import attaching as texts
from stockage_partage.messages.window import SAVE_FIRST
from stockage_partage.ui.attaching.file_rows import FileRows, ListedFile, RowPicture
from stockage_partage.ui.widgets.file_dialogs import ask_files
from stockage_partage.ui.widgets.file_drop import FileDrop
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import set_enabled

_ROWS = 3
_CAUTIONS = {SelectionCaution.PROGRAM: texts.EXECUTABLE, SelectionCaution.SHORTCUT: texts.SHORTCUT}


class FileStatus(StrEnum):
    """Where one file stands."""

    READY = "ready"
    UNFIT = "unfit"  # chosen, and cannot be taken: a folder
    READING = "reading"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"


_PICTURES = {
    FileStatus.DONE: RowPicture.DONE,
    FileStatus.WAITING: RowPicture.DONE,
    FileStatus.REFUSED: RowPicture.TROUBLE,
    FileStatus.UNFIT: RowPicture.TROUBLE,
    FileStatus.STOPPED: RowPicture.INFORMATION,
}


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """One file. `said` is what became of it, once something did."""

    source: SelectedFile | GroupFile
    standing: FileStatus = FileStatus.READY
    said: str = ""
    document_id: int | None = None

    @property
    def name(self) -> str:
        """The file's own name, without its folder."""
        return self.source.name if isinstance(self.source, GroupFile) else self.source.path.name

    @property
    def line(self) -> ListedFile:
        """As the list shows it."""
        notes = [texts.size(self.source.size)] if not self.source.is_folder else []
        if isinstance(self.source, GroupFile):
            notes.append(texts.FROM_GROUP_MARK)
        elif self.source.caution:
            notes.append(_CAUTIONS[self.source.caution])
        notes.append(self.said)
        caution = isinstance(self.source, SelectedFile) and self.source.caution
        usual = RowPicture.INFORMATION if caution else RowPicture.DOCUMENT
        note = " · ".join(part for part in notes if part)
        return ListedFile(self.name, note, _PICTURES.get(self.standing, usual))


class ChosenFiles(QWidget):
    """`added` carries paths: whoever listens looks at them and calls `add`."""

    added = Signal(object)  # Sequence[Path]
    group_wanted = Signal()
    changed = Signal()

    def __init__(self, *, from_group: bool) -> None:
        super().__init__()
        self.setObjectName("chosen_files")
        self.rows: list[ChosenFile] = []
        self._locked = False
        self.list = FileRows("files", texts.FILES, texts.FILES_EMPTY)
        self.list.set_rows_seen(_ROWS)
        self.add_button = self._button("add_files", texts.ADD)
        self.group_button = self._button("add_from_group", texts.ADD_FROM_GROUP)
        self.remove_button = self._button("remove_files", texts.REMOVE)
        self.notice = InfoBar("files_notice")
        self._lay_out()
        self.group_button.setVisible(from_group)
        self.add_button.clicked.connect(self._ask)
        self.group_button.clicked.connect(self.group_wanted)
        self.remove_button.clicked.connect(self.remove_selected)
        self.list.itemSelectionChanged.connect(self._show_buttons)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.activated.connect(self.remove_selected)
        FileDrop(self, self.added.emit, lambda: not self._locked, self.say_save_first)
        self._show_buttons()
        self.list.show_empty(texts.FILES_EMPTY)

    def _button(self, name: str, text: str) -> QPushButton:
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def _lay_out(self) -> None:
        title = QLabel(texts.FILES)
        title.setObjectName("files_title")
        title.setFont(font(bold=True))
        title.setBuddy(self.list)
        across = QHBoxLayout()
        across.setSpacing(GRID)
        across.addWidget(title)
        across.addStretch(1)
        for button in (self.add_button, self.group_button, self.remove_button):
            across.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addLayout(across)
        box.addWidget(self.list)
        box.addWidget(self.notice)  # below: nothing that the hand aims at moves

    # --- the rows --------------------------------------------------------------------------------

    def add(self, chosen: Sequence[SelectedFile | GroupFile]) -> None:
        """More files; one that is there already is not added twice."""
        known = {_identity(row.source) for row in self.rows}
        for each in chosen:
            if _identity(each) not in known:
                known.add(_identity(each))
                self.rows.append(_first(each))
        self._show()

    def put(
        self, index: int, standing: FileStatus, said: str, document_id: int | None = None
    ) -> None:
        """What became of one."""
        row = replace(self.rows[index], standing=standing, said=said)
        self.rows[index] = row if document_id is None else replace(row, document_id=document_id)
        self.list.show_line(index, self.rows[index].line)

    def remove_selected(self) -> None:
        """Takes the chosen rows off the list; nothing else is touched."""
        if self._locked:
            return
        selected = {index.row() for index in self.list.selectedIndexes()}
        self.rows = [row for index, row in enumerate(self.rows) if index not in selected]
        self.list.clearSelection()
        self._show()

    def ready(self) -> list[tuple[int, ChosenFile]]:
        """The files that are still to take, with their places in the list."""
        found = enumerate(self.rows)
        return [(index, row) for index, row in found if row.standing is FileStatus.READY]

    def count(self, *standings: FileStatus) -> int:
        """How many stand there."""
        return sum(row.standing in standings for row in self.rows)

    def lock(self, reason: str) -> None:
        """No change while they are taken, and after."""
        self._locked = bool(reason)
        self._reason = reason
        self._show_buttons()

    def _show(self) -> None:
        self.notice.say("")
        self.list.show_lines([row.line for row in self.rows])
        self.list.show_empty(texts.FILES_EMPTY)
        self._show_buttons()
        self.changed.emit()

    def _show_buttons(self) -> None:
        locked = self._reason if self._locked else ""
        set_enabled(self.add_button, locked)
        set_enabled(self.group_button, locked)
        nothing = "" if self.list.selectedIndexes() else texts.NOTHING_TO_REMOVE
        set_enabled(self.remove_button, locked or nothing)

    def say_save_first(self) -> None:
        """Of files dragged out of Outlook or a zip folder: they are nowhere yet."""
        self.notice.say(SAVE_FIRST, tone=Tone.TO_SETTLE)

    def _ask(self) -> None:
        ask_files(self.window(), "choose_files", texts.CHOOSE_FILES, self.added.emit)

    _reason = ""


def _first(source: SelectedFile | GroupFile) -> ChosenFile:
    if source.is_folder:
        return ChosenFile(source, FileStatus.UNFIT, texts.FOLDER_GIVEN)
    return ChosenFile(source)


def _identity(source: SelectedFile | GroupFile) -> object:
    if isinstance(source, GroupFile):
        return source.id
    return source.same or source.path
