"""A page of settings: a title, a column of things that stays readable, and it scrolls."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from stockage_partage.ui.pages.breadcrumb import Breadcrumb
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.fact_row import FlowingText
from stockage_partage.ui.widgets.theme import GRID, font

if TYPE_CHECKING:
    from stockage_partage.activation.panel_state import PanelState

#: A line longer than this many average characters is hard to read.
_LONGEST = 140
#: A window narrower than this many average characters has no room for wide margins.
_SMALL = 80


class Access(StrEnum):
    """Whether what a page shows can be changed."""

    NOT_OPEN = "not_open"  # the company is still being opened
    READ_ONLY = "read_only"
    OPEN = "open"


class SettingsPage(QScrollArea):
    """Scrolls vertically only; its column never exceeds a readable width."""

    seen = Signal(bool)  # somebody looks at it, or no longer

    def __init__(self, place: PageId) -> None:
        super().__init__()
        name, title = place.value, NAMES[place]
        self.setObjectName("page_scroll")
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = FlowingText()
        inside.setObjectName("page")
        self._margins = QVBoxLayout(inside)
        self._column = QWidget()
        self._column.setObjectName(name)
        self.box = QVBoxLayout(self._column)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        # The way here scrolls with the page: on a small screen every line counts.
        self.breadcrumb = Breadcrumb(place)
        self.box.addWidget(self.breadcrumb)
        heading = titled(title, f"{name}_heading")
        heading.setFont(font(1.65, bold=True))
        heading.setWordWrap(True)
        self.box.addSpacing(GRID // 2)
        self.box.addWidget(heading)
        self.box.addSpacing(2 * GRID)
        self._margins.addWidget(self._column)
        self._margins.addStretch(1)
        self._told: QWidget | None = None
        self._notices: tuple[QWidget, ...] = ()
        self.setWidget(inside)
        self._fit()

    def show_state(self, state: PanelState) -> None:
        """Shows what storage is now, on a page that tells of it."""

    def take_keyboard(self) -> None:
        """Puts the keyboard on the first thing to use past the way that leads here; nowhere without any.

        Where that is a button, on the main one of the page: the first may be the one that undoes everything.
        """
        wanted = self._first_usable()
        if isinstance(wanted, QAbstractButton):
            # Not by the chain: walked through to its end, it takes the window's menus from Python.
            buttons = filter(self._is_usable, self.findChildren(QAbstractButton))
            main = (each for each in buttons if each.property("primary") is True)
            wanted = next(main, wanted)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _first_usable(self) -> QWidget | None:
        each = self.breadcrumb.nextInFocusChain()
        while each is not None and each is not self.breadcrumb:
            if self._is_usable(each):
                return each
            each = each.nextInFocusChain()
        return None

    def _is_usable(self, each: QWidget) -> bool:
        tabbed = each.isEnabled() and bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        here = self.isAncestorOf(each) and not self.breadcrumb.isAncestorOf(each)
        return here and tabbed and each.isVisibleTo(self)

    def tell_below(self, *notices: QWidget) -> None:
        """Notices that stay in sight under what scrolls: they move nothing of it."""
        self._notices = notices
        self._told = told = QFrame(self)
        told.setObjectName("told_below")
        box = QVBoxLayout(told)
        box.setSpacing(0)
        for notice in notices:
            box.addWidget(notice)
        for each in (told, *notices):
            each.installEventFilter(self)
        told.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is told came, went or changed."""
        kind = QEvent.Type
        if event.type() in (kind.LayoutRequest, kind.ShowToParent, kind.HideToParent):
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        told = self._told
        if told is None:
            return
        said = any(not each.isHidden() for each in self._notices)
        height = told.heightForWidth(self.width()) if said else 0
        told.setGeometry(0, self.height() - height, self.width(), height)
        told.setVisible(said)
        if self.viewportMargins().bottom() != height:
            self.setViewportMargins(0, 0, 0, height)
            self._fit()  # the scroll bar may have come with it

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: what is shown must be so."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: nothing needs to be asked."""
        super().hideEvent(event)
        self.seen.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Margins give way before the text does."""
        super().resizeEvent(event)
        self._fit()
        self._make_room()

    def sizeHint(self) -> QSize:
        """The window gives the room: what is inside, which is long to measure, is not asked."""
        return QSize(60 * GRID, 60 * GRID)

    def _fit(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        side = 2 * GRID if self.viewport().width() < _SMALL * character else 4 * GRID
        # By a margin, not a maximum width: the layout would count the lines at the full width.
        # As if the scroll bar were there: when it comes, nothing goes aside.
        width = self.viewport().width()
        absent = self.verticalScrollBar().sizeHint().width() if width == self.width() else 0
        right = max(side, width - absent - side - _LONGEST * character) + absent
        self._margins.setContentsMargins(side, 2 * GRID, right, 2 * GRID)
        told = self._told.layout() if self._told is not None else None
        if told is not None:
            told.setContentsMargins(side, GRID, right + self.width() - width, GRID)
