"""The window « Documents »: filters above, the table, the chosen document beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.errors import StorageInactive, Trouble
from stockage_partage.ui.consult.detail_pane import LABELS, Deed, DetailPane, deeds_for
from stockage_partage.ui.consult.document_model import DocumentModel
from stockage_partage.ui.consult.document_table import DocumentTable
from stockage_partage.ui.consult.filter_bar import FilterBar
from stockage_partage.ui.consult.message import Message, Way
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import show, show_text
from stockage_partage.ui.thin_bar import ThinBar
from stockage_partage.ui.trouble_bar import TroubleBar
from stockage_partage.words import consulting as words

_DETAIL_WIDTH = 44 * GRID
#: A window narrower than this many average characters gives the details less room.
_NARROW = 120


class DocumentsWindow(QDialog):
    """A window of its own, beside the program's; it shows what it is given and tells what is wanted."""

    deed_wanted = Signal(object)  # Deed
    stop_wanted = Signal()
    way_wanted = Signal(object)  # Way, out of this window
    shown = Signal()
    gone = Signal()

    def __init__(self, company: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents_window")
        self.setWindowTitle(words.title(company))
        self.setAccessibleName(words.title(company))
        self.setWindowFlags(Qt.WindowType.Window)
        # In this window from the start: a part that comes later is styled and measured once more.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.stack = QStackedWidget(self.splitter)
        self.filters = FilterBar(self)
        self.model = DocumentModel()
        self.model.setParent(self)
        self.table = DocumentTable(self.model)
        self.details = DetailPane(self.splitter)
        self.troubles = TroubleBar()
        self.message = Message()
        self.found = QLabel(words.READING)
        self.found.setObjectName("documents_found")
        self.wait = ThinBar(words.READING)
        self.wait.setObjectName("documents_wait")
        self.doing = QLabel()
        self.doing.setObjectName("documents_doing")
        self.stop = QPushButton(words.STOP)
        self.stop.setObjectName("documents_stop")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_wanted)
        self._lay_out()
        self._connect()
        self.resize(1120, 720)
        self.resize(self.size().boundedTo(self.screen().availableSize()))
        self.show_doing("")
        self.wait.hide()

    def _lay_out(self) -> None:
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.message)
        self.splitter.setObjectName("documents_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setStretchFactor(0, 1)
        self.stack.setMinimumWidth(36 * GRID)
        self.details.setMinimumWidth(30 * GRID)
        margin = QWidget()
        inside = QVBoxLayout(margin)
        inside.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        inside.addWidget(self.troubles)
        self._troubles_room = margin
        foot = QFrame()
        foot.setObjectName("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        line.setSpacing(2 * GRID)
        line.addWidget(self.found)
        line.addWidget(self.wait)
        line.addStretch(1)
        line.addWidget(self.doing)
        line.addWidget(self.stop)
        edge = QFrame()
        edge.setProperty("role", "line")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.filters)
        box.addWidget(margin)
        box.addWidget(edge)
        box.addWidget(self.splitter, 1)
        box.addWidget(foot)

    def _connect(self) -> None:
        self.filters.left_downwards.connect(self._go_to_table)
        self.details.wanted.connect(self.deed_wanted)
        self.table.open_wanted.connect(self._open_chosen)
        self.table.menu_wanted.connect(self._menu)
        self.message.pressed.connect(self._lead)
        for keys, act in (
            ("Ctrl+F", self._go_to_search),
            ("Ctrl+S", lambda: self._do(Deed.SAVE)),
            ("Ctrl+Shift+C", lambda: self._do(Deed.COPY_LINK)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what it shows ---------------------------------------------------------------------------

    def show_found(self, count: int, at_most: int | None) -> None:
        """How many, -1 while they are being counted; the list's own words when there is none."""
        if count != 0:
            self.stack.setCurrentWidget(self.table)
            self.found.setText(words.found(count, at_most) if count > 0 else words.READING)
            return
        self.found.setText(words.found(0, None))
        text = self.filters.search.text()
        if text.strip() or self.filters.is_narrowed:
            said = words.nothing_found(text, self.filters.is_narrowed)
            self._say(words.NOTHING_TITLE, said, "search", (Way.SHOW_ALL,))
        else:
            self._say(words.EMPTY_TITLE, words.EMPTY, "document")

    def show_closed(self, trouble: Trouble, *, bring_back: bool) -> None:
        """Consulting is closed: why, and where to go. `bring_back`: there may be documents online."""
        said = words.closed(trouble, bring_back=bring_back)
        ways = (Way.EXCHANGES, *((Way.BRING_BACK,) if bring_back else ()))
        inactive = isinstance(trouble, StorageInactive)
        self._say(words.CLOSED_TITLE, said, "lock", ways if inactive else ())
        self.found.setText("")
        for part in (self.filters, self.details, self._troubles_room):
            show(part, False)

    def show_open(self) -> None:
        """It is open again."""
        for part in (self.filters, self.details, self._troubles_room):
            show(part, True)

    @property
    def is_closed(self) -> bool:
        """True while consulting is closed."""
        return self.filters.isHidden()

    def show_doing(self, text: str) -> None:
        """What is under way, with what stops it; nothing when it is over."""
        show_text(self.doing, text)
        show(self.stop, bool(text))

    def tell(self, text: str) -> None:
        """What the last deed came to."""
        self.troubles.show_information(text)

    def _say(self, title: str, text: str, icon: str, ways: Sequence[Way] = ()) -> None:
        self.message.say(title, text, icon, ways)
        self.stack.setCurrentWidget(self.message)

    # --- what is pressed -------------------------------------------------------------------------

    def _go_to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.choose(0)

    def _go_to_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _lead(self, way: Way) -> None:
        if way is Way.SHOW_ALL:
            self.filters.clear()
        else:
            self.way_wanted.emit(way)

    def _do(self, deed: Deed) -> None:
        row = self.details.row
        if row is not None and deed in deeds_for(row) and not self.is_closed:
            self.deed_wanted.emit(deed)

    def _open_chosen(self) -> None:
        self._do(Deed.OPEN)

    def _menu(self, at: QPoint) -> None:
        row = self.details.row
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed in deeds_for(row):
            action = menu.addAction(LABELS[deed])
            action.triggered.connect(lambda _=False, deed=deed: self.deed_wanted.emit(deed))
        menu.popup(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field presses no button; Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """The details keep their share, the list takes the rest."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        wide = 30 * GRID if narrow else max(_DETAIL_WIDTH, self.width() * 3 // 8)
        self.splitter.setSizes([self.width() - wide, wide])

    def showEvent(self, event: object) -> None:
        """The words are typed at once."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self.filters.search.setFocus()
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Back in front: what changed meanwhile is looked at."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.shown.emit()

    def done(self, result: int) -> None:
        """Closed by Escape or by its cross."""
        super().done(result)
        self.gone.emit()
