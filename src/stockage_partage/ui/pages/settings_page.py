"""A page of settings: the way to it, a title, a column of things that stays readable, and what is behind it.

It scrolls, and has a column no wider than can be read. Behind a page that others may change too, a
controller reads it again while it is looked at, and tells whether it can be changed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.errors import DatabaseReadOnly, Trouble
from stockage_partage.messages import window as texts
from stockage_partage.ui.pages.page_ids import NAMES, PageId, way
from stockage_partage.ui.runtime.background import EVERY_MS, Background, Poll
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import FlowingText
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.theme import GRID, font

if TYPE_CHECKING:
    from stockage_partage.activation.states import PanelState
    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.widgets.trouble_bar import TroubleBar

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


class Breadcrumb(QWidget):
    """Each step but the last is a button; a screen reader hears the whole way as this widget's name."""

    place_wanted = Signal(object)  # Place
    file_menu_wanted = Signal()

    def __init__(self, place: PageId) -> None:
        super().__init__()
        self.setObjectName("breadcrumb")
        flow = FlowLayout(self)
        steps = way(place)
        for index, (text, target) in enumerate(steps):
            last = index == len(steps) - 1
            if index:
                flow.addWidget(self._separator(wide=last))
            flow.addWidget(self._here(text) if last else self._step(index, text, target))
        said = ", ".join(text for text, _ in steps)
        self.setAccessibleName(f"{texts.BREADCRUMB_NAME}\N{NO-BREAK SPACE}: {said}")

    def _step(self, index: int, text: str, target: PageId | None) -> QPushButton:
        made = PushButton(text, self)
        made.setObjectName(f"breadcrumb_{index}")
        made.setProperty("crumb", True)
        made.setProperty("first", index == 0)
        if target is None:
            made.clicked.connect(self.file_menu_wanted)
        else:
            made.clicked.connect(lambda: self.place_wanted.emit(target))
        return made

    def _here(self, text: str) -> QLabel:
        made = QLabel(text, self)
        made.setObjectName("breadcrumb_here")
        return made

    def _separator(self, *, wide: bool) -> QLabel:
        made = QLabel("›", self)
        made.setObjectName("breadcrumb_separator")
        # A step brings three pixels of its own, the last one none.
        made.setContentsMargins(GRID // 2, 0, GRID // 2 + 3 * wide, 0)
        made.setProperty("role", "quiet")
        return made


class ChangeablePage(Protocol):
    """A page with a bar for troubles, where something can be changed unless the database is read only."""

    troubles: TroubleBar

    @property
    def seen(self) -> SignalInstance:
        """True when somebody begins to look at it, False when nobody does any more."""
        ...

    def isVisible(self) -> bool:
        """True while somebody looks at it."""
        ...

    def show_access(self, access: Access) -> None:
        """Whether anything can be changed, and why not."""
        ...


class PageController(QObject):
    """Lives as long as the company is open in this window; asks only while the page is looked at."""

    def __init__(
        self,
        app: AppContext,
        background: Background,
        page: ChangeablePage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._background = background
        self._followed = page
        self._poll: Poll[Any] = Poll(
            background,
            EVERY_MS,
            self._read,
            self._show,
            self._unread,
            mended=page.troubles.unsay,
            parent=self,
        )

    def _begin(self) -> None:
        """Starts following the page; subclasses call it once, at the end of their making."""
        self._followed.seen.connect(self._seen)
        self._followed.show_access(Access.OPEN)
        self._seen(self._followed.isVisible())

    def _read(self) -> object:
        """What the page shows, read in a worker. Raises the database's troubles."""
        raise NotImplementedError

    def _show(self, seen: Any) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def _unread(self, trouble: Trouble) -> None:
        """What keeps us from reading, told once and unsaid when it is over."""
        self._followed.troubles.show_trouble(trouble)

    def _seen(self, seen: bool) -> None:
        if seen:
            self._background.run(
                self._app.database.try_a_change,
                owner=self,
                done=lambda _: self._followed.show_access(Access.OPEN),
                failed=self._not_writable,
            )
            self._poll.start()
        else:
            self._poll.stop()

    def _not_writable(self, trouble: Trouble) -> None:
        """Known before anybody types a thing; another trouble passes, or comes up again."""
        if isinstance(trouble, DatabaseReadOnly):
            self._followed.show_access(Access.READ_ONLY)
