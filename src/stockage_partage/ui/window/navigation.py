"""The tree on the left: places that lead, sections that only name.

Beside « Documents » it tells how many wait for somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from stockage_partage.activation.panel_rules import DocumentWork, refusal
from stockage_partage.activation.states import PanelState
from stockage_partage.company.state_records import Status
from stockage_partage.messages import window as texts
from stockage_partage.messages.names import COMPANY_SETTINGS
from stockage_partage.messages.panel import document_count
from stockage_partage.messages.typography import number
from stockage_partage.ui.pages.page_ids import DAILY, NAMES, SECTION_NAMES, TREE, PageId
from stockage_partage.ui.widgets.icon_label import SIDE, picture
from stockage_partage.ui.widgets.theme import GRID, colours_now, font

_PLACE = Qt.ItemDataRole.UserRole
_BADGES = Qt.ItemDataRole.UserRole + 1
_ICONS: dict[PageId, str] = {
    PageId.DOCUMENTS: "document",
    PageId.IDENTIFICATION: "company",
    PageId.FISCAL_YEARS: "calendar",
    PageId.THIRD_PARTIES: "people",
    PageId.EXCHANGES: "exchange",
    PageId.TEMPLATES: "template",
}
#: Where a name begins: after its picture.
_NAME_AT = GRID + SIDE + GRID + 2
#: How wide the tree is where it shows pictures alone.
FOLDED_WIDTH = SIDE + 2 * (GRID + 2) + 2 * GRID  # inside the margins of the sheet
_TOLD = (Status.TO_CLASSIFY, Status.BLOCKED)


class Badge(NamedTuple):
    """« 4 à classer » beside a place; the number alone where there is no room for the words."""

    urgent: bool  # in the colours of a trouble
    words: str
    number: str


class Navigation(QTreeWidget):
    """Arrow keys go from place to place; a section is neither selected nor folded."""

    place_wanted = Signal(object)  # PageId

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(texts.TREE_NAME)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        # The last column alone would stay wider than the tree once it is folded.
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setItemsExpandable(False)
        self.setMouseTracking(True)
        self._drawing = NavigationDelegate(self)
        self.setItemDelegate(self._drawing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items: dict[PageId, QTreeWidgetItem] = {}
        for place in DAILY:
            self._add(QTreeWidgetItem(self), place)
        settings = self._title(QTreeWidgetItem(self), COMPANY_SETTINGS)
        for section, places in TREE.items():
            title = self._title(QTreeWidgetItem(settings), SECTION_NAMES[section])
            for place in places:
                self._add(QTreeWidgetItem(title), place)
        self.expandAll()
        self.currentItemChanged.connect(self._moved)

    def _add(self, item: QTreeWidgetItem, place: PageId) -> None:
        item.setText(0, NAMES[place])
        item.setData(0, _PLACE, place.value)
        self._items[place] = item

    @staticmethod
    def _title(item: QTreeWidgetItem, text: str) -> QTreeWidgetItem:
        item.setText(0, text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return item

    def show_place(self, place: PageId) -> None:
        """Selects it, silently when it is already."""
        if self.currentItem() is not self._items[place]:
            self.setCurrentItem(self._items[place])

    def show_badges(self, place: PageId, badges: Sequence[Badge]) -> None:
        """Shows beside a place what waits there; a screen reader hears it after the place's name."""
        item = self._items[place]
        if item.data(0, _BADGES) == list(badges):
            return
        item.setData(0, _BADGES, list(badges))
        told = ", ".join((NAMES[place], *(badge.words for badge in badges)))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, told)
        self._tip(item, told if badges else "")

    def fold(self, folded: bool) -> None:
        """Pictures alone, their names as tips; or the names as well."""
        if folded is self._drawing.folded:
            return
        self._drawing.folded = folded
        # A bar would cover the pictures; wheel and arrow keys scroll all the same.
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOff if folded else policy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        for item in self._items.values():
            told = item.data(0, Qt.ItemDataRole.AccessibleTextRole) or item.text(0)
            self._tip(item, told if folded or item.data(0, _BADGES) else "")
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    @property
    def is_folded(self) -> bool:
        """True while pictures alone are shown."""
        return self._drawing.folded

    def _tip(self, item: QTreeWidgetItem, tip: str) -> None:
        item.setToolTip(0, tip)

    @property
    def usual_width(self) -> int:
        """As wide as its longest name."""
        longest = max(
            self.fontMetrics().horizontalAdvance(text)
            for text in (*SECTION_NAMES.values(), *NAMES.values())
        )
        return max(longest + 7 * GRID, 29 * GRID)

    def sizeHint(self) -> QSize:
        """As wide as its longest name, or as its pictures alone."""
        return QSize(FOLDED_WIDTH if self._drawing.folded else self.usual_width, 30 * GRID)

    def _moved(self, item: QTreeWidgetItem | None) -> None:
        value = item.data(0, _PLACE) if item is not None else None
        if value is not None:
            self.place_wanted.emit(PageId(value))


