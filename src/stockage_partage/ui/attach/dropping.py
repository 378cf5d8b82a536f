"""Files dragged from elsewhere onto a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Hears of files dropped on `widget` while `allowed` says so; anything else is not accepted."""

    def __init__(
        self,
        widget: QWidget,
        dropped: Callable[[Sequence[Path]], object],
        allowed: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(widget)
        self._dropped = dropped
        self._allowed = allowed
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the three events of a drag that carries files of this computer."""
        if not isinstance(event, QDropEvent):
            return False
        files = local_files(event.mimeData())
        if not files or not self._allowed():
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self._dropped(files)
        return True


def local_files(carried: QMimeData) -> list[Path]:
    """What is dragged, as paths of this computer; addresses of the web are none."""
    return [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
