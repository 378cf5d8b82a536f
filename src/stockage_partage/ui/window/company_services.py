"""What goes on while a company is open in a window: sending, taking prints, pages that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from stockage_partage.ui.documents.documents_controller import DocumentsController
    from stockage_partage.ui.fiscal_years import FiscalYearsController
    from stockage_partage.ui.printing.templates_controller import TemplatesController
    from stockage_partage.ui.runtime.window_context import WindowContext
    from stockage_partage.ui.third_parties.third_parties_controller import ThirdPartiesController
    from stockage_partage.ui.window.sending_worker import SendingWorker
    from stockage_partage.ui.window.timestamp_worker import TimestampWorker


class CompanyServices(QObject):
    """One for each opening: what worked for an earlier one is shut down by whoever opens again."""

    sent = Signal()  # the register and the counters have changed
    troubled = Signal(object)  # Trouble
    mended = Signal(object)  # Trouble that was told and is over
    work_wanted = Signal(object)  # DocumentWork that a page leads to
    classify_wanted = Signal(int)  # document id
    classify_several_wanted = Signal(object)  # ids of the documents, those alone
    dossier_wanted = Signal(object)  # ids of the documents, whose pieces come whole

    def __init__(self, context: WindowContext) -> None:
        window = context.window
        super().__init__(window)
        self._context = context
        self._closed = False
        self.sending: SendingWorker | None = None
        self.printing: TemplatesController | None = None
        self._timestamps: TimestampWorker | None = None
        self._tiers: ThirdPartiesController | None = None
        self._fiscal: FiscalYearsController | None = None
        self.consulting: DocumentsController | None = None
        window.body.documents.seen.connect(self._documents)
        self._documents(window.body.documents.isVisible())
        window.body.third_parties.seen.connect(self._third_parties)
        self._third_parties(window.body.third_parties.isVisible())
        window.body.fiscal_years.seen.connect(self._fiscal_years)
        self._fiscal_years(window.body.fiscal_years.isVisible())
        # A turn of the event loop each: both import a good deal.
        QTimer.singleShot(0, self, self._watch_prints)
        QTimer.singleShot(0, self, self._start_sending)
        QTimer.singleShot(0, self, self._fetch_timestamps)

    def shutdown(self) -> None:
        """Threads end; nothing more is taken or sent."""
        self._closed = True
        for part in (self.sending, self.printing, self._timestamps):
            if part is not None:
                part.shutdown()

    def _documents(self, seen: bool) -> None:
        """What keeps the list true is made the first time that somebody looks at it: importing is long."""
        if seen and self.consulting is None and not self._closed:
            QTimer.singleShot(0, self, self._import_consulting)

    def _import_consulting(self) -> None:
        import stockage_partage.ui.documents.documents_controller  # noqa: F401  # a turn of its own: it is slow

        QTimer.singleShot(1, self, self._consult)

    def _consult(self) -> None:
        from stockage_partage.ui.documents.documents_controller import DocumentsController

        if self.consulting is None and not self._closed:
            self.consulting = DocumentsController(self._context, self)
            self.consulting.work_wanted.connect(self.work_wanted)
            self.consulting.actions.classify_wanted.connect(self.classify_wanted)
            self.consulting.many.classify_wanted.connect(self.classify_several_wanted)
            self.consulting.actions.dossier_wanted.connect(self.dossier_wanted)
            self.consulting.many.dossier_wanted.connect(self.dossier_wanted)

    def _third_parties(self, seen: bool) -> None:
        """What keeps the page true is made the first time that somebody looks at it."""
        if seen and self._tiers is None and not self._closed:
            from stockage_partage.ui.third_parties.third_parties_controller import (
                ThirdPartiesController,
            )

            self._tiers = ThirdPartiesController(self._context)

    def _fiscal_years(self, seen: bool) -> None:
        """What keeps « Exercices » true is made the first time that somebody looks at it."""
        if seen and self._fiscal is None and not self._closed:
            from stockage_partage.ui.fiscal_years import FiscalYearsController

            at = self._context
            page = at.window.body.fiscal_years
            self._fiscal = FiscalYearsController(at.app, at.background, page, self)

    def _watch_prints(self) -> None:
        """What applications print is taken, whether or not anybody looks at « Modèles »."""
        from stockage_partage.ui.printing.templates_controller import TemplatesController

        if not self._closed:
            self.printing = TemplatesController(self._context)

    def _start_sending(self) -> None:
        """What waits leaves from now on, whoever kept it."""
        from stockage_partage.ui.window.sending_worker import SendingWorker

        if not self._closed:
            self.sending = SendingWorker(self._context.app, self._context.wakeup, self)
            self.sending.sent.connect(self.sent)
            self.sending.troubled.connect(self.troubled)
            self.sending.mended.connect(self.mended)
            self._context.state_shown.connect(self.sending.show_state)
            self.sending.start()

    def _fetch_timestamps(self) -> None:
        """Where an administrator has set a service for them."""
        app = self._context.app
        if app.timestamps is None or self._closed:
            return
        from stockage_partage.documents.proof.timestamps import Timestamping
        from stockage_partage.ui.window.timestamp_worker import TimestampWorker

        timestamping = Timestamping(app.database, app.timestamps, app.presence.owner)
        self._timestamps = TimestampWorker(timestamping, self)
        self._timestamps.troubled.connect(self.troubled)
        self._timestamps.mended.connect(self.mended)
        self._timestamps.start()
