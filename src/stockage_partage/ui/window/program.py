"""One window of the program, with what works behind it, from its making to its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibrary,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

from stockage_partage.applications import Application
from stockage_partage.screen import less_motion_wanted, pyside_folder, refused_plugins
from stockage_partage.ui.runtime import gc_guard
from stockage_partage.ui.widgets.theme import dress
from stockage_partage.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from types import TracebackType

    from stockage_partage.activation.states import Facts
    from stockage_partage.messages.message import Message
    from stockage_partage.ui.companies.company_menu import CompanyMenu, OtherCompanies
    from stockage_partage.ui.runtime.background import Background
    from stockage_partage.ui.runtime.window_context import OpenedCompany
    from stockage_partage.ui.window.attention import TaskbarAlert, TrayIcon
    from stockage_partage.ui.window.diagnosis_dialog import DiagnosisWork
    from stockage_partage.ui.window.panel_controller import PanelController


#: A worker keeps Python's lock for at most this long while the window waits for it; Python's own
#: 5 ms would be waited for several times in one turn, for every call into Qt gives the lock away.
_SWITCH_S = 0.001
#: The way to other companies is there at the latest then, whatever became of this one.
_FINISH_START_MS = 1_000


def the_application() -> QApplication:
    """The one QApplication, with our look; made on first use. Raises LibraryMissing where it cannot be."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # By Qt's own loader: Python's costs ten times its loading.
    if refused_plugins(os.environ, pyside_folder(), lambda file: QLibrary(file).load()):
        _name_what_lacks()
    # Before the application is made, or the first embedded browser costs a window that flickers.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    _be_ourselves_in_the_taskbar()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("stockage-partage")
    application.setOrganizationName("stockage-partage")
    speak_french(application)
    sys.setswitchinterval(_SWITCH_S)
    gc_guard.Collector(application)
    dress(application, with_sheet=False)
    return application


def _name_what_lacks() -> None:
    from stockage_partage.system_libraries import window_trouble

    lacking = window_trouble(os.environ)
    if lacking is not None:
        raise lacking  # Qt itself would end the program without a sentence


def speak_french(application: QCoreApplication) -> None:
    """Whatever the language of the system: half of the window is in French already.

    Qt's own translation comes with Qt; where somebody left it out, its texts stay in English.
    """
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_fr", folder):
        import logging  # not before the window has painted

        logging.getLogger(__name__).warning("Qt's own French texts are missing")
        return
    application.installTranslator(translator)