class NavigationDelegate(QStyledItemDelegate):
    """Draws sections as small quiet titles, places as rounded rows with a mark at the chosen one."""

    folded = False

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Four grid steps; what begins « Paramètres société », and each section of it, keeps its distance."""
        tall = max(option.fontMetrics.height(), SIDE - 6) + 2 * GRID
        if index.data(_PLACE) is not None:
            return QSize(0, tall)
        if self.folded:
            return QSize(0, 0 if index.parent().isValid() and index.row() == 0 else 2 * GRID)
        if not index.parent().isValid():
            return QSize(0, tall + 2 * GRID)
        return QSize(0, tall + (GRID if index.row() else 0))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws one row of the tree."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = index.data(_PLACE)
        if place is None:
            self._draw_title(painter, option, index)
        else:
            self._draw_ground(painter, option)
            self._draw_place(painter, option, index, PageId(place))
        painter.restore()

    def _draw_title(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect, colours, role = option.rect, option.palette, QPalette.ColorRole
        heading = not index.parent().isValid()
        if heading or (self.folded and index.row()):
            painter.fillRect(
                rect.left(), rect.top() + GRID, rect.width(), 1, colours.color(role.Midlight)
            )
        if self.folded:
            return
        painter.setPen(colours.color(role.Text if heading else role.PlaceholderText))
        painter.setFont(font(bold=True) if heading else option.font)
        inner = rect.adjusted(GRID, 0, -GRID, -GRID // 2)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, int(align), _cut(painter, index, inner.width()))

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect, state, colours = option.rect, option.state, option.palette
        role, flag = QPalette.ColorRole, QStyle.StateFlag
        painter.setPen(Qt.PenStyle.NoPen)
        if state & flag.State_Selected:
            painter.setBrush(colours.color(role.Highlight))
            painter.drawRoundedRect(rect, 6, 6)
            painter.setBrush(colours.color(role.Accent))
            painter.drawRoundedRect(
                rect.left(), rect.top() + GRID, 3, rect.height() - 2 * GRID, 1.5, 1.5
            )
        elif state & flag.State_MouseOver:
            painter.setBrush(colours.color(role.Light))
            painter.drawRoundedRect(rect, 6, 6)
        if _by_keyboard(state):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.color(role.BrightText), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)

    def _draw_place(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        place: PageId,
    ) -> None:
        rect, colours, role = option.rect, option.palette, QPalette.ColorRole
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = colours.color(role.Accent if chosen else role.PlaceholderText)
        at = QRect(rect.left() + GRID + 2, rect.center().y() - SIDE // 2 + 1, SIDE, SIDE)
        drawn = picture(_ICONS[place], ink.name(), SIDE, painter.device().devicePixelRatioF())
        painter.drawPixmap(at, drawn)
        badges: list[Badge] = index.data(_BADGES) or []
        if self.folded:
            if badges:
                _draw_dot(painter, at, max(badges, key=lambda badge: badge.urgent))
            return
        painter.setFont(option.font)
        inner = rect.adjusted(_NAME_AT + 2, 0, -GRID, 0)
        name = painter.fontMetrics().horizontalAdvance(str(index.data()))
        free = inner.width() - name - GRID
        inner.setRight(inner.right() - _draw_badges(painter, inner, free, badges))
        painter.setPen(colours.color(role.Text))
        painter.setFont(option.font)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(align), _cut(painter, index, inner.width()))


def _cut(painter: QPainter, index: QModelIndex | QPersistentModelIndex, width: int) -> str:
    return painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, width)


def _badge_colours(badge: Badge) -> tuple[QColor, QColor, QColor]:
    """Ground, edge and ink."""
    colours = colours_now()
    if badge.urgent:
        return QColor(colours.trouble), QColor(colours.trouble_edge), QColor(colours.trouble_ink)
    return QColor(colours.settle), QColor(colours.settle_edge), QColor(colours.settle_ink)


def _draw_badges(painter: QPainter, inner: QRect, free: int, badges: Sequence[Badge]) -> int:
    """Draws them from the right, in words where these fit into `free` pixels; how wide they are."""
    small: QFont = font(0.9)
    painter.setFont(small)
    measure, tall = QFontMetrics(small), QFontMetrics(small).height() + 4

    def wide(text: str) -> int:
        return max(tall, measure.horizontalAdvance(text) + 2 * GRID - 2)

    in_words = sum(wide(badge.words) + GRID // 2 for badge in badges) <= free
    right = inner.right()
    for badge in reversed(badges):
        text = badge.words if in_words else badge.number
        ground, edge, ink = _badge_colours(badge)
        pill = QRect(right - wide(text), inner.center().y() - tall // 2 + 1, wide(text), tall)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        painter.setPen(ink)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
        right = pill.left() - GRID // 2
    return inner.right() - right


def _draw_dot(painter: QPainter, icon: QRect, badge: Badge) -> None:
    """Beside a picture alone: something waits there; its tip says what."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_badge_colours(badge)[2])
    painter.drawEllipse(icon.right() - 5, icon.top() - 1, 9, 9)


def _by_keyboard(state: QStyle.StateFlag) -> bool:
    """A ring is for whoever uses the keyboard; a click needs none."""
    flags = QStyle.StateFlag
    return bool(state & flags.State_HasFocus and state & flags.State_KeyboardFocusChange)


def badges(state: PanelState) -> list[Badge]:
    """« 4 à classer », « 2 bloqués »; none while the list is closed to this application."""
    if refusal(DocumentWork.CONSULT, state) is not None:
        return []
    told = []
    for status in _TOLD:
        words, count = document_count(state, status)
        if count:
            told.append(Badge(status is Status.BLOCKED, words, number(count)))
    return told
