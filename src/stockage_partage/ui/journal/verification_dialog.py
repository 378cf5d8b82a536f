"""« Vérifier »: the journal and the documents gone through in the background, and what that came to."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.panel_state import Tone
from stockage_partage.company.journal.verification import VerificationResult
from stockage_partage.errors import Trouble
from stockage_partage.messages import journal, window
from stockage_partage.messages import journal_window as texts
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import announce, show, show_text


class VerificationDialog(BaseDialog):
    """Closing it interrupts the verification, which writes nothing until its end."""

    columns = 84

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "verification_dialog", texts.VERIFICATION)
        self._lines: list[str] = []
        self.state = self.add_text("verification_state", texts.VERIFYING)
        self.progress = ThinBar(texts.VERIFICATION)
        self.progress.setObjectName("verification_progress")
        self.subject.addWidget(self.progress)
        self.conclusion = InfoBar("verification_conclusion", stacked=True)
        self.subject.addWidget(self.conclusion)
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()
        self.subject.addWidget(self.troubles)
        self.copy = self.add_button("copy", window.COPY_DETAILS)
        self.stop = self.add_button("verification_stop", texts.STOP)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(self._lines))
        )
        self.close_button.clicked.connect(self.accept)
        show(self.copy, False)

    def show_result(self, result: VerificationResult, *, first_time: bool) -> None:
        """Shows what it came to. `first_time`: this workstation knew no end of the journal before."""
        self._over("")
        self._lines = journal.lines(result)
        conclusion = texts.conclusion(result)
        if result.is_whole:
            self.conclusion.say(conclusion)
        else:
            self.conclusion.say(conclusion, tone=Tone.TO_SETTLE, advice=journal.NOT_WHOLE)
        unread = texts.unread_bytes(result)
        end = journal.NO_HEAD if first_time else ""
        kept = texts.HEAD_COPIED if result.is_whole else ""
        self.add_points([each for each in (*texts.verified(result), unread, end, kept) if each])
        show(self.copy, True)
        announce(self.conclusion, conclusion)

    def show_stopped(self) -> None:
        """Shows that somebody interrupted it."""
        self._over(texts.STOPPED)

    def show_failed(self, trouble: Trouble) -> None:
        """Shows what kept it from its end."""
        self._over(texts.FAILED)
        self.troubles.show_trouble(trouble)

    def _over(self, said: str) -> None:
        show_text(self.state, said)
        show(self.progress, False)
        show(self.stop, False)
        self.close_button.setFocus()
