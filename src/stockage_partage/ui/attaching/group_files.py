"""« Choisir dans le groupe »: the folders of the company's library, and the files to take from one.

The dialog only shows; the controller looks into the folders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stockage_partage.documents.attaching.group_files import (
    SHOWN,
    GroupFile,
    GroupFolder,
    look_into,
)
from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.messages import attaching as texts
from stockage_partage.messages import window as window_texts
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import number
from stockage_partage.ui.attaching.chosen_files import FileRows, ListedFile, RowPicture
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    set_enabled,
    show,
    show_text,
)

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

_ROWS = 8


class GroupDialog(BaseDialog):
    """Shows one folder at a time; Enter or a double click goes into a folder."""

    columns = 78
    folder_wanted = Signal(str)
    sign_in_wanted = Signal()
    chosen = Signal(object)  # Sequence[GroupFile]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "group_dialog", texts.GROUP_TITLE)
        self.add_text("group_help", texts.GROUP_HELP)
        self._items: Sequence[GroupFile] = ()
        self._path = ""
        self._signs_in = False  # the way out of what keeps the folder from being shown
        self.up = PushButton(texts.GROUP_UP)
        self.up.setObjectName("group_up")
        self.where = ElidedLabel(to_the_right=False)
        self.where.setObjectName("group_where")
        across = QHBoxLayout()
        across.setSpacing(GRID)
        across.addWidget(self.up)
        across.addWidget(self.where, 1)
        self.subject.addLayout(across)
        self.list = FileRows("group_items", texts.GROUP_LIST)
        self.list.set_rows_seen(_ROWS)
        self.subject.addWidget(self.list)
        self.note = wrapping("group_note", quiet=True)
        keep_room(self.note, 2)
        self.subject.addWidget(self.note)
        self.way_out = PushButton()
        self.way_out.setObjectName("group_way_out")
        keep_room(self.way_out)
        self.subject.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.choose = self.add_button("choose_group_files", texts.choose_button(0), primary=True)
        self.cancel = self.add_button("cancel", window_texts.CANCEL)
        self._connect()
        self.show_reading("")
        self.list.setFocus()

    def _connect(self) -> None:
        self.up.clicked.connect(lambda: self.folder_wanted.emit(self._path.rpartition("/")[0]))
        self.list.itemActivated.connect(lambda _: self._enter())
        self.list.itemSelectionChanged.connect(self._selected)
        back = QShortcut(QKeySequence("Backspace"), self.list)
        back.activated.connect(self.up.click)
        self.choose.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.reject)
        self.way_out.clicked.connect(self._settle)

    # --- showing ---------------------------------------------------------------------------------

    def show_reading(self, path: str) -> None:
        """A folder is asked for."""
        self._path, self._items = path, ()
        self._show_where()
        self.list.show_lines([])
        self.list.show_empty(texts.GROUP_READING)
        self._say("")
        self._selected()

    def show_folder(self, folder: GroupFolder) -> None:
        """Shows what a folder holds."""
        self._path, self._items = folder.path, folder.items
        self._show_where()
        self.list.show_lines([_line(item) for item in folder.items])
        self.list.show_empty(texts.GROUP_EMPTY)
        self._say(texts.GROUP_CUT.format(n=number(SHOWN)) if folder.cut else "")
        if folder.items:
            self.list.setCurrentRow(0)
            self.list.clearSelection()
        self._selected()

    def show_trouble(self, trouble: Trouble) -> None:
        """Why the folder is not shown, and the way out."""
        self._signs_in = isinstance(trouble, SignInNeeded)
        said = texts.GROUP_SIGN_IN if self._signs_in else explain(trouble).sentence
        self.list.show_empty(said)
        self._say("", texts.SIGN_IN if self._signs_in else texts.RETRY)
        announce(self.list, said)

    def _say(self, text: str, way_out: str = "") -> None:
        show_text(self.note, text)
        show_text(self.way_out, way_out)

    def _show_where(self) -> None:
        parts = (texts.GROUP_ROOT, *(part for part in self._path.split("/") if part))
        self.where.setText(" › ".join(parts))
        set_enabled(self.up, "" if self._path else texts.GROUP_AT_ROOT)

    # --- choosing --------------------------------------------------------------------------------

    def files(self) -> list[GroupFile]:
        """The files that are selected, in the list's order."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self._items[row] for row in rows if not self._items[row].is_folder]

    def _selected(self) -> None:
        count = len(self.files())
        self.choose.setText(texts.choose_button(count))
        set_enabled(self.choose, "" if count else texts.GROUP_CHOOSE_FIRST)
        self.choose.setDefault(bool(count))

    def _enter(self) -> None:
        item = self._items[self.list.currentRow()]
        if item.is_folder:
            self.folder_wanted.emit(item.path)
        elif self.files():
            self._choose()

    def _choose(self) -> None:
        self.chosen.emit(self.files())
        self.accept()

    def _settle(self) -> None:
        show(self.way_out, False)
        if self._signs_in:
            self.sign_in_wanted.emit()
        else:
            self.folder_wanted.emit(self._path)


def _line(item: GroupFile) -> ListedFile:
    if item.is_folder:
        return ListedFile(item.name, texts.GROUP_FOLDER, RowPicture.FOLDER)
    return ListedFile(item.name, texts.size(item.size))


class GroupController(QObject):
    """One dialog, over `over`; `chosen` hears of the files."""

    def __init__(
        self, context: WindowContext, over: QWidget, chosen: Callable[[Sequence[GroupFile]], None]
    ) -> None:
        super().__init__(over)
        self._context = context
        self._looking = Latest(context.background, self)
        self._path = ""
        self.dialog = GroupDialog(over)
        self.setParent(self.dialog)  # and goes with it
        self.dialog.folder_wanted.connect(self._look)
        self.dialog.chosen.connect(chosen)
        self.dialog.sign_in_wanted.connect(self._sign_in)
        context.sign_in.signed_in.connect(self._signed_in)
        context.sign_in.gave_up.connect(self._not_signed_in)

    def open(self) -> None:
        """Shows it, at the library's root."""
        self._look("")
        self.dialog.open()

    def _look(self, path: str) -> None:
        """The folder asked for last is the one that is shown."""
        self._path = path
        self.dialog.show_reading(path)
        self._looking.run(
            lambda: look_into(self._context.app, path),
            done=self.dialog.show_folder,
            failed=self.dialog.show_trouble,
        )

    def _sign_in(self) -> None:
        self._context.sign_in.start(expected=self._context.state.facts.account)

    def _signed_in(self, _signed_in: object) -> None:
        self._look(self._path)

    def _not_signed_in(self, trouble: Trouble) -> None:
        self.dialog.show_trouble(trouble)
