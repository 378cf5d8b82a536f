"""Behind the page « Tiers »: reads the third parties, follows other programs, does what is asked.

An import ends with a dialog that counts, and tells every line left out with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.csv_file import CsvContents, look_through
from stockage_partage.company.third_parties.third_parties import ImportCounts
from stockage_partage.documents.filing.classifying import classify_all, now_certain
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.messages import third_parties as texts
from stockage_partage.messages import window
from stockage_partage.ui.pages.settings_page import PageController
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.runtime.postponed import Postponed
from stockage_partage.ui.third_parties.third_party_editor import ThirdPartyEditor
from stockage_partage.ui.third_parties.third_party_table import TableRequest, arranged
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.given_files import ask_file
from stockage_partage.ui.widgets.theme import GRID, font

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

_ROWS = 6


class ImportDialog(BaseDialog):
    """Shown after the import; nothing is left to decide."""

    columns = 84

    def __init__(
        self, contents: CsvContents, came: ImportCounts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "import_dialog", texts.IMPORT_TITLE)
        self.add_points(texts.imported_lines(came.added, came.changed, came.same))
        if contents.refused:
            self.add_warning(texts.refused(len(contents.refused)))
            self._list(
                "refused_lines",
                texts.REFUSED_LIST,
                [texts.refused_line(line) for line in contents.refused],
            )
        else:
            self.add_text("nothing_refused", texts.NOTHING_REFUSED)
        if contents.doubtful:
            self._list(
                "doubtful_lines",
                texts.DOUBTFUL_LIST,
                [texts.doubtful_line(line) for line in contents.doubtful],
            )
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)

    def _list(self, name: str, title: str, lines: Sequence[str]) -> None:
        label = QLabel(title)
        label.setObjectName(f"{name}_title")
        label.setFont(font(bold=True))
        shown = QListWidget()
        shown.setObjectName(name)
        shown.setAccessibleName(title)
        shown.setWordWrap(True)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.addItems(list(lines))
        row = self.fontMetrics().height() + 2 * GRID
        shown.setFixedHeight(min(_ROWS, len(lines)) * row + GRID + 4)
        label.setBuddy(shown)
        self.subject.addWidget(label)
        self.subject.addWidget(shown)


@dataclass(frozen=True)
class ThirdPartiesSnapshot:
    """The company's third parties at one moment. `revision` grows with every change of the database."""

    revision: int
    parties: list[ThirdParty]
    certain: tuple[int, ...]


class ThirdPartiesController(PageController):
    """Reads again only what has changed; sorts and filters in the background."""

    def __init__(self, context: WindowContext) -> None:
        window = context.window
        page = window.body.third_parties
        super().__init__(context.app, context.background, page, window)
        self._page = page
        self._database = context.app.database
        self._window = window
        self._shown = ThirdPartiesSnapshot(-1, [], ())
        self._wanted = TableRequest()
        self._arranging = Latest(context.background, self)
        self.postponed = Postponed(context.background, window, self)
        self.postponed.changed.connect(lambda: self._arrange(self._wanted))
        context.ending.connect(lambda: self.postponed.do_now())
        self.keeping = ThirdPartyEditor(self._database, self._background, window, self)
        self._connect()
        self._begin()

    def _connect(self) -> None:
        page = self._page
        page.wanted.connect(self._arrange)
        # A code that is free again may be given.
        page.add_wanted.connect(lambda: self.postponed.do_now(self.keeping.add))
        page.modify_wanted.connect(self.keeping.modify)
        page.remove_wanted.connect(self._remove)
        page.import_wanted.connect(self._choose_file)
        page.certain.action.clicked.connect(self._classify_certain)
        page.troubles.action_wanted.connect(lambda *_: self._poll.look_again())
        self.keeping.kept.connect(lambda _: self._poll.look_afresh())

    # --- what is shown ---------------------------------------------------------------------------

    def _read(self) -> ThirdPartiesSnapshot | None:
        revision = self._database.revision()
        if revision == self._shown.revision:
            return None
        parties = self._database.third_parties.all()
        return ThirdPartiesSnapshot(revision, parties, now_certain(self._database))

    def _show(self, seen: ThirdPartiesSnapshot | None) -> None:
        if seen is None:
            return
        self._shown = seen
        count = len(seen.certain)
        self._page.certain.say(
            texts.now_certain(count) if count else "", texts.CLASSIFY_THEM if count else ""
        )
        self._arrange(self._wanted)

    def _arrange(self, wanted: TableRequest) -> None:
        self._wanted = wanted
        gone = self.postponed.keys
        parties = [each for each in self._shown.parties if each.code not in gone]
        known = len(parties)
        self._arranging.run(
            arranged,
            parties,
            wanted,
            done=lambda rows: self._page.show_parties(rows, known),
        )

    # --- what is done ----------------------------------------------------------------------------

    def _do(self, work: Callable[[], object]) -> None:
        self._page.troubles.clear()
        self._background.run(
            work,
            owner=self,
            done=lambda _: self._poll.look_again(),
            failed=self._page.troubles.show_trouble,
        )

    def _remove(self, party: ThirdParty) -> None:
        """Gone from the list at once, and from the company once nobody took it back."""
        self._page.troubles.clear()

        def removable(_: None) -> None:
            self.postponed.postpone(
                party.code,
                texts.removed(party.name),
                lambda: self._database.third_parties.remove(party.code),
                lambda: self._forget(party.code),
                self._page.troubles.show_trouble,
            )

        self._background.run(
            self._database.third_parties.check_removable,
            party.code,
            owner=self,
            done=removable,
            failed=self._page.troubles.show_trouble,
        )

    def _forget(self, code: str) -> None:
        """What was read before it was removed does not bring it back for a moment."""
        left = [each for each in self._shown.parties if each.code != code]
        self._shown = replace(self._shown, parties=left)
        self._poll.look_again()

    def _choose_file(self) -> None:
        name, title = "choose_third_parties", texts.CHOOSE_FILE
        ask_file(self._window, name, title, texts.CSV_FILES, self.bring_in)

    def bring_in(self, file: Path) -> None:
        """Imports a file and tells what it came to."""
        self._page.troubles.clear()
        self.postponed.do_now(
            lambda: self._background.run(
                self._bring_in,
                file,
                owner=self,
                done=self._brought_in,
                failed=self._page.troubles.show_trouble,
            )
        )

    def _bring_in(self, file: Path) -> tuple[CsvContents, ImportCounts]:
        contents = look_through(file)
        return contents, self._database.third_parties.bring_in(contents.third_parties)

    def _brought_in(self, outcome: tuple[CsvContents, ImportCounts]) -> None:
        ImportDialog(*outcome, self._window).open()
        self._poll.look_again()

    def _classify_certain(self) -> None:
        self._do(self._classify_all)

    def _classify_all(self) -> None:
        app = self._app
        app.service.require(Function.FILE_PRINTS)
        classify_all(
            self._database,
            self._shown.certain,
            app.who(),
            app.application,
            OnlineCheck(app).is_there,
        )
