"""The floor: an empty QMainWindow, shown and painted."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Paint(QObject):
    """Notes the first paint and ends."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called for every event of the window."""
        if event.type() is QEvent.Type.Paint:
            sys.stdout.write(json.dumps({"painted": time.monotonic()}) + "\n")
            sys.stdout.flush()
            QTimer.singleShot(0, QApplication.quit)
        return False


application = QApplication(sys.argv[:1])
window = QMainWindow()
paint = Paint()
window.installEventFilter(paint)
window.show()
application.exec()
