"""What happened to one document, in a dialog beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from stockage_partage.company.journal.entries import JournalEntry
from stockage_partage.messages import journal_entries, window
from stockage_partage.messages import journal_window as texts
from stockage_partage.ui.journal.journal_table import JournalColumn, JournalList
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.theme import GRID

#: Entries that are seen without scrolling, at least and at most.
_FEWEST, _MOST = 2, 8
#: All entries are about this document.
_LEFT_OUT = (JournalColumn.NUMBER, JournalColumn.SUBJECT)


class DocumentJournal(BaseDialog):
    """`name`: what the document is called. `entries`: all that the journal tells of it, in their order."""

    columns = 130

    def __init__(
        self, name: str, entries: Sequence[JournalEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "document_journal", texts.document_title(name))
        self._entries = entries
        if entries:
            self.list = JournalList(_LEFT_OUT)
            self.list.table.show_lines(min(max(_FEWEST, len(entries)), _MOST), only=True)
            self.list.table.journal.start_over(entries[::-1], more=False)
            self.list.choose_first()
            card = QFrame()
            card.setObjectName("card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
            inside.addWidget(self.list)
            self.subject.addWidget(card)
            copy = self.add_button("copy", window.COPY_DETAILS)
            copy.clicked.connect(self._copy)
        else:
            self.add_text("journal_nothing", texts.NOTHING_OF_DOCUMENT)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)

    def _copy(self) -> None:
        lines = (journal_entries.line(each) for each in reversed(self._entries))
        QGuiApplication.clipboard().setText("\n".join(lines))
