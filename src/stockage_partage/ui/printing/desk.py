"""Between the company and the page « Modèles »: choices, the watched folder, and its watching."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, QUrl, Signal

from stockage_partage import disk
from stockage_partage.documents.printing.outcomes import FolderState, Round
from stockage_partage.documents.printing.templates import Filing, PrintTemplate
from stockage_partage.documents.printing.watch import PrintWatch, WatchingThread, places_of
from stockage_partage.errors import Trouble
from stockage_partage.ui.background import Background, Job
from stockage_partage.ui.file_asking import ask_folder
from stockage_partage.ui.printing.full_folder_dialog import FullFolderDialog
from stockage_partage.ui.printing.templates_page import TemplatesPage
from stockage_partage.words import printing as words

if TYPE_CHECKING:
    from stockage_partage.ui.opened import Opened

EVERY_MS = 1000


class PrintingDesk(QObject):
    """Lives as long as the company is open in this window."""

    kept = Signal()  # what was taken may leave
    _looked = Signal(object)  # Round, from the watching thread

    def __init__(
        self,
        opened: Opened,
        background: Background,
        page: TemplatesPage,
        open_url: Callable[[str], object],
    ) -> None:
        super().__init__(page)
        self._workplace = opened.workplace
        self._background = background
        self._page = page
        self._open_url = open_url
        self._round = Round(FolderState.OFF)
        self._reading: Job | None = None
        self._saving = 0
        self._again = QTimer(self)
        self._again.setInterval(EVERY_MS)
        self._again.timeout.connect(self._read)
        self._looked.connect(self._show_round)
        watch = PrintWatch(self._workplace, words.refusal_text)
        self._watching = WatchingThread(watch, self._looked.emit)
        self._connect()
        self._watching.start()

    def _connect(self) -> None:
        page = self._page
        page.chosen.connect(self._choose)
        page.seen.connect(self._seen)
        page.folder.create_wanted.connect(self._create_folder)
        page.folder.choose_wanted.connect(self._ask_folder)
        page.folder.open_wanted.connect(self._open_folder)
        page.folder.stop_wanted.connect(lambda: self._watch(None))
        page.troubles.action_wanted.connect(lambda *_: self._read())
        self._seen(page.isVisible())

    # --- choices -----------------------------------------------------------------------------------

    def _seen(self, seen: bool) -> None:
        if seen:
            self._again.start()
            self._read()
        else:
            self._again.stop()

    def _read(self) -> None:
        """Asks for the choices, one question at a time; another program may have changed them."""
        if self._reading is not None and not self._reading.over:
            return
        self._reading = self._background.run(
            self._workplace.database.templates.chosen,
            self._workplace.application,
            owner=self,
            done=self._show_chosen,
            failed=self._unread,
        )

    def _show_chosen(self, chosen: dict[str, str]) -> None:
        # While a choice is on its way, what was read before it would undo it for a moment.
        if not self._saving:
            self._page.show_chosen(chosen)

    def _unread(self, trouble: Trouble) -> None:
        shown = self._page.troubles.trouble
        if shown is None or shown.kind != trouble.kind:
            self._page.troubles.show_trouble(trouble)

    def _choose(self, template: PrintTemplate, filing: Filing) -> None:
        self._page.troubles.clear()
        self._saving += 1

        def choose() -> None:
            place = self._workplace
            place.database.templates.choose(place.application, template.word, filing, place.who())

        self._background.run(choose, owner=self, done=self._chosen, failed=self._not_chosen)

    def _chosen(self, _nothing: None) -> None:
        self._saving -= 1
        self._read()

    def _not_chosen(self, trouble: Trouble) -> None:
        """The page goes back to what is so, and says why."""
        self._saving -= 1
        self._page.troubles.show_trouble(trouble)
        self._read()

    # --- the watched folder --------------------------------------------------------------------------

    def _show_round(self, said: Round) -> None:
        self._round = said
        self._page.show_round(said)
        if said.taken:
            self.kept.emit()

    def _create_folder(self) -> None:
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

        def create() -> None:
            places = places_of(self._workplace)
            name = self._workplace.database.company.get().name
            folder = places.proposed(Path(where), name)
            with disk.told():
                folder.mkdir(parents=True, exist_ok=True)
                places.mark(folder)
            places.choose(folder)

        self._do(create)

    def _ask_folder(self) -> None:
        ask_folder(self._page, "print_folder_dialog", words.CHOOSE_TITLE, self._consider)

    def _consider(self, folder: Path) -> None:
        """A folder that is not empty would be emptied: that is asked first."""

        def look() -> int:
            from stockage_partage.documents.printing.folder import files_already_there

            with disk.told():
                places_of(self._workplace).mark(folder)
                return files_already_there(folder)

        def seen(count: int) -> None:
            if count:
                question = FullFolderDialog(folder, count, self._page)
                question.accepted.connect(lambda: self._watch(folder))
                question.open()
            else:
                self._watch(folder)

        self._background.run(look, owner=self, done=seen, failed=self._page.troubles.show_trouble)

    def _watch(self, folder: Path | None) -> None:
        self._do(lambda: places_of(self._workplace).choose(folder))

    def _do(self, work: Callable[[], None]) -> None:
        self._page.troubles.clear()
        self._background.run(
            work,
            owner=self,
            done=lambda _: self._watching.look_now(),
            failed=self._page.troubles.show_trouble,
        )

    def _open_folder(self) -> None:
        if self._round.folder is not None:
            url = QUrl.fromLocalFile(str(self._round.folder))
            self._open_url(bytes(url.toEncoded().data()).decode())

    def shutdown(self) -> None:
        """The window closes: nothing more is looked at."""
        self._again.stop()
        self._watching.stop()
