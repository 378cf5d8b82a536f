"""Takes the chosen files one after the other, off the window's thread; tells of each as it goes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from stockage_partage.documents.attaching.attach import AttachProgress, attach_files
from stockage_partage.documents.attaching.group_files import GroupFile, copy_files
from stockage_partage.documents.attaching.targets import AttachTarget
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.selected_files import SelectedFile
from stockage_partage.errors import Trouble
from stockage_partage.ui.runtime.background import Background

#: A person sees no more than that; each telling wakes the window. Seconds.
_EVERY_S = 0.05

Job = tuple[int, SelectedFile | GroupFile]


class AttachRun(QObject):
    """One run. Its signals arrive in the window's thread; `over` comes last, exactly once."""

    reading = Signal(int, float, float)  # place in the list, share of the file, share of the whole
    kept = Signal(int, object)  # place in the list, Filed
    over = Signal()

    def __init__(self, app: AppContext, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._background = background
        self._stop = Event()
        self._last = 0.0
        self._total = self._before = 0
        # Emitted by a worker: always queued, whatever thread Qt takes it for.
        self._told.connect(self.reading, Qt.ConnectionType.QueuedConnection)
        self._settled.connect(self.kept, Qt.ConnectionType.QueuedConnection)

    _told = Signal(int, float, float)
    _settled = Signal(int, object)

    def start(self, jobs: Sequence[Job], target: AttachTarget) -> None:
        """Begins; to be called once."""
        self._total = sum(source.size for _, source in jobs) or 1
        self._background.run(
            lambda: self._work(jobs, target),
            owner=self,
            done=lambda _: self.over.emit(),
            failed=lambda _: self.over.emit(),
        )

    def stop(self) -> None:
        """What is kept stays kept; the file under way and the others are left."""
        self._stop.set()

    def _work(self, jobs: Sequence[Job], target: AttachTarget) -> None:
        for index, source in jobs:
            if self._stop.is_set():
                return
            filed = self._take(index, source, target)
            if filed is None:
                return
            self._before += source.size
            self._settled.emit(index, filed)

    def _take(
        self, index: int, source: SelectedFile | GroupFile, target: AttachTarget
    ) -> FilingResult | None:
        """None when it was stopped. Whether it is allowed is asked anew for each file."""
        try:
            if isinstance(source, GroupFile):
                done = copy_files(self._app, [source], target, stop=self._stop)
            else:
                done = attach_files(
                    self._app,
                    [source.path],
                    target,
                    stop=self._stop,
                    tell=lambda progress: self._tell(index, progress, source.size),
                )
        except Trouble as trouble:
            path = Path(source.path)
            return FilingResult(path, trouble=trouble)
        return done[0] if done else None

    def _tell(self, index: int, progress: AttachProgress, size: int) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY_S:
            return
        self._last = now
        share = progress.done / progress.total if progress.total else 0.0
        self._told.emit(index, share, (self._before + share * size) / self._total)
