"""Opens what the menu « Documents » names. Each work has its own package; it is loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.ui.places import Place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.company.facts import Status
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.background import Background
    from stockage_partage.ui.consult.consult_desk import ConsultDesk
    from stockage_partage.ui.main_window import MainWindow
    from stockage_partage.ui.opened import Opened
    from stockage_partage.ui.sign_in_flow import SignInFlow
    from stockage_partage.ui.tiers.classify_desk import ClassifyDesk


_UI = "stockage_partage.ui"
#: What each work is made of: imported in a turn of the event loop of its own, for it is slow.
_MODULES = {
    DocumentWork.CONSULT: f"{_UI}.consult.consult_desk",
    DocumentWork.CLASSIFY: f"{_UI}.tiers.classify_desk",
    DocumentWork.ATTACH: f"{_UI}.attach.attach_desk",
    DocumentWork.PRINT: f"{_UI}.printing.print_desk",
    DocumentWork.SYNCHRONISE: f"{_UI}.online.synchronise_desk",
    DocumentWork.BRING_BACK: f"{_UI}.online.bring_back_desk",
    DocumentWork.DOCUMENT_MANAGER: f"{_UI}.attach.document_manager_desk",
}


class DocumentDesk(QObject):
    """Lives as long as the company is open in this window."""

    state_shown = Signal(object)  # PanelState
    ending = Signal()  # the window closes: what goes on in the background is interrupted

    def __init__(
        self,
        opened: Opened,
        background: Background,
        sign_in: SignInFlow,
        window: MainWindow,
        state: PanelState,
        open_url: Callable[[str], object],
        wake_sender: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(window)
        self.opened = opened
        self.background = background
        self.sign_in = sign_in
        self.window = window
        self.state = state
        self.open_url = open_url
        self._wake_sender = wake_sender
        self._classifying: ClassifyDesk | None = None
        self._consulting: ConsultDesk | None = None
        self._opening = False

    def show_state(self, state: PanelState) -> None:
        """What is open depends on it."""
        self.state = state
        self.state_shown.emit(state)

    def shutdown(self) -> None:
        """The window closes."""
        self.ending.emit()

    def wake_sender(self) -> None:
        """Something was kept, or should be tried again: it leaves at once if it can."""
        self._wake_sender()

    def open(self, work: DocumentWork) -> None:
        """The work that the person asked for; one who asks twice before it is there asks once."""
        if self._opening:
            return
        act = {
            DocumentWork.CONSULT: self._consult,
            DocumentWork.CLASSIFY: self.classify,
            DocumentWork.ATTACH: self._attach,
            DocumentWork.PRINT: self._print,
            DocumentWork.SYNCHRONISE: self._synchronise,
            DocumentWork.BRING_BACK: self._bring_back,
            DocumentWork.DOCUMENT_MANAGER: self._document_manager,
        }[work]
        self._opening = True
        self._soon(self, lambda: self._import(_MODULES[work], act))

    @staticmethod
    def _soon(owner: QObject, act: Callable[[], object]) -> None:
        """In a turn of its own: importing, making and showing a dialog would be long together."""
        # Not 0: what else waits in the event loop goes first.
        QTimer.singleShot(1, owner, act)

    def _import(self, module: str, act: Callable[[], object]) -> None:
        try:
            import_module(module)
        except ImportError:
            self._opening = False
            raise
        self._soon(self, lambda: self._act(act))

    def _act(self, act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            # Longer than the turn of its own in which a work is shown.
            QTimer.singleShot(20, self, self._is_there)

    def _is_there(self) -> None:
        self._opening = False

    def classify(self, document_id: int | None = None, over: QWidget | None = None) -> None:
        """Gives that document its place, or the one that has waited longest; asked over `over`."""
        if self._classifying is None:
            from stockage_partage.ui.tiers.classify_desk import ClassifyDesk

            desk = self._classifying = ClassifyDesk(self.opened, self.background, self.window)
            desk.filed.connect(lambda _: self.wake_sender())
            desk.nothing_waits.connect(self._say)
            desk.troubled.connect(self.window.show_trouble)
        self._classifying.open(document_id, over)

    def _say(self, text: str) -> None:
        self.window.go_to(Place.EXCHANGES)
        self.window.show_information(text)

    def _consult(self) -> None:
        self.consult()

    def consult(self, status: Status | None = None) -> None:
        """The window « Documents », with those of one status when it is named."""
        if self._consulting is None:
            from stockage_partage.ui.consult.consult_desk import ConsultDesk

            self._consulting = ConsultDesk(self)
        desk = self._consulting
        self._soon(desk, lambda: desk.open(status))

    def attach_to(self, document_id: int | None, files: Sequence[Path] = ()) -> None:
        """Attaches files to that document, or to what the person chooses when it is None."""
        from stockage_partage.ui.attach.attach_desk import AttachDesk

        desk = AttachDesk(self, document_id)
        self._soon(desk, lambda: desk.open(files))

    def _attach(self) -> None:
        self.attach_to(None)

    def _print(self) -> None:
        from stockage_partage.ui.printing.print_desk import PrintDesk

        desk = PrintDesk(self.opened.workplace, self.background, self.window)
        desk.printed.connect(self._say)
        desk.kept.connect(self.wake_sender)
        self._soon(desk, desk.open)

    def _synchronise(self) -> None:
        from stockage_partage.ui.online.synchronise_desk import SynchroniseDesk

        desk = SynchroniseDesk(self)
        self._soon(desk, desk.open)

    def _bring_back(self) -> None:
        from stockage_partage.ui.online.bring_back_desk import BringBackDesk

        desk = BringBackDesk(self)
        self._soon(desk, desk.open)

    def _document_manager(self) -> None:
        from stockage_partage.ui.attach.document_manager_desk import DocumentManagerDesk

        desk = DocumentManagerDesk(self)
        self.state_shown.connect(desk.show_state)
        self._soon(desk, desk.open)
