"""One window of the program, with what works behind it, from its making to its end."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from stockage_partage.applications import Application
from stockage_partage.ui.background import Background
from stockage_partage.ui.look import dress
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.panel_controller import Opened, PanelController


def the_application() -> QApplication:
    """The one QApplication, with our look; made on first use."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Before the application is made, or the first embedded browser costs a window that flickers.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("stockage-partage")
    application.setOrganizationName("stockage-partage")
    dress(application)
    return application


class FirstPaint(QObject):
    """Tells once that the window has painted: what is slow begins only then."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Waits for the first paint, then goes away."""
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return False

    def _tell(self) -> None:
        self._then()
        self.deleteLater()


class Program:
    """A window for one application on one company. `open_company` blocks, `close_company` ends it."""

    def __init__(
        self,
        application: Application,
        open_company: Callable[[], Opened],
        close_company: Callable[[], None],
        *,
        demonstration: bool,
        remembered: QSettings | None = None,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        self.window = MainWindow(application, demonstration=demonstration, remembered=remembered)
        self.background = Background(self._trouble, parent=self.window)
        self.controller = PanelController(
            self.window, self.background, open_company, open_url=open_url
        )
        self._close_company = close_company
        self.window.closed.connect(self.close)

    def show(self) -> None:
        """Shows the window; everything slow follows its first paint."""
        FirstPaint(self.window, self.controller.start)
        self.window.show()

    def close(self) -> None:
        """Stops asking, joins the workers, lets go of the company."""
        self.controller.shutdown()
        self.background.shutdown()
        self._close_company()

    def _trouble(self, trouble: object) -> None:
        self.controller.show_trouble(trouble)  # type: ignore[arg-type]  # Background gives troubles
