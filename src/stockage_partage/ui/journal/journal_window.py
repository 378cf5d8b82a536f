"""« Journal de la société »: every entry, searched and read; it only shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from stockage_partage.company.journal.entries import JournalEntry
from stockage_partage.messages import journal_window as texts
from stockage_partage.messages import window
from stockage_partage.messages.companies import EXPORT
from stockage_partage.messages.message import MessageAction
from stockage_partage.ui.journal.journal_filters import JournalFilters
from stockage_partage.ui.journal.journal_table import JournalList
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.elided_label import ElidedLabel
from stockage_partage.ui.widgets.info_bar import InfoPage
from stockage_partage.ui.widgets.push_button import named_button
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    set_enabled,
    show,
    show_text,
)

_ROWS = 8  # that are seen without scrolling, at first


class JournalWindow(BaseDialog):
    """Beside the company's window, which can be used meanwhile."""

    columns = 150
    verify_wanted = Signal()
    export_wanted = Signal()
    in_front = Signal()  # somebody comes back to it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "journal_window", texts.TITLE)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.add_text("journal_help", texts.HELP)
        self.filters = JournalFilters()
        self.subject.addWidget(self.filters)
        self.progress = ThinBar(texts.READING)
        self.progress.setObjectName("journal_progress")
        keep_room(self.progress)
        self.list = JournalList()
        self.table = self.list.table
        self.table.show_lines(_ROWS)
        self.show_all = named_button("journal_show_all", texts.SHOW_ALL)
        self.nothing = InfoPage("no_entry", "search", [self.show_all])
        self.fill_with(self._card())
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset({MessageAction.RETRY})
        self.foot.insertWidget(0, self.troubles)
        self.count = ElidedLabel(to_the_right=False)
        self.count.setObjectName("journal_count")
        self.count.setProperty("role", "quiet")
        self.buttons.insertWidget(0, self.count, 1)
        self.verify = self.add_button("journal_verify", texts.VERIFY)
        self.export = self.add_button("journal_export", EXPORT)
        self.close_button = self.add_button("close", window.CLOSE)
        self._connect()
        self.show_reading(True)
        self.filters.text.setFocus()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
        inside.setSpacing(GRID // 2)
        inside.addWidget(self.progress)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        inside.addWidget(self._stack)
        return card

    def _connect(self) -> None:
        self.verify.clicked.connect(self.verify_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.close_button.clicked.connect(self.reject)
        self.show_all.clicked.connect(self._show_all)
        self.filters.left_downwards.connect(self._go_to_table)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._go_to_text)

    # --- showing ---------------------------------------------------------------------------------

    def show_reading(self, reading: bool) -> None:
        """Whether entries are on their way."""
        show(self.progress, reading)

    def show_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows the answer to a question from its newest entry; `more`: older ones may be asked for."""
        self.show_reading(False)
        self.table.journal.start_over(entries, more=more)
        self.table.scrollToTop()
        self.list.choose_first()
        self._stack.setCurrentWidget(self.list if entries else self.nothing)
        narrowed = self.filters.is_narrowed
        self.nothing.say(
            texts.NOTHING_TITLE if narrowed else texts.EMPTY_TITLE,
            texts.NOTHING if narrowed else texts.EMPTY,
            [self.show_all] if narrowed else [],
        )
        set_enabled(self.export, "" if entries else texts.NOTHING_TO_EXPORT)
        self._tell_count(more=more)
        announce(self.count, self.count.text())

    def add_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows older entries below the others."""
        self.show_reading(False)
        self.table.journal.add(entries, more=more)
        self._tell_count(more=more)

    def _tell_count(self, *, more: bool) -> None:
        count = len(self.table.journal.entries)
        show_text(self.count, texts.shown(count, more=more) if count else "")

    def fit(self) -> None:
        """Keeps the size that somebody has given it."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            super().fit()

    # --- the keyboard ----------------------------------------------------------------------------

    def _show_all(self) -> None:
        self.filters.clear()
        self._go_to_text()

    def _go_to_text(self) -> None:
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    def _go_to_table(self) -> None:
        if self._stack.currentWidget() is self.list:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """Tells that somebody comes back to it: what was added meanwhile is worth a look."""
        if event.type() is QEvent.Type.WindowActivate:
            self.in_front.emit()
        return super().event(event)
