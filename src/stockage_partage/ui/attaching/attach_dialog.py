"""« Joindre des documents »: what to attach to, which files, and how far they are. It only shows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from stockage_partage.messages import attaching as texts
from stockage_partage.messages import window as window_texts
from stockage_partage.ui.attaching.chosen_files import ChosenFiles, FileStatus
from stockage_partage.ui.attaching.target_choice import TargetChoice
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import line, wrapping
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    set_enabled,
    show,
    show_text,
)

_WHOLE = 1000


class AttachDialog(BaseDialog):
    """`attach_wanted` starts it, `stop_wanted` ends it early; closing while it runs is a wish to stop."""

    columns = 84
    attach_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, "attach_dialog", texts.TITLE)
        self._place_lacking = texts.DESTINATION_UNKNOWN
        self._running = self._over = False
        self.fixed = wrapping("fixed_target")
        self.target = TargetChoice(today)
        self.files = ChosenFiles(from_group=True)
        self.progress = QProgressBar()
        self.progress.setObjectName("attach_progress")
        self.progress.setAccessibleName(texts.STARTING)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _WHOLE)
        self.outcome = wrapping("attach_outcome")
        keep_room(self.progress)
        keep_room(self.outcome, 2)
        for widget in (self.fixed, self.target, line(), self.files, self.progress, self.outcome):
            self.subject.addWidget(widget)
        self.subject.setSpacing(GRID + GRID // 2)
        self.subject.setStretchFactor(self.files, 100)
        column = self._inside.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101  # `BaseDialog` made it
        column.setStretchFactor(self.subject, 100)  # the files take the room there is
        self.attach = self.add_button("attach", texts.attach_button(0), primary=True)
        self.cancel = self.add_button("cancel", window_texts.CANCEL)
        self.attach.clicked.connect(self.attach_wanted)
        self.cancel.clicked.connect(self.reject)
        self.files.changed.connect(self.show_ready)
        show(self.progress, False)
        show_text(self.outcome, "")
        show_text(self.fixed, "")
        self.target.party.search.setFocus()
        self.show_ready()

    @property
    def running(self) -> bool:
        """True between `show_running` and `show_over`."""
        return self._running

    def show_place(self, destination: str, lacking: str, *, wrong: bool = False) -> None:
        """Where the files will go, or what is lacking to know it."""
        self._place_lacking = lacking
        self.target.show_destination(destination or lacking, wrong=wrong)
        self.show_ready()

    def show_fixed(self, text: str) -> None:
        """A document chosen elsewhere: nothing is left to choose but the files and their folder."""
        show_text(self.fixed, text)
        self.target.fix_on_document()
        self.files.add_button.setFocus()

    def show_ready(self) -> None:
        """The main button counts the files, or says what is lacking."""
        ready = len(self.files.ready())
        self.attach.setText(texts.attach_button(ready))
        reason = self._place_lacking or ("" if ready else texts.FILES_NEEDED)
        set_enabled(self.attach, texts.STARTING if self._running else reason)
        self.attach.setDefault(not reason and not self._over)

    def show_running(self) -> None:
        """The files are being read: what was chosen stays as it is."""
        self._running = True
        self.target.setEnabled(False)
        self.files.lock(texts.STARTING)
        self.progress.setValue(0)
        show(self.progress, True)
        self.cancel.setText(texts.STOP)
        self.cancel.setFocus()
        self.show_ready()

    def show_progress(self, share: float) -> None:
        """How far the whole is, from 0 to 1."""
        self.progress.setValue(round(share * _WHOLE))

    def show_stopping(self) -> None:
        """Asked, not yet done."""
        set_enabled(self.cancel, texts.STOPPING)
        self.cancel.setText(texts.STOPPING)

    def show_over(self, account: str | None) -> None:
        """What came of it; `account` is who is signed in, None for nobody."""
        self._running, self._over = False, True
        show(self.progress, False)
        show(self.attach, False)
        set_enabled(self.cancel, "")
        self.cancel.setText(window_texts.CLOSE)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self.show_outcome(account)
        announce(self.outcome, self.outcome.text())

    def show_outcome(self, account: str | None) -> None:
        """The counts, and whether they are online."""
        count = self.files.count
        said = texts.summary(
            count(FileStatus.WAITING, FileStatus.DONE),
            count(FileStatus.REFUSED, FileStatus.UNFIT),
            count(FileStatus.STOPPED),
        )
        waits = texts.waits(account, count(FileStatus.WAITING), count(FileStatus.DONE))
        show_text(self.outcome, " ".join(filter(None, (f"{said}.", waits))))

    def reject(self) -> None:
        """While files are being read, the first wish is to stop; those kept stay kept."""
        if self._running:
            self.stop_wanted.emit()
        else:
            super().reject()
