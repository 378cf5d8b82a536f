"""« Diagnostic »: what was looked at, line by line, once it is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.errors import Trouble
from stockage_partage.messages import window
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.base_dialog import BaseDialog


class DiagnosisDialog(BaseDialog):
    """Asks in the background, then shows every line; they can be copied for support."""

    def __init__(
        self, diagnose: Callable[[], Sequence[str]], background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent, "diagnosis_dialog", window.DIAGNOSIS)
        self._lines: Sequence[str] = ()
        self.add_text("diagnosis_state", window.DIAGNOSIS_UNDER_WAY)
        self.copy = self.add_button("copy", window.COPY_DETAILS)
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)
        background.run(diagnose, owner=self, done=self._show, failed=self._unknown)

    def _show(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.copy.setEnabled(True)
        self.add_points(lines)
        self.fit()

    def _unknown(self, _: Trouble) -> None:
        self.add_text("diagnosis_failed", window.DIAGNOSIS_FAILED)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