def _be_ourselves_in_the_taskbar() -> None:
    """Gives the program its own place in Windows's taskbar; must come before the first window.

    Else Windows would group ours with every other program of the interpreter.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("StockagePartage.Fenetre")


def _mind_motion(less: bool) -> None:
    if less:
        from stockage_partage.ui.widgets.thin_bar import let_nothing_move

        let_nothing_move()


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
        open_company: Callable[[], OpenedCompany],
        close_company: Callable[[], None],
        *,
        demonstration: bool,
        diagnosis: Callable[[], DiagnosisWork],
        first_look: Callable[[], Facts | None] = lambda: None,
        second_look: Callable[[], Facts | None] = lambda: None,
        say_where: Callable[[bool], None] = lambda moved: None,
        remembered: QSettings | None = None,
        company: str = "",
        open_url: Callable[[str], object] | None = None,
        others: Callable[[], OtherCompanies] | None = None,
    ) -> None:
        self.window = MainWindow(
            application, demonstration=demonstration, remembered=remembered, company=company
        )
        self.controller: PanelController | None = None
        self.background: Background | None = None
        self.attention: TaskbarAlert | None = None
        self.tray: TrayIcon | None = None
        self._remembered = remembered
        self._open_company = open_company
        self._close_company = close_company
        self._open_url = open_url
        self._diagnosis = diagnosis
        self._first_look = first_look
        self._second_look = second_look
        self._say_where = say_where
        self._others = others
        self.company_menu: CompanyMenu | None = None
        self._finished = False  # what follows the first state is done, or under way
        self.window.closed.connect(self.close)

    def show(self, started: Callable[[], None] = lambda: None) -> None:
        """Shows the window; everything slow follows its first paint. `started`: once it has begun."""
        FirstPaint(self.window, lambda: self.window.build(lambda: self._import(started)))
        self.window.show()

    def _import(self, started: Callable[[], None]) -> None:
        import stockage_partage.ui.window.panel_controller  # noqa: F401  # a step of its own: it is slow

        QTimer.singleShot(0, self.window, lambda: self._start(started))

    def _start(self, started: Callable[[], None]) -> None:
        from stockage_partage.ui.runtime.background import Background
        from stockage_partage.ui.window.panel_controller import PanelController

        self.background = Background(self.window.show_trouble, parent=self.window)
        self.controller = PanelController(
            self.window,
            self.background,
            self._open_company,
            first_look=self._first_look,
            second_look=self._second_look,
            say_where=self._say_where,
            open_url=self._open_url,
        )
        self.controller.diagnosis_wanted.connect(self._show_diagnosis)
        self.window.body.menus.diagnosis.triggered.connect(self._show_diagnosis)
        self.controller.opened.connect(gc_guard.settle)
        self.controller.opened.connect(self._mind_attention)
        started()
        self.controller.start()
        # After the company's state: long to import, and missed by nobody before. A company that does not
        # open must be left by that way too.
        self.controller.shown.connect(
            lambda _: QTimer.singleShot(0, self.window, self._finish_start),
            Qt.ConnectionType.SingleShotConnection,
        )
        QTimer.singleShot(_FINISH_START_MS, self.window, self._finish_start)

    def _finish_start(self) -> None:
        if self._finished or self.background is None:
            return
        self._finished = True

        self.background.run(less_motion_wanted, owner=self.window, done=_mind_motion)
        if self._others is not None:
            from stockage_partage.ui.companies.company_menu import CompanyMenu

            self.company_menu = CompanyMenu(self.window, self._others(), self.background)

    def _mind_attention(self) -> None:
        """Once the company is open; opened again, the window has it already."""
        from stockage_partage.ui.window.attention import TaskbarAlert, TrayIcon

        if self.controller is None or self.attention is not None:
            return
        self.attention = TaskbarAlert(self.window)
        tray = self.tray = TrayIcon(self.window, self._remembered)
        menus = self.window.body.menus
        self.attention.asked.connect(tray.tell)
        self.controller.shown.connect(self.attention.show_state)
        self.controller.shown.connect(tray.show_state)
        menus.file.aboutToShow.connect(lambda: menus.allow_tray(tray.can_be(), tray.is_up))
        menus.tray.triggered.connect(tray.want)
        menus.tray.setChecked(tray.is_up)

    def _show_diagnosis(self) -> None:
        from stockage_partage.ui.widgets.link_opening import opener
        from stockage_partage.ui.window.diagnosis_dialog import DiagnosisDialog

        if self.background is not None:
            open_url = opener(self.window, self._open_url)
            work = self._diagnosis()
            DiagnosisDialog(work, self.background, self.window, open_url).begin()

    def close(self) -> None:
        """Stops asking, joins the workers, lets go of the company."""
        if self.company_menu is not None:
            self.company_menu.shutdown()
        if self.controller is not None:
            self.controller.shutdown()
        if self.background is not None:
            self.background.shutdown()
        self._close_company()


def tell_of_mistakes(window: MainWindow) -> None:
    """Logs what nobody caught, with its trace, and says it in the window from now on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import logging

        from stockage_partage.messages.window import UNEXPECTED

        logging.getLogger(__name__).critical("unexpected", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            window.show_lasting(UNEXPECTED)

    sys.excepthook = hook


def show_refusal(said: Message) -> None:
    """What keeps the window from opening, in a small one of its own; returns once it was closed."""
    from PySide6.QtWidgets import QMessageBox

    from stockage_partage.messages import window as texts
    from stockage_partage.messages.names import PRODUCT

    box = QMessageBox(QMessageBox.Icon.Critical, PRODUCT, said.what)
    box.setInformativeText(said.advice)
    box.addButton(texts.CLOSE, QMessageBox.ButtonRole.AcceptRole)
    box.exec()
