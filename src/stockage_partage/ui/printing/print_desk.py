"""Behind the print dialog: reads the document, keeps it, then prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.printing.job import (
    Proposed,
    keep,
    printing_copy,
    propose,
    write_pdf,
)
from stockage_partage.documents.printing.templates import PrintTemplate
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import DocumentNotUnderstood, Trouble
from stockage_partage.storage.panel import describe
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.background import Background
from stockage_partage.ui.file_asking import ask_file, ask_where
from stockage_partage.ui.printing.paper import print_pages, printer_called, printers
from stockage_partage.ui.printing.print_dialog import PrintDialog, PrintWish
from stockage_partage.words import print_dialog as words
from stockage_partage.words.troubles import explain

EVERY_MS = 1000


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of one wish. Filing and printing fail each on its own."""

    wish: PrintWish
    kept: Deposited | None = None
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


class PrintDesk(QObject):
    """One dialog, from its opening to its end; `printed` when all that was asked for is done."""

    printed = Signal(str)  # the sentence that says so
    kept = Signal()  # something waits to leave
    given_up = Signal()

    def __init__(
        self, workplace: Workplace, background: Background, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._place = workplace
        self._background = background
        self._state: PanelState | None = None
        self.dialog = PrintDialog(workplace.application, parent)
        self.dialog.file_wanted.connect(self.take)
        self.dialog.choose_wanted.connect(self._choose)
        self.dialog.print_wanted.connect(self._print)
        self.dialog.rejected.connect(self.given_up)
        self._again = QTimer(self.dialog)
        self._again.setInterval(EVERY_MS)
        self._again.timeout.connect(self._look)

    def open(self) -> None:
        """Shows the dialog; everything slow follows."""
        self.dialog.open()
        self._again.start()
        self._look()
        self._run(printers, lambda found: self.dialog.show_printers(*found))
        self._run(self._place.database.third_parties.all, self.dialog.show_parties)

    def take(
        self, file: Path, template: PrintTemplate | None = None, given: Given | None = None
    ) -> None:
        """That file, with what the caller said of it."""
        self._run(
            lambda: propose(self._place, file),
            lambda proposed: self._proposed(proposed, template, given),
        )

    def _proposed(
        self, proposed: Proposed, template: PrintTemplate | None, given: Given | None
    ) -> None:
        self.dialog.show_proposed(proposed, template, given)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._background.run(work, owner=self.dialog, done=done, failed=self._told)

    def _told(self, trouble: Trouble) -> None:
        if isinstance(trouble, DocumentNotUnderstood):
            self.dialog.show_problem(words.NOT_A_PDF)
        else:
            self.dialog.show_problem(explain(trouble).sentence)

    def _look(self) -> None:
        place = self._place

        def look() -> tuple[PanelState, dict[str, str]]:
            facts = place.service.facts()
            return describe(facts), place.database.templates.chosen(place.application)

        self._run(look, lambda seen: self._show(*seen))

    def _show(self, state: PanelState, chosen: dict[str, str]) -> None:
        self._state = state
        self.dialog.show_state(state, chosen)

    def _choose(self) -> None:
        title = words.CHOOSE_FILE_TITLE
        ask_file(self.dialog, "choose_file_dialog", title, words.PDF_FILTER, self.take)

    # --- printing --------------------------------------------------------------------------------

    def _print(self, wish: PrintWish) -> None:
        if wish.printer is not None:
            self._go(wish, None)
            return
        ask_where(
            self.dialog,
            "save_pdf_dialog",
            words.SAVE_TITLE,
            wish.file.name,
            lambda target: self._go(wish, target),
            kinds=words.PDF_FILTER,
            suffix="pdf",
        )

    def _go(self, wish: PrintWish, target: Path | None) -> None:
        self.dialog.show_busy()
        self._run(lambda: print_and_keep(self._place, wish, target), self._printed)

    def _printed(self, printed: Printed) -> None:
        if printed.kept is not None:
            self.kept.emit()
        sentence = words.printed(
            words.shown(printed.wish.file.name),
            printed.kept,
            printed.unfiled,
            printed.unprinted,
            self._state,
            to_file=printed.wish.printer is None,
        )
        if printed.done:
            self.dialog.accept()
            # In a turn of its own: where it is told, a whole page takes its place.
            QTimer.singleShot(1, self, lambda: self.printed.emit(sentence))
        elif printed.partly_done:
            self.dialog.show_partly_done(sentence)
        else:
            self.dialog.show_problem(sentence)


def print_and_keep(place: Workplace, wish: PrintWish, target: Path | None) -> Printed:
    """Keeps the document first, when it is to be; then prints the same bytes, whatever came of that.

    Raises what keeps us from reading the file: then nothing was done.
    """
    kept: Deposited | None = None
    unfiled: Trouble | None = None
    unprinted: Trouble | None = None
    with printing_copy(wish.file, place.folder) as copy:
        if wish.send:
            try:
                kept = keep(place, copy, wish.template, wish.given)
            except Trouble as trouble:
                unfiled = trouble
        try:
            if target is not None:
                write_pdf(copy, target, replacing=True)
            elif wish.printer is not None:
                print_pages(copy, printer_called(wish.printer))
        except Trouble as trouble:
            unprinted = trouble
    return Printed(wish, kept, unfiled, unprinted)
