"""A list of files with where each stands: a picture, its name, a quiet line that may wrap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from stockage_partage.plain_text import one_line, some_lines
from stockage_partage.ui.widgets.icon_label import SIDE, picture
from stockage_partage.ui.widgets.theme import GRID, trouble_ink
from stockage_partage.ui.widgets.widget_updates import plain_tip

_FACTS = Qt.ItemDataRole.UserRole
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


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
