"""The files a person chose, from this computer or from the group, and where each stands.

Each is a row of a list: a picture, its name, a quiet line that may wrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.documents.attaching.group_files import GroupFile
from stockage_partage.documents.filing.local_files import SelectedFile, SelectionCaution
from stockage_partage.messages import attaching as texts
from stockage_partage.messages.document_menu import SAVE_FIRST
from stockage_partage.plain_text import one_line, some_lines
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.given_files import FileDrop, ask_files
from stockage_partage.ui.widgets.icon_label import SIDE, picture
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font, trouble_ink
from stockage_partage.ui.widgets.widget_updates import plain_tip, set_enabled

_FACTS = Qt.ItemDataRole.UserRole
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ROWS = 3
_CAUTIONS = {SelectionCaution.PROGRAM: texts.EXECUTABLE, SelectionCaution.SHORTCUT: texts.SHORTCUT}


class RowPicture(StrEnum):
    """The icon of a row; each with other words beside it, never the colour alone."""

    DOCUMENT = "document"
    FOLDER = "folder"
    DONE = "done"
    TROUBLE = "trouble"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One row as it is shown."""

    name: str
    note: str
    picture: RowPicture = RowPicture.DOCUMENT


class FileRows(QListWidget):
    """`empty_text` stands in the middle while there is none."""

    def __init__(self, name: str, title: str, empty_text: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._empty_text = empty_text
        self.setItemDelegate(_Painted(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(False)

    def show_lines(self, lines: list[ListedFile]) -> None:
        """Shows these rows; the selection stays where the rows stay."""
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        while self.count() < len(lines):
            QListWidgetItem(self)
        for index, line in enumerate(lines):
            self.show_line(index, line)
        self.viewport().update()

    def show_line(self, index: int, line: ListedFile) -> None:
        """Shows another text and picture in one row."""
        item = self.item(index)
        line = replace(line, name=one_line(line.name), note=some_lines(line.note))
        if item is not None and item.data(_FACTS) != line:
            item.setData(_FACTS, line)
            said = f"{line.name}, {line.note}" if line.note else line.name
            item.setText(said)
            item.setToolTip(plain_tip(said))

    def show_empty(self, text: str) -> None:
        """What stands there while there is no row."""
        self._empty_text = text
        self.setAccessibleDescription(text if self.count() == 0 else "")
        self.viewport().update()

    def set_rows_seen(self, rows: int) -> None:
        """Room for that many rows of one quiet line; more where there is more."""
        self.setMinimumHeight(rows * (2 * self.fontMetrics().height() + 2 * GRID) + GRID + 4)

    def sizeHint(self) -> QSize:
        """No more than is needed."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what stands there instead."""
        super().paintEvent(event)
        if self.count() == 0 and self._empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = self.viewport().rect().adjusted(2 * GRID, GRID, -2 * GRID, -GRID)
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(centred), self._empty_text)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A quiet line may need another row of text."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Painted(QStyledItemDelegate):
    """Two texts and a picture, in the colours of the list."""

    def __init__(self, rows: FileRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground as the sheet wants it, then ours."""
        self.initStyleOption(option, index)
        line = index.data(_FACTS)
        option.text = ""
        self._rows.style().drawControl(
            self._rows.style().ControlElement.CE_ItemViewItem, option, painter, self._rows
        )
        if not isinstance(line, ListedFile):
            return
        rect: QRect = option.rect
        room = rect.adjusted(GRID, GRID // 2, -GRID, -GRID // 2)
        painter.save()
        self._paint_picture(painter, room, line.picture)
        left = room.adjusted(SIDE + GRID + GRID // 2, 0, 0, 0)
        metrics = QFontMetrics(self._rows.font())
        painter.setFont(self._rows.font())
        painter.setPen(self._rows.palette().color(QPalette.ColorRole.Text))
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideMiddle, left.width())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), name)
        painter.setFont(_quiet(self._rows.font()))
        painter.setPen(self._rows.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(left.adjusted(0, metrics.height(), 0, 0), int(_WRAPPED), line.note)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, which: RowPicture) -> None:
        colour = self._colour(which)
        density = self._rows.devicePixelRatioF()
        drawn = picture(which.value, colour.name(), SIDE, density)
        painter.drawPixmap(room.left(), room.top() + GRID // 2, drawn)

    def _colour(self, which: RowPicture) -> QColor:
        palette = self._rows.palette()
        if which is RowPicture.TROUBLE:
            return trouble_ink()
        role = {
            RowPicture.DONE: QPalette.ColorRole.Accent,
            RowPicture.INFORMATION: QPalette.ColorRole.Link,
            RowPicture.FOLDER: QPalette.ColorRole.Accent,
        }.get(which, QPalette.ColorRole.PlaceholderText)
        return palette.color(role)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as its texts need at this width."""
        line = index.data(_FACTS)
        note = line.note if isinstance(line, ListedFile) else ""
        width = self._rows.viewport().width() - SIDE - 4 * GRID
        quiet = QFontMetrics(_quiet(self._rows.font()))
        wrapped = quiet.boundingRect(QRect(0, 0, max(width, 80), 10_000), int(_WRAPPED), note)
        below = max(quiet.height(), wrapped.height()) if note else 0
        return QSize(80, QFontMetrics(self._rows.font()).height() + below + GRID)


def _quiet(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.92)
    return smaller


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
        self._reason = ""  # why they are locked
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


def _first(source: SelectedFile | GroupFile) -> ChosenFile:
    if source.is_folder:
        return ChosenFile(source, FileStatus.UNFIT, texts.FOLDER_GIVEN)
    return ChosenFile(source)


def _identity(source: SelectedFile | GroupFile) -> object:
    if isinstance(source, GroupFile):
        return source.id
    return source.same or source.path
