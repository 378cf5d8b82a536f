"""The system's own dialogs in which a person names a file or a folder; what they chose is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from stockage_partage.messages import window as texts

_LABELS = {
    QFileDialog.DialogLabel.LookIn: texts.FILE_DIALOG_FOLDER,
    QFileDialog.DialogLabel.FileType: texts.FILE_DIALOG_KINDS,
}

#: `name` of each function: the dialog's object name. `over`: the window that waits for it.


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
