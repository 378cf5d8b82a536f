"""Between « Envoyer vers Sage Document Manager » and what is below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from stockage_partage.documents.exchange.document_manager import HandedOver, SentThere, send_files
from stockage_partage.documents.exchange.exchange_folder import known_folder, remember
from stockage_partage.documents.filing.choosing import Chosen, look_at
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.ui.attach.chosen_files import Standing
from stockage_partage.ui.attach.document_manager_dialog import DocumentManagerDialog
from stockage_partage.words import attach_window as file_words
from stockage_partage.words import document_manager as words
from stockage_partage.words.document_menu import refused

if TYPE_CHECKING:
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.document_desk import DocumentDesk

_STANDINGS = {
    HandedOver.SENT: Standing.DONE,
    HandedOver.ALREADY_THERE: Standing.DONE,
    HandedOver.REFUSED: Standing.REFUSED,
}


class DocumentManagerDesk(QObject):
    """One dialog, from its opening to its closing."""

    _told = Signal(int, object)  # from a worker: place in the list, SentThere

    def __init__(self, desk: DocumentDesk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._place = desk.opened.workplace
        self._stop = Event()
        self.dialog = DocumentManagerDialog(desk.window)
        self.setParent(self.dialog)  # and goes with it
        self.dialog.files.added.connect(self.add_files)
        self.dialog.folder_chosen.connect(self._folder_chosen)
        self.dialog.send_wanted.connect(self._send)
        self.dialog.stop_wanted.connect(self._stop.set)
        desk.ending.connect(self._stop.set)
        self._told.connect(self._sent, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Shows the dialog."""
        self._desk.background.run(
            lambda: known_folder(self._place),
            owner=self,
            done=self._folder_known,
            failed=self.dialog.show_trouble,
        )
        self.dialog.open()

    def show_state(self, state: PanelState) -> None:
        """Storage may be turned on while the dialog is open."""
        self.dialog.show_closed(refused(DocumentWork.DOCUMENT_MANAGER, state))

    def add_files(self, files: Sequence[Path]) -> None:
        """From this computer: looked at in the background, then in the list."""
        self._desk.background.run(
            lambda: look_at(files),
            owner=self,
            done=self.dialog.files.add,
            failed=self.dialog.show_trouble,
        )

    def _folder_known(self, folder: Path | None) -> None:
        fixed = self._place.document_manager_folder is not None
        self.dialog.show_folder(folder, fixed=fixed)

    def _folder_chosen(self, folder: Path) -> None:
        self.dialog.show_folder(folder)
        self._desk.background.run(
            lambda: remember(self._place, folder),
            owner=self,
            done=lambda _: None,
            failed=self.dialog.show_trouble,
        )

    def _send(self) -> None:
        rows = self.dialog.files.ready()
        places = [index for index, _ in rows]
        files = [row.source.path for _, row in rows if isinstance(row.source, Chosen)]
        folder = self.dialog.folder
        self._stop.clear()
        self.dialog.show_running()
        self._desk.background.run(
            lambda: send_files(
                self._place,
                files,
                folder,
                stop=self._stop,
                told=lambda number, sent: self._told.emit(places[number], sent),
            ),
            owner=self,
            done=lambda _: self._over(),
            failed=self.dialog.show_trouble,
        )

    def _sent(self, index: int, sent: SentThere) -> None:
        said = words.STATUSES[sent.status]
        if sent.trouble is not None:
            said = file_words.refusal_of(sent.trouble)
        elif sent.place is not None and sent.place.name != sent.file.name:
            said = f"{said}, {file_words.renamed(sent.place.name)}"
        self.dialog.files.put(index, _STANDINGS[sent.status], said)

    def _over(self) -> None:
        for index, _ in self.dialog.files.ready():
            self.dialog.files.put(index, Standing.STOPPED, words.STOPPED)
        self.dialog.show_over()
