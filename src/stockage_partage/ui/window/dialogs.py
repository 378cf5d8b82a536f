"""Opens the dialogs that the menu « Documents » names. Each work has its own package; it is loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.messages.document_menu import CLASSIFY, SEE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.documents.filing.outcomes import DepositResult
    from stockage_partage.ui.classifying.classify_controller import ClassifyController
    from stockage_partage.ui.depositing import DepositController
    from stockage_partage.ui.journal.journal_controller import JournalController
    from stockage_partage.ui.runtime.window_context import WindowContext


#: What each work is made of: imported in a turn of the event loop of its own, for it is slow.
_MODULES = {
    DocumentWork.DEPOSIT: "stockage_partage.ui.depositing",
    DocumentWork.CLASSIFY: "stockage_partage.ui.classifying.classify_controller",
    DocumentWork.ATTACH: "stockage_partage.ui.attaching.attach_controller",
    DocumentWork.PRINT: "stockage_partage.ui.printing.print_controller",
    DocumentWork.SYNCHRONISE: "stockage_partage.ui.assistants.synchronise",
    DocumentWork.BRING_BACK: "stockage_partage.ui.assistants.export_controller",
    DocumentWork.DOSSIER: "stockage_partage.ui.assistants.dossier",
    DocumentWork.DOCUMENT_MANAGER: "stockage_partage.ui.attaching.document_manager",
}

_JOURNAL = "stockage_partage.ui.journal.journal_controller"


class DialogLauncher(QObject):
    """Lives as long as the company is open in this window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._classifying: ClassifyController | None = None
        self._opening = False

    def open(self, work: DocumentWork) -> None:
        """The work that the person asked for; one who asks twice before it is there asks once."""
        if self._opening:
            return
        acts: dict[DocumentWork, Callable[[], object]] = {
            DocumentWork.DEPOSIT: lambda: self._depositing.choose(),
            DocumentWork.CLASSIFY: self.classify,
            DocumentWork.ATTACH: self.attach_to,
            DocumentWork.PRINT: self._print,
            DocumentWork.SYNCHRONISE: self._synchronise,
            DocumentWork.BRING_BACK: self._bring_back,
            DocumentWork.DOSSIER: self.make_dossier,
            DocumentWork.DOCUMENT_MANAGER: self._document_manager,
        }
        self._opening = True
        self._soon(self, lambda: self._import(_MODULES[work], acts[work]))

    def open_journal(self) -> None:
        """The journal of the whole company, in a window beside."""
        if not self._opening:
            self._opening = True
            self._soon(self, lambda: self._import(_JOURNAL, lambda: self._journal.open()))

    @cached_property
    def _journal(self) -> JournalController:
        from stockage_partage.ui.journal.journal_controller import JournalController

        at = self._context
        made = JournalController(at.app.database, at.app.folder, at.background, at.window)
        at.ending.connect(made.close)
        return made

    @staticmethod
    def _soon(owner: QObject, act: Callable[[], object]) -> None:
        """Does `act` in a turn of its own: importing, making and showing a dialog would be long together."""
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

    def classify(
        self,
        document_id: int | None = None,
        over: QWidget | None = None,
        only: Sequence[int] = (),
    ) -> None:
        """Gives that document its place, or the one that has waited longest; asked over `over`.

        `only`: those documents, one after the other, and no other.
        """
        if self._classifying is None:
            from stockage_partage.ui.classifying.classify_controller import ClassifyController

            controller = self._classifying = ClassifyController(self._context)
            controller.nothing_waits.connect(self._say)
            controller.classified.connect(self._classified)
            controller.troubled.connect(self._context.window.show_trouble)
        self._classifying.open(document_id, over, only)

    def deposit(self, files: Sequence[Path]) -> None:
        """Takes files that were dropped on the window."""
        self._soon(self, lambda: self._depositing.take(files))

    @cached_property
    def _depositing(self) -> DepositController:
        from stockage_partage.ui.depositing import DepositController

        controller = DepositController(self._context)
        controller.classify_wanted.connect(self.classify)
        controller.see_wanted.connect(self._context.window.show_documents)
        return controller

    def _classified(self, text: str) -> None:
        window = self._context.window
        window.show_information(text, SEE, window.show_documents)

    def _say(self, text: str) -> None:
        self._context.window.show_information(text)

    def _printed(self, text: str, kept: DepositResult | None) -> None:
        """What was printed, with the way to where it is now: one of the documents, or one to classify."""
        from stockage_partage.documents.filing.outcomes import FilingOutcome

        window = self._context.window
        if kept is None:
            window.show_information(text)
        elif kept.status is FilingOutcome.TO_CLASSIFY:
            window.show_information(text, CLASSIFY, lambda: self.open(DocumentWork.CLASSIFY))
        else:
            window.show_information(text, SEE, window.show_documents)

    def attach_to(self, document_id: int | None = None, files: Sequence[Path] = ()) -> None:
        """Attaches files to that document, or to what the person chooses when it is None."""
        from stockage_partage.ui.attaching.attach_controller import AttachController

        controller = AttachController(self._context, document_id)
        self._soon(controller, lambda: controller.open(files))

    def _print(self) -> None:
        from stockage_partage.ui.printing.print_controller import PrintController

        at = self._context
        controller = PrintController(at.app, at.background, at.window, at.wakeup.ring)
        controller.printed.connect(lambda said: self._printed(said, controller.kept))
        self._soon(controller, controller.open)

    def _synchronise(self) -> None:
        from stockage_partage.ui.assistants.synchronise import SynchroniseController

        controller = SynchroniseController(self._context)
        self._soon(controller, controller.open)

    def _bring_back(self) -> None:
        from stockage_partage.ui.assistants.export_controller import ExportController

        controller = ExportController(self._context)
        self._soon(controller, controller.open)

    def make_dossier(self, document_ids: Sequence[int] = ()) -> None:
        """Makes a dossier of those documents, or of what the page « Documents » looks for when there are none."""
        from stockage_partage.ui.assistants.dossier import DossierController

        controller = DossierController(self._context, document_ids)
        self._soon(controller, controller.open)

    def _document_manager(self) -> None:
        from stockage_partage.ui.attaching.document_manager import DocumentManagerController

        controller = DocumentManagerController(self._context)
        self._soon(controller, controller.open)
