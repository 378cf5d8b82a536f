"""Between the company database and the page « Tiers »: reads, follows other programs, does what is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_party_csv import Contents, look_through
from stockage_partage.documents.filing.classifying import classify_all, now_certain
from stockage_partage.errors import DatabaseReadOnly, Trouble
from stockage_partage.storage.states import Function
from stockage_partage.ui.file_asking import ask_file
from stockage_partage.ui.tiers.import_dialog import ImportDialog
from stockage_partage.ui.tiers.keeping import Keeping
from stockage_partage.ui.tiers.remove_dialog import RemoveDialog
from stockage_partage.ui.tiers.rows import Wanted, arranged
from stockage_partage.words import third_parties as words

if TYPE_CHECKING:
    from stockage_partage.company.third_parties import BroughtIn
    from stockage_partage.ui.background import Background, Job
    from stockage_partage.ui.main_window import MainWindow
    from stockage_partage.ui.opened import Opened

#: Another program's change is shown within two of them.
EVERY_MS = 1000


@dataclass(frozen=True)
class Seen:
    """The company's third parties at one moment. `revision` grows with every change of the database."""

    revision: int
    parties: list[ThirdParty]
    certain: tuple[int, ...]


class ThirdPartyDesk(QObject):
    """Lives as long as the company is open in this window; asks only while the page is looked at."""

    def __init__(self, opened: Opened, background: Background, window: MainWindow) -> None:
        super().__init__(window)
        self._workplace = opened.workplace
        self._database = opened.workplace.database
        self._background = background
        self._window = window
        self._page = window.third_parties
        self._seen = Seen(-1, [], ())
        self._wanted = Wanted()
        self._reading: Job | None = None
        self._arranging: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self.keeping = Keeping(self._database, background, window, self)
        self._connect()
        self._page.close_to_changes("")
        if self._page.isVisible():
            self._look()

    def _connect(self) -> None:
        page = self._page
        page.looked_at.connect(self._look)
        page.wanted.connect(self._arrange)
        page.add_wanted.connect(lambda: self.keeping.add())
        page.modify_wanted.connect(self.keeping.modify)
        page.remove_wanted.connect(self._ask_to_remove)
        page.import_wanted.connect(self._choose_file)
        page.certain.action.clicked.connect(self._classify_certain)
        page.troubles.action_wanted.connect(lambda *_: self.refresh())
        self.keeping.kept.connect(lambda _: self.refresh())

    # --- what is shown ---------------------------------------------------------------------------

    def _look(self) -> None:
        self._background.run(
            self._database.try_a_change,
            owner=self,
            done=lambda _: self._page.close_to_changes(""),
            failed=self._not_writable,
        )
        self._timer.start()
        self.refresh()

    def _not_writable(self, trouble: Trouble) -> None:
        """Known before anybody types a thing; another trouble passes, or comes up again."""
        if isinstance(trouble, DatabaseReadOnly):
            self._page.close_to_changes(words.READ_ONLY)

    def refresh(self) -> None:
        """Reads again when something changed, one question at a time."""
        if not self._page.isVisible():
            self._timer.stop()
            return
        if self._reading is None or self._reading.over:
            self._reading = self._background.run(
                self._read, self._seen.revision, owner=self, done=self._show, failed=self._unread
            )

    def _read(self, known: int) -> Seen | None:
        revision = self._database.revision()
        if revision == known:
            return None
        parties = self._database.third_parties.all()
        return Seen(revision, parties, now_certain(self._database))

    def _show(self, seen: Seen | None) -> None:
        if seen is None:
            return
        self._seen = seen
        count = len(seen.certain)
        self._page.certain.say(
            words.now_certain(count) if count else "", words.CLASSIFY_THEM if count else ""
        )
        self._arrange(self._wanted)

    def _unread(self, trouble: Trouble) -> None:
        if self._page.troubles.trouble is None:
            self._page.troubles.show_trouble(trouble)

    def _arrange(self, wanted: Wanted) -> None:
        self._wanted = wanted
        if self._arranging is not None:
            self._arranging.cancel()
        known = len(self._seen.parties)
        self._arranging = self._background.run(
            arranged,
            self._seen.parties,
            wanted,
            owner=self,
            done=lambda rows: self._page.show_parties(rows, known),
        )

    # --- what is done ----------------------------------------------------------------------------

    def _do(self, work: Callable[[], object]) -> None:
        self._page.troubles.clear()
        self._background.run(
            work,
            owner=self,
            done=lambda _: self.refresh(),
            failed=self._page.troubles.show_trouble,
        )

    def _ask_to_remove(self, party: ThirdParty) -> None:
        dialog = RemoveDialog(party, self._window)
        dialog.accepted.connect(lambda: self._do(lambda: self._remove(party.code)))
        dialog.open()

    def _remove(self, code: str) -> None:
        self._database.third_parties.remove(code)

    def _choose_file(self) -> None:
        name, title = "choose_third_parties", words.CHOOSE_FILE
        ask_file(self._window, name, title, words.CSV_FILES, self.bring_in)

    def bring_in(self, file: Path) -> None:
        """Imports a file and tells what it came to."""
        self._page.troubles.clear()
        self._background.run(
            self._bring_in,
            file,
            owner=self,
            done=self._brought_in,
            failed=self._page.troubles.show_trouble,
        )

    def _bring_in(self, file: Path) -> tuple[Contents, BroughtIn]:
        contents = look_through(file)
        return contents, self._database.third_parties.bring_in(contents.third_parties)

    def _brought_in(self, outcome: tuple[Contents, BroughtIn]) -> None:
        ImportDialog(*outcome, self._window).open()
        self.refresh()

    def _classify_certain(self) -> None:
        self._do(self._classify_all)

    def _classify_all(self) -> None:
        place = self._workplace
        place.require(Function.FILE_PRINTS)
        classify_all(self._database, self._seen.certain, place.who(), place.application)
