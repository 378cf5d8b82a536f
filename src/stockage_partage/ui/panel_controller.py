"""Between the services and the window: asks for the truth every second and shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from stockage_partage.company.facts import Status
from stockage_partage.errors import Trouble
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.storage.panel import describe
from stockage_partage.storage.panel_state import Label, NoticeKind, PanelState
from stockage_partage.ui.attach.window_drops import take_drops
from stockage_partage.ui.background import Background, Job
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.opened import Opened
from stockage_partage.words.troubles import Action

if TYPE_CHECKING:
    from stockage_partage.storage.panel_facts import Facts
    from stockage_partage.storage.service import StorageService
    from stockage_partage.ui.company_work import CompanyWork
    from stockage_partage.ui.document_desk import DocumentDesk
    from stockage_partage.ui.panel_actions import PanelActions

__all__ = ["Opened", "PanelController"]

EVERY_MS = 1000


class PanelController(QObject):
    """Lives as long as its window. `open_company` blocks: it is called in the background."""

    opened = Signal()
    shown = Signal(object)  # PanelState
    diagnosis_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        open_company: Callable[[], Opened],
        *,
        first_look: Callable[[], Facts | None] = lambda: None,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._first_look = first_look
        self._pending: Label | None = None
        self._opening = True  # until `start` has tried
        self._window = window
        self._background = background
        self._open_company = open_company
        self._open_url = open_url or (lambda url: QDesktopServices.openUrl(QUrl(url)))
        self._opened: Opened | None = None
        self._service: StorageService | None = None
        self._reading: Job | None = None
        self._unread: Trouble | None = None
        self._state: PanelState | None = None
        self.actions: PanelActions | None = None
        self.desk: DocumentDesk | None = None
        self.work: CompanyWork | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    @property
    def state(self) -> PanelState | None:
        """What is being shown; None before the first truth."""
        return self._state

    def _connect(self) -> None:
        page = self._window.exchanges
        page.panel.pressed.connect(self._pressed)
        page.panel.open_link_wanted.connect(self.open_link)
        page.panel.copy_link_wanted.connect(self.copy_link)
        page.notices.action_wanted.connect(self._settle)
        page.troubles.action_wanted.connect(self._way_out)
        self._window.menus.work_wanted.connect(self._open_work)
        self._window.looked_at.connect(self._looked_at)

    # --- the truth -------------------------------------------------------------------------------

    def start(self) -> None:
        """Looks at the company, then opens it; once the window has painted, or after a trouble."""
        self._background.run(
            self._first_look, owner=self, done=self._looked_first, failed=lambda _: self._open()
        )

    def _looked_first(self, facts: Facts | None) -> None:
        if facts is not None and self._service is None:
            self._show(facts)
        self._open()

    def _open(self) -> None:
        self._opening = True
        self._background.run(
            self._open_company, owner=self, done=self._company_opened, failed=self._not_opened
        )

    def _not_opened(self, trouble: Trouble) -> None:
        """What was pressed meanwhile is not done at some later time."""
        self._opening, self._pending = False, None
        self.show_trouble(trouble)

    def _company_opened(self, opened: Opened) -> None:
        self._opening = False
        self._opened = opened
        self._service = opened.service
        self._window.identification.show_identity(opened.identity)
        take_drops(self._window, self._desk, lambda: self._state)
        self._begin_work(opened)
        self.opened.emit()
        self.refresh()
        if self._window.isVisible():
            self._timer.start()
        self._background.run(
            opened.service.resume,
            owner=self,
            done=lambda _: self.refresh(),
            failed=self._not_resumed,
        )

    def _begin_work(self, opened: Opened) -> None:
        from stockage_partage.ui.company_work import CompanyWork

        if self.desk is not None:
            self.desk.shutdown()
            self.desk = None
        if self.work is not None:
            self.work.shutdown()
            self.work.deleteLater()
        self.work = CompanyWork(opened, self._background, self._window, self._open_url)
        self.work.sent.connect(self.refresh)
        self.work.troubled.connect(self.show_trouble)

    def wake_sender(self) -> None:
        """Something was kept, or should be tried again."""
        if self.work is not None:
            self.work.wake_sender()

    def _not_resumed(self, trouble: Trouble) -> None:
        self.show_trouble(trouble)
        self.refresh()

    def refresh(self) -> None:
        """Asks for the facts, one question at a time."""
        if self._service is None or (self._reading is not None and not self._reading.over):
            return
        self._reading = self._background.run(
            self._service.facts, owner=self, done=self._show, failed=self._unreadable
        )

    def _show(self, facts: Facts) -> None:
        self._state = state = describe(facts)
        self._window.show_state(state)
        if self._unread is not None:
            if self._window.exchanges.troubles.trouble is self._unread:
                self._window.exchanges.troubles.clear()
            self._unread = None
        if self.desk is not None:
            self.desk.show_state(state)
        if self.work is not None:
            self.work.show_state(state)
        if self.actions is not None:
            self.actions.show_state(state)
        else:
            QTimer.singleShot(0, self, self._acting)
        pressed = self._pending
        if pressed is not None and self._service is not None:
            self._pending = None
            QTimer.singleShot(1, self, lambda: self._pressed(pressed))
        self.shown.emit(state)

    def _unreadable(self, trouble: Trouble) -> None:
        """The database went away: said once, asked again every second, unsaid when it is back."""
        if self._unread is None or self._unread.kind != trouble.kind:
            self._unread = trouble
            self.show_trouble(trouble)

    def _looked_at(self, looked_at: bool) -> None:
        if looked_at and self._service is not None:
            self._timer.start()
            self.refresh()
        elif not looked_at:
            self._timer.stop()

    def show_trouble(self, trouble: Trouble) -> None:
        """In the bar of the page where the person is."""
        self._window.show_trouble(trouble)

    # --- what is pressed -------------------------------------------------------------------------

    def _acting(self) -> PanelActions | None:
        """What does what is pressed; None before the first truth."""
        if self.actions is None and self._opened is not None and self._state is not None:
            from stockage_partage.ui.panel_actions import PanelActions

            self.actions = PanelActions(self._opened, self._background, self._window, self._state)
            self.actions.truth_wanted.connect(self.refresh)
            self.actions.diagnosis_wanted.connect(self.diagnosis_wanted)
        return self.actions

    def _pressed(self, label: Label) -> None:
        if (actions := self._acting()) is not None:
            actions.press(label)
        else:
            self._pending = label  # done as soon as the company is open and its truth is known
            if not self._opening:
                self._window.exchanges.troubles.clear()
                self._open()

    def _open_work(self, work: DocumentWork) -> None:
        if (desk := self._desk()) is not None:
            desk.open(work)

    def _desk(self) -> DocumentDesk | None:
        actions = self._acting()
        if self.desk is None and actions is not None and self._opened and self._state:
            from stockage_partage.ui.document_desk import DocumentDesk

            self.desk = DocumentDesk(
                self._opened,
                self._background,
                actions.sign_in,
                self._window,
                self._state,
                self._open_url,
                self.wake_sender,
            )
        return self.desk

    def _settle(self, kind: NoticeKind) -> None:
        if kind is NoticeKind.DOCUMENTS_BLOCKED:
            if (desk := self._desk()) is not None:
                desk.consult(Status.BLOCKED)
        elif (actions := self._acting()) is not None:
            actions.settle(kind)

    def _way_out(self, action: Action, trouble: Trouble) -> None:
        if trouble is self._unread:
            self._unread = None
            self.refresh()
        elif (actions := self._acting()) is not None:
            actions.way_out(action, trouble)
        elif action is Action.DIAGNOSE:
            self.diagnosis_wanted.emit()
        else:
            self.start()

    def open_link(self) -> None:
        """In the default browser."""
        if (url := self._url()) is not None:
            self._open_url(url)

    def copy_link(self) -> None:
        """To the clipboard, and says so on the button for a moment."""
        if (url := self._url()) is not None:
            QGuiApplication.clipboard().setText(url)
            self._window.exchanges.panel.say_copied()

    def _url(self) -> str | None:
        link = self._state.link if self._state is not None else None
        return link.url if link is not None else None

    def shutdown(self) -> None:
        """The window closes: nothing more is asked."""
        self._timer.stop()
        for part in (self.desk, self.work, self.actions):
            if part is not None:
                part.shutdown()
