"""One window of the program, with what works behind it, from its making to its end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from stockage_partage.applications import Application
from stockage_partage.ui import collecting
from stockage_partage.ui.look import dress
from stockage_partage.ui.main_window import MainWindow

if TYPE_CHECKING:
    from stockage_partage.storage.panel_facts import Facts
    from stockage_partage.ui.background import Background
    from stockage_partage.ui.panel_controller import Opened, PanelController

#: A worker keeps Python's lock for at most this long while the window waits for it; Python's own
#: 5 ms would be waited for several times in one turn, for every call into Qt gives the lock away.
_SWITCH_S = 0.001


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
    sys.setswitchinterval(_SWITCH_S)
    collecting.Collector(application)
    dress(application, with_sheet=False)
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
    """A window for one application on one company. `open_company` blocks, `close_company` ends it.

    What works behind the window is imported and made only once it has painted.
    """

    def __init__(
        self,
        application: Application,
        open_company: Callable[[], Opened],
        close_company: Callable[[], None],
        *,
        demonstration: bool,
        diagnose: Callable[[], Sequence[str]],
        first_look: Callable[[], Facts | None] = lambda: None,
        remembered: QSettings | None = None,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        self.window = MainWindow(application, demonstration=demonstration, remembered=remembered)
        self.controller: PanelController | None = None
        self.background: Background | None = None
        self._open_company = open_company
        self._close_company = close_company
        self._open_url = open_url
        self._diagnose = diagnose
        self._first_look = first_look
        self.window.closed.connect(self.close)

    def show(self, started: Callable[[], None] = lambda: None) -> None:
        """Shows the window; everything slow follows its first paint. `started`: once it has begun."""
        FirstPaint(self.window, lambda: self.window.build(lambda: self._import(started)))
        self.window.show()

    def _import(self, started: Callable[[], None]) -> None:
        import stockage_partage.ui.panel_controller  # noqa: F401  # a step of its own: it is slow

        QTimer.singleShot(0, self.window, lambda: self._start(started))

    def _start(self, started: Callable[[], None]) -> None:
        from stockage_partage.ui.background import Background
        from stockage_partage.ui.panel_controller import PanelController

        self.background = Background(self.window.show_trouble, parent=self.window)
        self.controller = PanelController(
            self.window,
            self.background,
            self._open_company,
            first_look=self._first_look,
            open_url=self._open_url,
        )
        self.controller.diagnosis_wanted.connect(self._show_diagnosis)
        self.controller.opened.connect(collecting.settle)
        started()
        self.controller.start()

    def _show_diagnosis(self) -> None:
        from stockage_partage.ui.diagnosis_dialog import DiagnosisDialog

        if self.background is not None:
            DiagnosisDialog(self._diagnose, self.background, self.window).open()

    def close(self) -> None:
        """Stops asking, joins the workers, lets go of the company."""
        if self.controller is not None:
            self.controller.shutdown()
        if self.background is not None:
            self.background.shutdown()
        self._close_company()
