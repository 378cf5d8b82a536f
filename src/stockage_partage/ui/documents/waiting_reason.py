"""Why the chosen invoice waits to be classified: found anew, for the register keeps what it says and not what it met."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stockage_partage.company.state_records import Status
from stockage_partage.documents.invoices.invoice import InvoiceReading, recalled
from stockage_partage.messages.waiting_reasons import to_classify
from stockage_partage.ui.runtime.background import Background, Latest

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.documents.detail_pane import DetailPane

#: While somebody walks through the list with the arrow keys, nothing is looked for.
_PAUSE_MS = 180


def reason_anew(db: CompanyDatabase, document_id: int) -> str:
    """Why it waits and what to do, as the classification tells it; "" when it waits no more, or for nothing."""
    from stockage_partage.documents.filing.suggestions import waiting

    document = waiting(db, document_id)
    if document is None or not document.lacking:
        return ""
    return to_classify(document.lacking, document.unread, document.particulars)


class WaitingReason(QObject):
    """Looks for the chosen document alone, a moment after it was chosen, and tells the pane."""

    def __init__(
        self, app: AppContext, background: Background, details: DetailPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._details = details
        self._looking = Latest(background, self)
        self._document_id = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)

    def ask(self, row: DocumentRow | None) -> None:
        """Takes the place of what was asked before; nothing is looked for where the row says all."""
        self._pause.stop()
        self._looking.cancel()
        if row is None or row.status is not Status.TO_CLASSIFY:
            return
        if isinstance(recalled(row.read), InvoiceReading):
            self._document_id = row.id
            self._pause.start()

    def _look(self) -> None:
        wanted = self._document_id
        self._looking.run(
            partial(reason_anew, self._app.database, wanted),
            done=lambda why: self._details.show_why(wanted, why),
            failed=lambda _: None,  # what its row says is shown already
        )
