"""Files that a person gives: named in the system's own dialogs, or dragged onto a window.

What is dragged is only read, so the answer is always « copied »: told « moved », as Qt proposes while Shift
is held, Explorer deletes the person's own file. An attachment dragged out of Outlook, or a file out of a
zip folder, is no file of this computer yet: it is recognised, to say what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from stockage_partage.messages import window as texts

_LABELS = {
    QFileDialog.DialogLabel.LookIn: texts.FILE_DIALOG_FOLDER,
    QFileDialog.DialogLabel.FileType: texts.FILE_DIALOG_KINDS,
}

#: How Qt names Windows' own format for files that their program has yet to write.
_PROMISED = ("FileGroupDescriptorW", "FileGroupDescriptor")
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'

#: `name` of each `ask_…`: the dialog's object name. `over`: the window that waits for it.


def ask_folder(
    over: QWidget, name: str, title: str, chosen: Callable[[Path], object], *, start: str = ""
) -> None:
    """One folder, `start` shown first."""
    dialog = QFileDialog(over, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    _open(dialog, name)


def ask_file(
    over: QWidget, name: str, title: str, kinds: str, chosen: Callable[[Path], object]
) -> None:
    """One file that exists, of one of `kinds` (as Qt writes them)."""
    dialog = QFileDialog(over, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    _open(dialog, name)


def ask_files(over: QWidget, name: str, title: str, chosen: Callable[[list[Path]], object]) -> None:
    """Any number of files that exist."""
    dialog = QFileDialog(over, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: chosen([Path(path) for path in paths]))
    _open(dialog, name)


def ask_where(
    over: QWidget,
    name: str,
    title: str,
    proposed: str,
    chosen: Callable[[Path], object],
    *,
    start: str = "",
    kinds: str = "",
    suffix: str = "",
) -> None:
    """Where to write a file, under `proposed` unless another name is given; `suffix` when it has none."""
    dialog = QFileDialog(over, title, start)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if kinds:
        dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(proposed)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    _open(dialog, name)


def _open(dialog: QFileDialog, name: str) -> None:
    dialog.setObjectName(name)
    # What Qt's own translation leaves in English.
    for label, text in _LABELS.items():
        dialog.setLabelText(label, text)
    dialog.finished.connect(dialog.deleteLater)
    # In a turn of its own: where Qt draws the dialog itself, making it and showing it are both long.
    QTimer.singleShot(1, dialog, dialog.open)


class FileDrop(QObject):
    """Hears of files dropped on `widget` while `allowed` says so; anything else is not accepted.

    `promised` hears of a drag whose files are not on this computer yet.
    """

    def __init__(
        self,
        widget: QWidget,
        dropped: Callable[[Sequence[Path]], object],
        allowed: Callable[[], bool] = lambda: True,
        promised: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(widget)
        self._dropped = dropped
        self._allowed = allowed
        self._promised = promised
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the three events of a drag that carries files of this computer."""
        if not isinstance(event, QDropEvent):
            return False
        files, promised = local_files(event.mimeData()), is_promised(event.mimeData())
        if not (files or promised) or not self._allowed() or not take_copy(event):
            return False
        if event.type() is QEvent.Type.Drop:
            if files:
                self._dropped(files)
            else:
                self._promised()
        return True


def take_copy(event: QDropEvent) -> bool:
    """Answers « copied », whatever is proposed. False, and not accepted, where that is not offered."""
    if Qt.DropAction.CopyAction not in event.possibleActions():
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def local_files(carried: QMimeData) -> list[Path]:
    """What is dragged, as paths of this computer; addresses of the web are none."""
    return [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]


def is_promised(carried: QMimeData) -> bool:
    """True for files that the other program has not written anywhere: Qt does not give their bytes."""
    return not local_files(carried) and any(
        carried.hasFormat(_WINDOWS.format(name)) for name in _PROMISED
    )
