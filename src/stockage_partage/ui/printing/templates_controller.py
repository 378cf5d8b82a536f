"""Between the company and the page « Modèles »: choices, the watched folder, and its watching."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage import disk
from stockage_partage.documents.printing.folder_look import FolderScan, FolderState
from stockage_partage.documents.printing.folder_settings import is_synchronised, place_for_prints
from stockage_partage.documents.printing.print_folder import (
    FolderWatcher,
    WatcherThread,
    files_already_there,
    places_of,
)
from stockage_partage.documents.printing.templates import FilingMode, PrintTemplate
from stockage_partage.errors import Trouble
from stockage_partage.messages import printing as texts
from stockage_partage.messages import window as window_texts
from stockage_partage.ui.runtime.background import EVERY_MS, Poll
from stockage_partage.ui.runtime.postponed import WAIT_MS
from stockage_partage.ui.widgets.base_dialog import Confirmation, Verb, confirm
from stockage_partage.ui.widgets.given_files import ask_folder
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.toast import toast

if TYPE_CHECKING:
    from stockage_partage.company.company_settings import ChangedChoice
    from stockage_partage.ui.runtime.window_context import WindowContext

T = TypeVar("T")
_Place = QStandardPaths.StandardLocation


def _place(which: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(which))


def ask_to_watch(folder: Path, count: int, parent: QWidget | None = None) -> Confirmation:
    """« Surveiller ce dossier ? »: it holds `count` files already, and all of them would be taken."""
    points = texts.already_there(folder, count)
    return confirm(
        parent, "full_folder_dialog", texts.FULL_TITLE, points, Verb("watch", texts.WATCH)
    )


class TemplatesController(QObject):
    """Lives as long as the company is open in this window."""

    _looked = Signal(object)  # Round, from the watching thread

    def __init__(self, context: WindowContext) -> None:
        page = context.window.body.templates
        super().__init__(page)
        self._app = context.app
        self._background = context.background
        self._page = page
        self._window = context.window
        self._open_url = context.open_url
        self._wakeup = context.wakeup
        self._round = FolderScan(FolderState.OFF)
        self._saving = 0
        self._poll: Poll[dict[str, str]] = Poll(
            context.background,
            EVERY_MS,
            lambda: self._app.database.templates.chosen(self._app.application),
            self._show_chosen,
            page.troubles.show_trouble,
            mended=page.troubles.unsay,
            parent=self,
        )
        self._looked.connect(self._show_round)
        watch = FolderWatcher(self._app, texts.refusal_text)
        self._watching = WatcherThread(watch, self._looked.emit)
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
        page.troubles.action_wanted.connect(lambda *_: self._poll.look_again())
        self._seen(page.isVisible())

    # --- choices -----------------------------------------------------------------------------------

    def _seen(self, seen: bool) -> None:
        if seen:
            self._poll.start()
        else:
            self._poll.stop()

    def _show_chosen(self, chosen: dict[str, str]) -> None:
        # While a choice is on its way, what was read before it would undo it for a moment.
        if not self._saving:
            self._page.show_chosen(chosen)

    def _choose(self, template: PrintTemplate, filing: FilingMode) -> None:
        """Holds for the next print, here and elsewhere: one made in a while to think again must not be left out.

        So what is taken back is put back as it was, unless somebody has decided otherwise meanwhile.
        """
        self._page.troubles.clear()
        app = self._app

        def chosen(changed: ChangedChoice | None) -> None:
            self._saved()
            if changed is not None:
                toast(
                    self._window,
                    texts.template_changed(template, filing),
                    window_texts.TAKE_BACK,
                    lambda: self._take_back(changed),
                    shown_ms=WAIT_MS,
                    takes_back=True,
                )

        self._save(
            lambda: app.database.templates.change(
                app.application, template.word, filing, app.who()
            ),
            chosen,
        )

    def _take_back(self, changed: ChangedChoice) -> None:
        app = self._app

        def put_back(done: bool) -> None:
            self._saved()
            if not done:
                toast(self._window, texts.NOT_PUT_BACK)

        self._save(lambda: app.database.templates.take_back(changed, app.who()), put_back)

    def _save(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._saving += 1
        self._background.run(work, owner=self, done=done, failed=self._not_chosen)

    def _saved(self) -> None:
        self._saving -= 1
        self._poll.look_again()

    def _not_chosen(self, trouble: Trouble) -> None:
        """The page goes back to what is so, and says why."""
        self._saving -= 1
        self._page.troubles.show_trouble(trouble)
        self._poll.look_afresh()

    # --- the watched folder --------------------------------------------------------------------------

    def _show_round(self, said: FolderScan) -> None:
        self._round = said
        self._page.folder.show_round(said)
        if said.taken:
            self._wakeup.ring()

    def _create_folder(self) -> None:
        documents, home = _place(_Place.DocumentsLocation), _place(_Place.HomeLocation)
        where = place_for_prints(documents, home, os.environ)

        def create() -> Path:
            places = places_of(self._app)
            name = self._app.database.company.get().name
            folder = places.proposed(where, name)
            with disk.as_troubles():
                disk.shared_folder(folder)
                places.mark(folder)
            places.choose(folder)
            return folder

        self._do(create, lambda folder: self._tell_watched(folder, None))

    def _ask_folder(self) -> None:
        ask_folder(self._page, "print_folder_dialog", texts.CHOOSE_TITLE, self._consider)

    def _consider(self, folder: Path) -> None:
        """A folder that is not empty would be emptied: that is asked first."""

        def look() -> int:
            with disk.as_troubles():
                places_of(self._app).mark(folder)
                return files_already_there(folder)

        def seen(count: int) -> None:
            if count:
                question = ask_to_watch(folder, count, self._page)
                question.accepted.connect(lambda: self._watch(folder))
                question.open()
            else:
                self._watch(folder)

        self._background.run(look, owner=self, done=seen, failed=self._page.troubles.show_trouble)

    def _watch(self, folder: Path | None, *, told: bool = True) -> None:
        def choose() -> Path | None:
            places = places_of(self._app)
            before = places.current()
            places.choose(folder)
            return before

        def chosen(before: Path | None) -> None:
            home = _place(_Place.HomeLocation)
            if folder is not None and is_synchronised(folder, os.environ, home):
                self._page.troubles.show_information(texts.SYNCHRONISED)
            if told:
                self._tell_watched(folder, before)

        self._do(choose, chosen)

    def _tell_watched(self, folder: Path | None, before: Path | None) -> None:
        """Which folder is watched now, or no more; « Annuler » puts back the one of before."""
        said = texts.watched(folder) if folder is not None else ""
        if folder is None and before is not None:
            said = texts.not_watched(before)
        if said:
            toast(
                self._window,
                said,
                window_texts.TAKE_BACK,
                lambda: self._watch(before, told=False),
                shown_ms=WAIT_MS,
                takes_back=True,
            )

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._page.troubles.clear()

        def over(came: T) -> None:
            self._watching.look_now()
            done(came)
            self._poll.look_again()

        self._background.run(work, owner=self, done=over, failed=self._page.troubles.show_trouble)

    def _open_folder(self) -> None:
        if self._round.folder is not None:
            self._open_url(file_address(self._round.folder))

    def shutdown(self) -> None:
        """The window closes: nothing more is looked at."""
        self._poll.stop()
        self._watching.stop()
