"""« Envoyer vers Sage Document Manager »: its folder, the files, what became of each.

The dialog only shows; the controller stands between it and what is below.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.documents.document_manager import (
    TransferOutcome,
    TransferResult,
    known_folder,
    remember,
    send_files,
)
from stockage_partage.documents.filing.local_files import SelectedFile, look_at
from stockage_partage.errors import Trouble
from stockage_partage.messages import attaching as texts
from stockage_partage.messages import window as window_texts
from stockage_partage.messages.document_menu import entry_refused
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.attaching.chosen_files import ChosenFiles, FileStatus
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.given_files import ask_folder
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    put_property,
    set_enabled,
    show,
    show_text,
)

if TYPE_CHECKING:
    from stockage_partage.activation.states import PanelState
    from stockage_partage.ui.runtime.window_context import WindowContext

_STANDINGS = {
    TransferOutcome.SENT: FileStatus.DONE,
    TransferOutcome.ALREADY_THERE: FileStatus.DONE,
    TransferOutcome.REFUSED: FileStatus.REFUSED,
}


class DocumentManagerDialog(BaseDialog):
    """`send_wanted` starts it; closing while it runs is a wish to stop."""

    columns = 78
    send_wanted = Signal()
    stop_wanted = Signal()
    folder_chosen = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "document_manager_dialog", texts.DOCUMENT_MANAGER)
        self._folder: Path | None = None
        self._closed = ""
        self._running = False
        self.add_text("document_manager_help", texts.DOCUMENT_MANAGER_HELP)
        self.where = ElidedLabel(to_the_right=False)
        self.where.setObjectName("exchange_folder")
        self.choose = PushButton(texts.CHOOSE_FOLDER)
        self.choose.setObjectName("choose_exchange_folder")
        self.needed = wrapping("exchange_folder_needed", quiet=True)
        self._lay_out_folder()
        self.files = ChosenFiles(from_group=False)
        self.subject.addWidget(self.files)
        self.outcome = wrapping("document_manager_outcome")
        keep_room(self.outcome, 3)
        self.subject.addWidget(self.outcome)
        self.send = self.add_button("send", texts.exchange_button(0), primary=True)
        self.cancel = self.add_button("cancel", window_texts.CANCEL)
        self.choose.clicked.connect(self._ask_folder)
        self.files.changed.connect(self.show_ready)
        self.send.clicked.connect(self.send_wanted)
        self.cancel.clicked.connect(self.reject)
        show_text(self.outcome, "")
        self.show_folder(None)
        self.choose.setFocus()  # asked for first, unless it is known

    def _lay_out_folder(self) -> None:
        title = QLabel(texts.EXCHANGE_FOLDER)
        title.setObjectName("exchange_folder_title")
        title.setFont(font(bold=True))
        title.setBuddy(self.choose)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(title)
        across.addWidget(self.where, 1)
        across.addWidget(self.choose)
        box = QVBoxLayout()
        box.setSpacing(GRID // 2)
        box.addLayout(across)
        box.addWidget(self.needed)
        self.subject.addLayout(box)

    def show_folder(self, folder: Path | None, *, fixed: bool = False) -> None:
        """`fixed`: a setting says it."""
        self._folder = folder
        self.where.setText(str(folder) if folder is not None else texts.NO_EXCHANGE_FOLDER)
        show_text(self.needed, texts.EXCHANGE_FOLDER_NEEDED if folder is None else "")
        self.choose.setText(texts.CHOOSE_FOLDER if folder is None else texts.CHANGE_FOLDER)
        on_folder = self.choose.hasFocus() or self.focusWidget() is self.choose
        set_enabled(self.choose, texts.EXCHANGE_FOLDER_SET if fixed else "")
        if folder is not None and on_folder:
            self.files.add_button.setFocus()
        self.show_ready()

    @property
    def folder(self) -> Path | None:
        """Where the files would go."""
        return self._folder

    def show_closed(self, reason: str) -> None:
        """Storage was turned on meanwhile: nothing more is sent; '' when it is open."""
        if reason != self._closed:
            self._closed = reason
            if reason:
                self.show_trouble_text(reason)
            self.show_ready()

    def show_ready(self) -> None:
        """The main button counts the files, or says what is lacking."""
        ready = len(self.files.ready())
        self.send.setText(texts.exchange_button(ready))
        needed = "" if self._folder is not None else texts.EXCHANGE_FOLDER_NEEDED
        reason = self._closed or needed or ("" if ready else texts.FILES_NEEDED)
        set_enabled(self.send, texts.EXCHANGING if self._running else reason)
        self.send.setDefault(not reason)

    def show_running(self) -> None:
        """The files are being copied."""
        self._running = True
        self.files.lock(texts.EXCHANGING)
        set_enabled(self.choose, texts.EXCHANGING)
        self.cancel.setText(texts.STOP_EXCHANGE)
        self.cancel.setFocus()
        self.show_ready()

    def show_over(self) -> None:
        """What came of it."""
        self._running = False
        count = self.files.count
        sent, refused = count(FileStatus.DONE), count(FileStatus.REFUSED, FileStatus.UNFIT)
        put_property(self.outcome, "role", "")
        show_text(self.outcome, f"{texts.exchange_summary(sent, refused)}.")
        show(self.send, False)
        self.cancel.setText(window_texts.CLOSE)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        announce(self.outcome, self.outcome.text())

    def show_trouble(self, trouble: Trouble) -> None:
        """Nothing was sent: why, and what to do; the files stay in the list."""
        self._running = False
        self.files.lock("")
        set_enabled(self.choose, "")
        self.cancel.setText(window_texts.CANCEL)
        self.show_trouble_text(explain(trouble).sentence)
        self.show_ready()

    def show_trouble_text(self, text: str) -> None:
        """In the place of the outcome."""
        put_property(self.outcome, "role", "wrong")
        show_text(self.outcome, text)
        announce(self.outcome, text)

    def reject(self) -> None:
        """While files are being copied, the first wish is to stop."""
        if self._running:
            self.stop_wanted.emit()
        else:
            super().reject()

    def _ask_folder(self) -> None:
        name = "choose_exchange_folder_dialog"
        ask_folder(self, name, texts.EXCHANGE_FOLDER, self.folder_chosen.emit)


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
        self.dialog.show_closed(entry_refused(DocumentWork.DOCUMENT_MANAGER, state))

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
        said = texts.EXCHANGED[sent.status]
        if sent.trouble is not None:
            said = texts.refusal_of(sent.trouble)
        elif sent.place is not None and sent.place.name != sent.file.name:
            said = f"{said}, {texts.renamed(sent.place.name)}"
        self.dialog.files.put(index, _STANDINGS[sent.status], said)

    def _over(self) -> None:
        for index, _ in self.dialog.files.ready():
            self.dialog.files.put(index, FileStatus.STOPPED, texts.EXCHANGE_STOPPED)
        self.dialog.show_over()
