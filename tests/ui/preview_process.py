"""Shows previews on the screen it is given: « show NAME », « tell », « end », a line each on stdin."""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from previews.catalogue import all_previews
from stockage_partage.ui.widgets import accessible_roles
from stockage_partage.ui.widgets.theme import dress
from stockage_partage.ui.widgets.toast import toast
from stockage_partage.ui.window.program import the_application


class Shower(QObject):
    """Does in the window's thread what is read in another."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: QWidget | None = None
        self.asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "show":
            if self._shown is not None:
                self._shown.close()
                self._shown.deleteLater()
            self._shown = all_previews()[rest]()
            self._shown.show()
            self._shown.activateWindow()
        elif word == "tell" and self._shown is not None:
            toast(self._shown, rest)
        elif word == "end":
            QCoreApplication.quit()
        sys.stdout.write("done\n")
        sys.stdout.flush()


application = the_application()
dress(application)
accessible_roles.install()
shower = Shower()


def listen() -> None:
    """Hands over each line; the end of them ends the program."""
    for line in sys.stdin:
        shower.asked.emit(line.strip())
    shower.asked.emit("end")


threading.Thread(target=listen, daemon=True).start()
application.exec()
