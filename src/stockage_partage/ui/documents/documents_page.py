"""The page « Documents »: filters above, the table, the chosen document beside it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.errors import StorageInactive, Trouble
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages.document_menu import DOCUMENT_ENTRIES, entry_refused
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.detail_pane import DetailPane
from stockage_partage.ui.documents.document_model import DocumentModel
from stockage_partage.ui.documents.document_table import DocumentTable
from stockage_partage.ui.documents.filter_bar import FilterBar
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.info_bar import InfoPage
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text

if TYPE_CHECKING:
    from stockage_partage.activation.states import PanelState
    from stockage_partage.company.state_records import DocumentCounts, Status

_LEAST_LIST = 68 * GRID
_LEAST_DETAILS = 30 * GRID
_DETAIL_WIDTH = 42 * GRID
#: A page narrower than this many average characters gives the details less room.
_NARROW = 120
#: Where list and details do not fit side by side, one of them is shown at a time.
_ONE_AT_A_TIME = _LEAST_LIST + _LEAST_DETAILS + 1


class Way(StrEnum):
    """Where a button in the place of the table leads, in the order of the buttons."""

    SHOW_ALL = "show_all"
    DEPOSIT = "deposit"
    EXCHANGES = "exchanges"
    BRING_BACK = "bring_back"


_WAYS: dict[Way, str] = {
    Way.SHOW_ALL: texts.SHOW_ALL,
    Way.DEPOSIT: DOCUMENT_ENTRIES[DocumentWork.DEPOSIT],
    Way.EXCHANGES: texts.OPEN_EXCHANGES,
    Way.BRING_BACK: texts.BRING_BACK,
}


class DocumentsPage(QWidget):
    """The first place of the window; it shows what it is given and tells what is wanted."""

    deed_wanted = Signal(object)  # DocumentAction
    stop_wanted = Signal()
    way_wanted = Signal(object)  # Way, out of this page
    exchanges_wanted = Signal()  # the panel, where storage is turned on
    deposit_wanted = Signal()  # files to be handed over
    seen = Signal(bool)  # somebody looks at it, or no longer

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents")
        self.setAccessibleName(NAMES[PageId.DOCUMENTS])
        self._closed = self._narrow = self._looking = False
        self._empty = False  # there is no document at all: nothing to choose either
        # Another question was asked since, its answer is not there yet, its first row is wanted.
        self._asked_anew = self._unanswered = self._first_wanted = False
        self._counted = False  # the list itself told how many documents there are
        # In this page from the start: a part that comes later is styled and measured once more.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.stack = QStackedWidget(self.splitter)
        self.filters = FilterBar(self)
        self.model = DocumentModel()
        self.model.setParent(self)
        self.table = DocumentTable(self.model)
        self.details = DetailPane(self.splitter)
        self.troubles = TroubleBar()
        self.ways = {way: self._way(way) for way in Way}
        for way in (Way.DEPOSIT, Way.EXCHANGES):
            self.ways[way].setProperty("primary", True)
        self.message = InfoPage("documents_message", "document", list(self.ways.values()))
        self.found = QLabel(texts.READING)
        self.found.setObjectName("documents_found")
        self.wait = ThinBar(texts.READING)
        self.wait.setObjectName("documents_wait")
        self.doing = QLabel()
        self.doing.setObjectName("documents_doing")
        self.stop = PushButton(texts.STOP)
        self.stop.setObjectName("documents_stop")
        self.stop.clicked.connect(self.stop_wanted)
        self.look = PushButton(texts.SHOW_DETAILS)
        self.look.setObjectName("documents_look")
        self._lay_out()
        self._connect()
        self.show_doing("")
        self.wait.hide()
        self._arrange()

    def _way(self, way: Way) -> PushButton:
        made = PushButton(_WAYS[way])
        made.setObjectName(f"message_{way.value}")
        made.clicked.connect(lambda: self._lead(way))
        return made

    def _lay_out(self) -> None:
        self.stack.addWidget(self.table)
        # Less than Qt's own: on the smallest screens it would cover what is above it.
        for part in (self.table, self.stack, self.splitter):
            part.setMinimumHeight(2 * GRID)
        self.stack.addWidget(self.message)
        self.splitter.setObjectName("documents_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setStretchFactor(0, 1)
        margin = QWidget()
        inside = QVBoxLayout(margin)
        inside.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        inside.addWidget(self.troubles)
        self.troubles.keep_above(GRID)
        self._troubles_room = margin
        foot = self._foot = QFrame()
        foot.setObjectName("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        line.setSpacing(2 * GRID)
        line.addWidget(self.found)
        line.addWidget(self.wait)
        line.addStretch(1)
        line.addWidget(self.doing)
        line.addWidget(self.stop)
        line.addWidget(self.look)
        edge = QFrame()
        edge.setProperty("role", "line")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.filters)
        box.addWidget(edge)
        box.addWidget(self.splitter, 1)
        box.addWidget(margin)  # below: what is told moves no row
        box.addWidget(foot)

    def _connect(self) -> None:
        self.filters.left_downwards.connect(self._go_to_table)
        self.filters.asked.connect(self._asked)
        self.filters.deposit.clicked.connect(lambda: self.deposit_wanted.emit())
        self.details.wanted.connect(self.deed_wanted)
        self.table.open_wanted.connect(self._open_chosen)
        self.table.menu_wanted.connect(self._menu)
        self.look.clicked.connect(self._look_or_return)
        self.setTabOrder(self.filters.last, self.table)
        self.setTabOrder(self.table, self.details)
        for keys, act in (
            ("Ctrl+F", self.go_to_search),
            ("Ctrl+S", lambda: self._do(DocumentAction.SAVE)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what it shows ---------------------------------------------------------------------------

    def show_state(self, state: PanelState) -> None:
        """Shows how many documents the company has, until the list itself tells."""
        if not self._counted:
            self.filters.show_counts(state.facts.documents)
        for button in (self.filters.deposit, self.ways[Way.DEPOSIT]):
            set_enabled(button, entry_refused(DocumentWork.DEPOSIT, state))

    def show_counts(self, counts: DocumentCounts) -> None:
        """Shows on each filter how many documents it would leave, as the list counted them."""
        self._counted = True
        self.filters.show_counts(counts)

    def show_only(self, status: Status) -> None:
        """Shows all documents of one status, whatever was looked for before."""
        self.filters.clear(status)

    def show_found(self, count: int, at_most: int | None) -> None:
        """Shows how many documents were found, -1 while they are counted; the list's own words for none.

        `at_most`: where counting stops, None when it goes to the end.
        """
        wanted, self._unanswered = self._unanswered and self._first_wanted, False
        text = self.filters.search.text()
        asked = bool(text.strip()) or self.filters.is_narrowed
        self._empty = count == 0 and not asked
        self._arrange()
        if count != 0:
            self.stack.setCurrentWidget(self.table)
            self.found.setText(texts.found(count, at_most) if count > 0 else texts.READING)
            if wanted:
                self._choose_first()
            return
        self.found.setText(texts.found(0, None))
        if asked:
            said = texts.nothing_found(text, self.filters.is_narrowed)
            self._say(texts.NOTHING_TITLE, said, "search", (Way.SHOW_ALL,))
        else:
            self._say(texts.EMPTY_TITLE, texts.EMPTY, "document", (Way.DEPOSIT,))

    def show_closed(self, trouble: Trouble, *, bring_back: bool) -> None:
        """Consulting is closed: why, and where to go. `bring_back`: there may be documents online."""
        said = texts.closed(trouble, bring_back=bring_back)
        ways = (Way.EXCHANGES, *((Way.BRING_BACK,) if bring_back else ()))
        inactive = isinstance(trouble, StorageInactive)
        self._say(texts.CLOSED_TITLE, said, "lock", ways if inactive else ())
        self.found.setText("")
        self._closed, self._looking = True, False
        self._arrange()

    def show_not_open(self, trouble: Trouble) -> None:
        """The company could not be opened: why, in the place of a reading that would never end."""
        if self._closed:
            return
        self._say(texts.NOT_OPEN_TITLE, explain(trouble).sentence, "trouble", (Way.EXCHANGES,))
        self.found.setText("")
        self._closed, self._looking = True, False
        self._arrange()

    def show_open(self) -> None:
        """Shows the list again, once consulting is open to the application."""
        self._closed = False
        self._arrange()

    @property
    def is_closed(self) -> bool:
        """True while consulting is closed."""
        return self._closed

    def _arrange(self) -> None:
        """List and details side by side where there is room, one at a time where there is not."""
        for part in (self.filters, self._troubles_room, self._foot):
            show(part, not self._closed)
        self.stack.setMinimumWidth(0 if self._narrow else _LEAST_LIST)
        self.details.setMinimumWidth(0 if self._narrow else _LEAST_DETAILS)
        nothing = self._closed or self._empty
        looking = self._looking and self._narrow and not nothing
        show(self.details, not nothing and (looking or not self._narrow))
        show(self.stack, not looking)
        way = texts.BACK_TO_LIST if looking else texts.SHOW_DETAILS
        show_text(self.look, way if self._narrow and not nothing else "")

    def _look_or_return(self) -> None:
        self._looking = not self._looking
        self._arrange()

    def show_doing(self, text: str) -> None:
        """What is under way, with what stops it; nothing when it is over."""
        show_text(self.doing, text)
        show(self.stop, bool(text))

    def tell(self, text: str) -> None:
        """What the last deed came to."""
        self.troubles.show_information(text)

    def _say(self, title: str, text: str, icon: str, ways: Sequence[Way] = ()) -> None:
        self.message.icon.show_icon(icon, "")
        if self.message.say(title, text, [self.ways[way] for way in ways]):
            self.message.speak()
        self.stack.setCurrentWidget(self.message)

    # --- what is pressed -------------------------------------------------------------------------

    def _asked(self) -> None:
        self._asked_anew = self._unanswered = True
        self._first_wanted = False

    def _go_to_table(self) -> None:
        """The first row of what was just looked for, as soon as it is there; else the one that was chosen."""
        self.filters.tell()  # typed a moment ago
        if self._unanswered:
            self._first_wanted = True
        elif self._asked_anew or not self.table.currentIndex().isValid():
            self._choose_first()
        elif self.model.rowCount():
            self.table.setFocus()

    def _choose_first(self) -> None:
        self._asked_anew = self._first_wanted = False
        if self.model.rowCount():
            # Before the focus, at which Qt makes some row the current one.
            self.table.choose(0)
            self.table.setFocus()

    def take_keyboard(self) -> None:
        """Puts the keyboard where words are typed, or on the way out while consulting is closed."""
        if self._closed:
            shown = [each for each in self.ways.values() if each.isVisibleTo(self)]
            (shown[0] if shown else self.message).setFocus()
        else:
            self.go_to_search()

    def go_to_search(self) -> None:
        """Puts the keyboard where words are typed."""
        self._looking = False
        self._arrange()
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _lead(self, way: Way) -> None:
        if way is Way.SHOW_ALL:
            self.filters.clear()
        elif way is Way.DEPOSIT:
            self.deposit_wanted.emit()
        elif way is Way.EXCHANGES:
            self.exchanges_wanted.emit()
        else:
            self.way_wanted.emit(way)

    def _can(self, action: DocumentAction) -> bool:
        return action in self.details.offered and not self._closed

    def _do(self, action: DocumentAction) -> None:
        if self._can(action):
            self.deed_wanted.emit(action)

    def _open_chosen(self) -> None:
        self._do(DocumentAction.OPEN)

    def _menu(self, at: QPoint) -> None:
        offered = self.details.offered
        if not offered:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed, label in offered.items():
            action = menu.addAction(label)
            action.triggered.connect(lambda _=False, deed=deed: self.deed_wanted.emit(deed))
        menu.popup(at)

    def event(self, event: QEvent) -> bool:
        """Takes Ctrl+Shift+C from the menu, which copies the folder's link, while a document is chosen."""
        if event.type() is QEvent.Type.WindowActivate and self.isVisible():
            self.seen.emit(True)  # back in front: what changed meanwhile is looked at
        typed = event if event.type() is QEvent.Type.ShortcutOverride else None
        if isinstance(typed, QKeyEvent) and _copies(typed) and self._can(DocumentAction.COPY_LINK):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies the link of the chosen document; Escape leaves the details where they hide the list."""
        if _copies(event) and self._can(DocumentAction.COPY_LINK):
            self._do(DocumentAction.COPY_LINK)
        elif event.key() == Qt.Key.Key_Escape and self._narrow and self._looking:
            self._look_or_return()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The details keep their share, the list takes the rest."""
        super().resizeEvent(event)
        self._narrow = self.width() < _ONE_AT_A_TIME
        self.filters.fit(self.width(), self.height())
        self._arrange()
        less = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        wide = _LEAST_DETAILS if less else max(_DETAIL_WIDTH, self.width() * 5 // 16)
        self.splitter.setSizes([self.width() - wide, wide])

    def minimumSizeHint(self) -> QSize:
        """One of list and details is enough: the page can be made narrower than both."""
        return QSize(_LEAST_DETAILS, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: what is shown must be so."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: nothing needs to be asked."""
        super().hideEvent(event)
        self.seen.emit(False)


def _copies(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_C and event.modifiers() == held
