"""The program's window as `stockage-partage` opens it, until its first true state."""

from __future__ import annotations

import json
import sys
import time

from stockage_partage.cli.window import plain_window_request

request = plain_window_request(["ouvrir"])

from stockage_partage.app import CompanyOpener, make_program  # noqa: E402  # in the command's order
from stockage_partage.settings import load  # noqa: E402

settings = load()
program = make_program(settings, CompanyOpener(settings))

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

told: dict[str, float] = {}
HEAVY = ("PySide6.QtWebEngineWidgets", "msal", "requests", "keyring", "alembic", "sqlalchemy")


class Paint(QObject):
    """Notes the first paint: what is imported by now is what the person waited for."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called for every event of the window."""
        if event.type() is QEvent.Type.Paint and not told:
            told["painted"] = time.monotonic()
            early = [name for name in HEAVY if name in sys.modules]
            if early:
                sys.stderr.write(f"imported before the first paint: {early}\n")
                QApplication.exit(1)
        return False


def shown(_: object) -> None:
    """The first true state."""
    told["shown"] = time.monotonic()
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    QTimer.singleShot(0, program.window.close)
    QTimer.singleShot(0, QApplication.quit)


def started() -> None:
    """The controller is there: hear of its first state."""
    if program.controller is not None:
        program.controller.shown.connect(shown)


paint = Paint()
program.window.installEventFilter(paint)
program.show(started)
sys.exit(QApplication.exec())
