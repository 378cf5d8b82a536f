"""Behind the print dialog: reads the document, keeps it, then prints it.

The dialog stands before the main window, or alone where another program asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import PanelState
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult
from stockage_partage.documents.printing.print_job import (
    PrintProposal,
    keep,
    printing_copy,
    propose,
    write_pdf,
)
from stockage_partage.documents.printing.templates import PrintTemplate
from stockage_partage.documents.viewing.view import SHOWN_AT_ONCE
from stockage_partage.errors import DocumentNotUnderstood, FileUnreadable, Trouble
from stockage_partage.messages import print_dialog as texts
from stockage_partage.messages.documents import shown
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.printing.paper import page_count, print_pages, printer_called
from stockage_partage.ui.printing.print_dialog import PrintDialog, PrintRequest
from stockage_partage.ui.printing.printer_names import known_printers
from stockage_partage.ui.runtime.background import EVERY_MS, Background, Latest, Poll
from stockage_partage.ui.runtime.stop_signals import stopped_by_signals
from stockage_partage.ui.runtime.window_context import OpenedCompany
from stockage_partage.ui.widgets.given_files import ask_file, ask_where
from stockage_partage.ui.widgets.theme import put_sheet_on


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What became of one wish. Filing and printing fail each on its own."""

    wish: PrintRequest
    kept: DepositResult | None = None
    unfiled: Trouble | None = None
    unprinted: Trouble | None = None

    @property
    def done(self) -> bool:
        """All that was asked for."""
        return self.unfiled is None and self.unprinted is None

    @property
    def partly_done(self) -> bool:
        """Some of it, for good."""
        return self.kept is not None or self.unprinted is None


@dataclass(frozen=True, slots=True)
class ReadyToPrint:
    """What the dialog shows of a file. `content` None: too large to be shown; its pages are counted all the same."""

    proposed: PrintProposal
    party: ThirdParty | None
    content: bytes | None
    pages: int = 0


def ready_to_print(app: AppContext, file: Path, code: str | None) -> ReadyToPrint:
    """In a worker: what the file tells, and the third party of `code`, or of the one it names.

    Raises what `propose` does.
    """
    proposed = propose(app, file)
    wanted = code or proposed.third_party
    party = app.database.third_parties.get(wanted) if wanted else None
    try:
        content = file.read_bytes() if file.stat().st_size <= SHOWN_AT_ONCE else None
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error
    return ReadyToPrint(proposed, party, content, page_count(file) if content is None else 0)


