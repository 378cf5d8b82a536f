"""Watches this workstation's print folder: with the window, and without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stockage_partage.documents.context import AppContext
from stockage_partage.documents.printing.folder_settings import PrintFolderSettings
from stockage_partage.documents.printing.outcomes import FolderScan, FolderState
from stockage_partage.documents.printing.print_folder import PrintFolder
from stockage_partage.documents.round_thread import RoundThread
from stockage_partage.errors import Trouble

#: Seconds between two looks. A look at an empty folder is one small read of the directory.
EVERY_S = 2.0


def places_of(app: AppContext) -> PrintFolderSettings:
    """Where this workstation's prints are. One small read of the database; may raise its troubles."""
    company = app.database.company.get()
    return PrintFolderSettings(app.folder, company.id, app.application, app.print_folder)


class FolderWatcher:
    """One round at a time, on whichever folder is chosen at that moment.

    `tell` says in French why a file is refused.
    """

    def __init__(self, app: AppContext, tell: Callable[[Trouble], str]) -> None:
        self._app = app
        self._tell = tell
        self._places: PrintFolderSettings | None = None
        self._folder: PrintFolder | None = None

    def round(self) -> FolderScan:
        """Looks once; what is wrong is in the answer."""
        try:
            wanted = self._wanted()
        except Trouble as trouble:
            return FolderScan(FolderState.TROUBLED, trouble=trouble)
        if wanted is None:
            self._folder = None
            return FolderScan(FolderState.OFF)
        if self._folder is None or self._folder.folder != wanted:
            assert self._places is not None  # noqa: S101  # `_wanted` has read it
            self._folder = PrintFolder(self._app, self._places, wanted, self._tell)
        return self._folder.round()

    def _wanted(self) -> Path | None:
        if self._places is None:
            self._places = places_of(self._app)
        return self._places.current()


class WatcherThread(RoundThread[FolderScan]):
    """Looks at a print folder again and again; a file being kept is kept whole or not at all."""

    def __init__(
        self, watch: FolderWatcher, told: Callable[[FolderScan], None], every_s: float = EVERY_S
    ) -> None:
        super().__init__("print-folder", watch.round, told, every_s)
