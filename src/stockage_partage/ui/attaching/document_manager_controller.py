"""Between « Envoyer vers Sage Document Manager » and what is below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from stockage_partage.activation.open_work import DocumentWork
from stockage_partage.documents.document_manager.transfer import (
    TransferOutcome,
    TransferResult,
    known_folder,
    remember,
    send_files,
)
from stockage_partage.documents.filing.selected_files import SelectedFile, look_at
from stockage_partage.messages import attach_window as file_texts
from stockage_partage.messages import document_manager as texts
from stockage_partage.messages.document_menu import refused
from stockage_partage.ui.attaching.chosen_files import FileStatus
from stockage_partage.ui.attaching.document_manager_dialog import DocumentManagerDialog

if TYPE_CHECKING:
    from stockage_partage.activation.panel_state import PanelState
    from stockage_partage.ui.runtime.window_context import WindowContext

_STANDINGS = {
    TransferOutcome.SENT: FileStatus.DONE,
    TransferOutcome.ALREADY_THERE: FileStatus.DONE,
    TransferOutcome.REFUSED: FileStatus.REFUSED,
}


class DocumentManagerController(QObject):
    """One dialog, from its opening to its closing."""

    _told = Signal(int, object)  # from a worker: place in the list, SentThere

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._app = context.app
        self._stop = Event()
        self.dialog = DocumentManagerDialog(context.window)
        self.setParent(self.dialog)  # and goes with it
        self.dialog.files.added.connect(self.add_files)
        self.dialog.folder_chosen.connect(self._folder_chosen)
        self.dialog.send_wanted.connect(self._send)
        self.dialog.stop_wanted.connect(self._stop.set)
        context.ending.connect(self._stop.set)
        context.state_shown.connect(self.show_state)
        self._told.connect(self._sent, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Shows the dialog; the folder comes a moment later."""
        self._context.background.run(
            lambda: known_folder(self._app),
            owner=self,
            done=self._folder_known,
            failed=self.dialog.show_trouble,
        )
        self.dialog.open()

    def show_state(self, state: PanelState) -> None:
        """Storage may be turned on while the dialog is open."""
        self.dialog.show_closed(refused(DocumentWork.DOCUMENT_MANAGER, state))

    def add_files(self, files: Sequence[Path]) -> None:
        """Adds files of this computer to the list, once looked at in the background."""
        self._context.background.run(
            lambda: look_at(files),
            owner=self,
            done=self.dialog.files.add,
            failed=self.dialog.show_trouble,
        )

    def _folder_known(self, folder: Path | None) -> None:
        fixed = self._app.document_manager_folder is not None
        self.dialog.show_folder(folder, fixed=fixed)

    def _folder_chosen(self, folder: Path) -> None:
        self.dialog.show_folder(folder)
        self._context.background.run(
            lambda: remember(self._app, folder),
            owner=self,
            done=lambda _: None,
            failed=self.dialog.show_trouble,
        )

    def _send(self) -> None:
        rows = self.dialog.files.ready()
        places = [index for index, _ in rows]
        files = [row.source.path for _, row in rows if isinstance(row.source, SelectedFile)]
        folder = self.dialog.folder
        self._stop.clear()
        self.dialog.show_running()
        self._context.background.run(
            lambda: send_files(
                self._app,
                files,
                folder,
                stop=self._stop,
                told=lambda number, sent: self._told.emit(places[number], sent),
            ),
            owner=self,
            done=lambda _: self._over(),
            failed=self.dialog.show_trouble,
        )

    def _sent(self, index: int, sent: TransferResult) -> None:
        said = texts.STATUSES[sent.status]
        if sent.trouble is not None:
            said = file_texts.refusal_of(sent.trouble)
        elif sent.place is not None and sent.place.name != sent.file.name:
            said = f"{said}, {file_texts.renamed(sent.place.name)}"
        self.dialog.files.put(index, _STANDINGS[sent.status], said)

    def _over(self) -> None:
        for index, _ in self.dialog.files.ready():
            self.dialog.files.put(index, FileStatus.STOPPED, texts.STOPPED)
        self.dialog.show_over()