class PrintController(QObject):
    """One dialog, from its opening to its end; `printed` when all that was asked for is done.

    `wake_sender`: called once something waits to leave.
    """

    printed = Signal(str)  # the sentence that says so; `kept` is known by then
    given_up = Signal()

    def __init__(
        self,
        app: AppContext,
        background: Background,
        parent: QWidget | None,
        wake_sender: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._wake_sender = wake_sender
        self.kept: DepositResult | None = None  # of the last one that was printed
        self._app = app
        self._background = background
        self._state: PanelState | None = None
        self.dialog = PrintDialog(app.application, parent)
        self.dialog.file_wanted.connect(self.take)
        self.dialog.choose_wanted.connect(self._choose)
        self.dialog.print_wanted.connect(self._print)
        self.dialog.party.search_wanted.connect(self._search)
        self.dialog.paper.properties_wanted.connect(self._ask_properties)
        self._searching = Latest(background, self.dialog)
        self.dialog.rejected.connect(self.given_up)
        self._poll = Poll(
            background,
            EVERY_MS,
            self._read,
            lambda read: self._show(*read),
            self._told,
            parent=self.dialog,
        )

    def open(self) -> None:
        """Shows the dialog; everything slow follows."""
        self.dialog.open()
        self._poll.start()
        self._background.run(
            known_printers,
            owner=self.dialog,
            done=lambda found: self.dialog.show_printers(found.names, found.usual),
            failed=lambda _: self.dialog.show_printers((), "", silent=True),
        )

    def take(
        self, file: Path, template: PrintTemplate | None = None, given: GivenDetails | None = None
    ) -> None:
        """Proposes a place for the file, with what the caller said of it; None where nothing was said."""
        code = given.third_party if given is not None else None
        self._run(
            lambda: ready_to_print(self._app, file, code),
            lambda ready: self._propose(ready, template, given),
        )

    def _propose(
        self, ready: ReadyToPrint, template: PrintTemplate | None, given: GivenDetails | None
    ) -> None:
        self.dialog.show_proposed(ready.proposed, template, given, ready.party, ready.content)
        self.dialog.unseen_pages = ready.pages

    def _search(self, text: str) -> None:
        self._searching.run(
            self._app.database.third_parties.search,
            text,
            done=self.dialog.party.show_found,
            failed=self._told,
        )

    def _ask_properties(self, name: str) -> None:
        """The system's own dialog on that printer; looking for it may ask the network."""
        self._run(lambda: printer_called(name), self._show_properties)

    def _show_properties(self, printer: QPrinter) -> None:
        dialog = QPrintDialog(printer, self.dialog)
        dialog.setObjectName("printer_properties_dialog")
        dialog.setWindowTitle(texts.PROPERTIES_TITLE)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.accepted.connect(lambda: self.dialog.paper.show_configured(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._background.run(work, owner=self.dialog, done=done, failed=self._told)

    def _told(self, trouble: Trouble) -> None:
        if isinstance(trouble, DocumentNotUnderstood):
            self.dialog.show_problem(texts.NOT_A_PDF)
        else:
            self.dialog.show_problem(explain(trouble).sentence)

    def _read(self) -> tuple[PanelState, dict[str, str]]:
        app = self._app
        facts = app.service.facts()
        return describe(facts), app.database.templates.chosen(app.application)

    def _show(self, state: PanelState, chosen: dict[str, str]) -> None:
        self._state = state
        self.dialog.show_state(state, chosen)

    def _choose(self) -> None:
        title = texts.CHOOSE_FILE_TITLE
        ask_file(self.dialog, "choose_file_dialog", title, texts.PDF_FILTER, self.take)

    # --- printing --------------------------------------------------------------------------------

    def _print(self, wish: PrintRequest) -> None:
        if wish.printer is not None:
            self._go(wish, None)
            return
        ask_where(
            self.dialog,
            "save_pdf_dialog",
            texts.SAVE_TITLE,
            wish.file.name,
            lambda target: self._go(wish, target),
            kinds=texts.PDF_FILTER,
            suffix="pdf",
        )

    def _go(self, wish: PrintRequest, target: Path | None) -> None:
        self.dialog.show_busy()
        self._run(lambda: print_and_keep(self._app, wish, target), self._printed)

    def _printed(self, printed: PrintReport) -> None:
        if printed.kept is not None:
            self._wake_sender()
        sentence = texts.printed(
            shown(printed.wish.file.name),
            printed.kept,
            printed.unfiled,
            printed.unprinted,
            self._state,
            to_file=printed.wish.printer is None,
        )
        if printed.done:
            self.kept = printed.kept
            self.dialog.accept()
            # In a turn of its own: where it is told, a whole page takes its place.
            QTimer.singleShot(1, self, lambda: self.printed.emit(sentence))
        elif printed.partly_done:
            self.dialog.show_partly_done(sentence)
        else:
            self.dialog.show_problem(sentence)


def print_and_keep(app: AppContext, wish: PrintRequest, target: Path | None) -> PrintReport:
    """Keeps the document first, when it is to be; then prints the same bytes, whatever came of that.

    Raises what keeps us from reading the file: then nothing was done.
    """
    kept: DepositResult | None = None
    unfiled: Trouble | None = None
    unprinted: Trouble | None = None
    with printing_copy(wish.file, app.folder) as copy:
        if wish.send:
            try:
                kept = keep(app, copy, wish.template, wish.given)
            except Trouble as trouble:
                unfiled = trouble
        try:
            if target is not None:
                write_pdf(copy, target, replacing=True)
            elif wish.printer is not None:
                printer = wish.configured or printer_called(wish.printer)
                print_pages(copy, printer, wish.pages, wish.copies)
        except Trouble as trouble:
            unprinted = trouble
    return PrintReport(wish, kept, unfiled, unprinted)


def print_alone(
    application: QApplication,
    open_company: Callable[[], OpenedCompany],
    close_company: Callable[[], None],
    files: Sequence[Path],
    template: PrintTemplate | None,
    given: GivenDetails,
) -> int:
    """The dialog for each file in turn. 0: every one was printed; 1: somebody gave one up.

    Raises what keeps the company from being opened.
    """
    put_sheet_on(application)
    # Between two dialogs there is no window: that is not the end.
    application.setQuitOnLastWindowClosed(False)
    opened = open_company()
    try:
        return _print_each(application, opened, list(files), template, given)
    finally:
        close_company()


def _print_each(
    application: QApplication,
    opened: OpenedCompany,
    files: list[Path],
    template: PrintTemplate | None,
    given: GivenDetails,
) -> int:
    background = Background(_ignore)
    ended: list[bool] = []

    def next_file(printed: bool | None = None) -> None:
        if printed is not None:
            ended.append(printed)
        if len(ended) == len(files):
            application.exit(0 if all(ended) else 1)
            return
        controller = PrintController(opened.app, background, None)
        # Later: the dialog that ends is still on the stack.
        controller.printed.connect(lambda _: QTimer.singleShot(0, lambda: next_file(True)))
        controller.given_up.connect(lambda: QTimer.singleShot(0, lambda: next_file(False)))
        controller.open()
        controller.take(files[len(ended)], template, given)
        controllers.append(controller)

    controllers: list[PrintController] = []
    QTimer.singleShot(0, next_file)
    # A dialog that is closed is given up, and the next one would open.
    with stopped_by_signals(lambda: application.exit(1)):
        code = application.exec()
    background.shutdown()
    return code


def _ignore(_trouble: Trouble) -> None:
    """Everything that is asked here says itself what a failure does."""
