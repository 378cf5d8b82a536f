"""Behind the journal's window: reads it some entries at a time, writes it down, has it verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from stockage_partage.company.journal.search import JournalFilter
from stockage_partage.documents.verifying import VerificationHere
from stockage_partage.errors import Trouble
from stockage_partage.messages import journal_entries, journal_window
from stockage_partage.messages.companies import CSV_KINDS
from stockage_partage.plain_text import write_csv
from stockage_partage.streams import check
from stockage_partage.ui.journal.journal_window import (
    JournalWindow,
    VerificationDialog,
    ask_to_keep_end,
)
from stockage_partage.ui.runtime.background import Background, Latest
from stockage_partage.ui.widgets.given_files import ask_where
from stockage_partage.ui.window.attention import bring_forward

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.journal.entries import JournalEntry
    from stockage_partage.company.journal.verification import VerificationResult
    from stockage_partage.messages.message import MessageAction

#: Entries fetched in one go: more than a screen shows, so that going down rarely waits.
PAGE = 200


class Verified(NamedTuple):
    """What a verification came to, whether it was the first here, and what kept its end from being remembered."""

    here: VerificationHere
    result: VerificationResult
    first_time: bool
    not_kept: Trouble | None


class JournalController(QObject):
    """One window over `over` for each opening of a company. `folder`: this person's own on this workstation."""

    def __init__(
        self, database: CompanyDatabase, folder: Path, background: Background, over: QWidget
    ) -> None:
        super().__init__(over)
        self._database = database
        self._folder = folder
        self._background = background
        self._over = over
        self._asking = Latest(background, self)
        self._finding: Iterator[JournalEntry] = iter(())
        self._stop = Event()  # of the question that is asked
        self._newest = 0  # the journal's last number when it was asked
        self._again: Callable[[], None] = self._ask
        self._window: JournalWindow | None = None

    @property
    def window(self) -> JournalWindow | None:
        """The window, None while it is closed."""
        return self._window

    def open(self) -> None:
        """Shows the journal, in front; what is looked for in an open window stays."""
        if self._window is None:
            self._window = window = JournalWindow(self._over)
            window.filters.asked.connect(lambda _: self._ask())
            window.table.journal.more_wanted.connect(self._go_on)
            window.export_wanted.connect(self._export)
            window.verify_wanted.connect(self._verify)
            window.in_front.connect(self._look_for_new)
            window.troubles.action_wanted.connect(self._try_again)
            window.finished.connect(lambda _: self._closed())
            self._ask()
        bring_forward(self._window)

    def close(self) -> None:
        """The company is left, or the program ends: nothing more is read."""
        if self._window is not None:
            self._window.close()

    def _closed(self) -> None:
        self._window = None
        self._stop.set()
        self._asking.cancel()

    # --- reading ---------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Asks what the window's fields say, from the newest entry on."""
        if self._window is None:
            return
        window, wanted = self._window, self._window.filters.now_asked()
        self._stop.set()
        stop = self._stop = Event()
        journal = self._database.journal
        self._finding = journal.search(wanted, stop.is_set)
        window.troubles.clear()
        window.show_reading(True)

        def first(finding: Iterator[JournalEntry]) -> tuple[int, list[JournalEntry]]:
            return journal.head().number, list(islice(finding, PAGE))

        def found(answer: tuple[int, list[JournalEntry]]) -> None:
            self._newest, entries = answer
            window.show_entries(entries, more=len(entries) == PAGE)

        self._asking.run(
            first, self._finding, done=found, failed=partial(self._not_read, self._ask)
        )

    def _go_on(self) -> None:
        """Older entries; the list has come to its end."""
        if self._window is None:
            return
        window = self._window
        window.show_reading(True)

        def more(finding: Iterator[JournalEntry]) -> list[JournalEntry]:
            return list(islice(finding, PAGE))

        def found(entries: list[JournalEntry]) -> None:
            window.add_entries(entries, more=len(entries) == PAGE)

        # A search that failed has ended: its question is asked anew.
        failed = partial(self._not_read, self._ask)
        self._asking.run(more, self._finding, done=found, failed=failed)

    def _look_for_new(self) -> None:
        """Somebody comes back: a list that is looked at from its top shows what came meanwhile."""
        window = self._window
        if window is None or not self._asking.is_idle:
            return
        if window.table.verticalScrollBar().value() > 0:
            return  # whoever reads further down is not taken away from there

        def seen(newest: int) -> None:
            if newest != self._newest and self._asking.is_idle:
                self._ask()

        self._background.run(
            lambda: self._database.journal.head().number,
            owner=window,
            done=seen,
            failed=lambda _: None,
        )

    def _not_read(self, again: Callable[[], None], trouble: Trouble) -> None:
        if self._window is not None:
            self._again = again
            self._window.show_reading(False)
            self._window.troubles.show_trouble(trouble)

    def _try_again(self, _action: MessageAction, _trouble: Trouble) -> None:
        self._again()

    # --- writing it down -------------------------------------------------------------------------

    def _export(self) -> None:
        """Asks where, and writes all that is looked for, shown already or not."""
        if self._window is not None:
            ask_where(
                self._window,
                "export_journal_dialog",
                journal_window.EXPORT_TITLE,
                journal_window.CSV_NAME,
                partial(self._write, self._window.filters.now_asked()),
                kinds=CSV_KINDS,
                suffix="csv",
            )

    def _write(self, wanted: JournalFilter, file: Path) -> None:
        window = self._window
        if window is None:
            return
        window.troubles.clear()
        window.show_reading(True)

        def write() -> int:
            rows = journal_entries.table(*self._database.journal.extract(wanted))
            write_csv(file, journal_entries.HEADINGS, rows)
            return len(rows) - 1

        def written(count: int) -> None:
            window.show_reading(False)
            told = journal_entries.written(count, str(file))
            window.troubles.show_information(f"{told} {journal_window.HEAD_KEPT}")

        again = partial(self._write, wanted, file)
        self._background.run(
            write, owner=window, done=written, failed=partial(self._not_read, again)
        )

    # --- verifying -------------------------------------------------------------------------------

    def _verify(self) -> None:
        if self._window is None:
            return
        dialog = VerificationDialog(self._window)
        running = Latest(self._background, dialog)

        def run(stop: Event) -> Verified:
            here = VerificationHere(self._database, self._folder)
            result = here.run(lambda *_: check(stop))
            not_kept = None
            try:
                if result.is_whole:
                    here.keep(result)
            except Trouble as trouble:  # told beside the result, which holds all the same
                not_kept = trouble
            return Verified(here, result, here.kept is None, not_kept)

        def done(outcome: Verified | None) -> None:
            if outcome is None:
                dialog.show_stopped()
                return
            dialog.show_result(outcome.result, first_time=outcome.first_time)
            dialog.keep_wanted.connect(
                lambda: self._ask_to_keep(dialog, partial(outcome.here.keep, outcome.result))
            )
            if outcome.not_kept is not None:
                dialog.troubles.show_trouble(outcome.not_kept)

        dialog.stop.clicked.connect(running.stop)
        dialog.finished.connect(lambda _: running.cancel())
        running.run_stoppable(run, done=done, failed=dialog.show_failed)
        dialog.open()

    def _ask_to_keep(self, dialog: VerificationDialog, keep: Callable[[], None]) -> None:
        """An end that is missing is told until somebody says why: a backup was put back."""
        question = ask_to_keep_end(dialog)
        question.accepted.connect(
            lambda: self._background.run(
                keep,
                owner=dialog,
                done=lambda _: dialog.show_end_kept(),
                failed=dialog.troubles.show_trouble,
            )
        )
        question.open()
