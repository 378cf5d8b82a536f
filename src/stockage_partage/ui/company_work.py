"""What goes on while a company is open in a window: sending, taking prints, pages that follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.background import Background
    from stockage_partage.ui.fiscal.desk import FiscalYearDesk
    from stockage_partage.ui.main_window import MainWindow
    from stockage_partage.ui.opened import Opened
    from stockage_partage.ui.printing.desk import PrintingDesk
    from stockage_partage.ui.sending_worker import SendingWorker
    from stockage_partage.ui.tiers.desk import ThirdPartyDesk


class CompanyWork(QObject):
    """One for each opening: what worked for an earlier one is shut down by whoever opens again."""

    sent = Signal()  # the register and the counters have changed
    troubled = Signal(object)  # Trouble

    def __init__(
        self,
        opened: Opened,
        background: Background,
        window: MainWindow,
        open_url: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._opened = opened
        self._background = background
        self._window = window
        self._open_url = open_url
        self._closed = False
        self.sending: SendingWorker | None = None
        self.printing: PrintingDesk | None = None
        self._tiers: ThirdPartyDesk | None = None
        self._fiscal: FiscalYearDesk | None = None
        window.third_parties.looked_at.connect(self._third_parties)
        if window.third_parties.isVisible():
            self._third_parties()
        window.fiscal_years.looked_at.connect(self._fiscal_years)
        if window.fiscal_years.isVisible():
            self._fiscal_years()
        # A turn of the event loop each: both import a good deal.
        QTimer.singleShot(0, self, self._watch_prints)
        QTimer.singleShot(0, self, self._start_sending)

    def show_state(self, state: PanelState) -> None:
        """Storage turned on, or somebody signed in: what waited for that leaves."""
        if self.sending is not None:
            self.sending.show_state(state)

    def wake_sender(self) -> None:
        """Something was kept, or should be tried again."""
        if self.sending is not None:
            self.sending.wake()

    def shutdown(self) -> None:
        """Threads end; nothing more is taken or sent."""
        self._closed = True
        for part in (self.sending, self.printing):
            if part is not None:
                part.shutdown()

    def _third_parties(self) -> None:
        """The page is looked at: what keeps it true is made the first time."""
        if self._tiers is None and not self._closed:
            from stockage_partage.ui.tiers.desk import ThirdPartyDesk

            self._tiers = ThirdPartyDesk(self._opened, self._background, self._window)

    def _fiscal_years(self) -> None:
        """The same for « Exercices »."""
        if self._fiscal is None and not self._closed:
            from stockage_partage.ui.fiscal.desk import FiscalYearDesk

            page = self._window.fiscal_years
            self._fiscal = FiscalYearDesk(self._opened.workplace, self._background, page, self)

    def _watch_prints(self) -> None:
        """What applications print is taken, whether or not anybody looks at « Modèles »."""
        from stockage_partage.ui.printing.desk import PrintingDesk

        if not self._closed:
            page = self._window.templates
            self.printing = PrintingDesk(self._opened, self._background, page, self._open_url)
            self.printing.kept.connect(self.wake_sender)

    def _start_sending(self) -> None:
        """What waits leaves from now on, whoever kept it."""
        from stockage_partage.ui.sending_worker import SendingWorker

        if not self._closed:
            self.sending = SendingWorker(self._opened.workplace, self)
            self.sending.sent.connect(self.sent)
            self.sending.troubled.connect(self.troubled)
            self.sending.start()
