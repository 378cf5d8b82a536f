"""Files dragged from elsewhere onto a window.

They are only read, so the answer is always « copied »: told « moved », as Qt proposes while Shift is
held, Explorer deletes the person's own file. An attachment dragged out of Outlook, or a file out of a
zip folder, is no file of this computer yet: it is recognised, to say what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

#: How Qt names Windows' own format for files that their program has yet to write.
_PROMISED = ("FileGroupDescriptorW", "FileGroupDescriptor")
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'


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
