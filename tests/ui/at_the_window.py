"""A whole program in front of a local Microsoft 365, and the person who uses its window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from person_at_page import PAGE_MS, PersonAtPage
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError as WaitEnded
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.states import PanelState
from stockage_partage.app import CompanyOpener, make_program
from stockage_partage.applications import Application
from stockage_partage.example_company import make_example
from stockage_partage.settings import Settings
from stockage_partage.ui.panel.storage_panel import StoragePanel
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.toast import Toast, toasts_of
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.program import Program

Kind = TypeVar("Kind", bound=QObject)


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@dataclass
class AtTheWindow:
    """Shown on a company of its own; every wait is bounded."""

    bot: QtBot
    microsoft365: LocalMicrosoft365
    folder: Path
    application: Application = Application.COMPTABILITE
    opened_links: list[str] = field(default_factory=list)
    changed: Callable[[Settings], Settings] = lambda settings: settings

    def __post_init__(self) -> None:
        told = self.microsoft365.description()
        company = self.folder / "BIJOU.db"
        settings = Settings(
            self.folder / "donnees",
            told["client_id"],
            told["authority"],
            told["graph_url"],
            Path(told["ca_file"]),
            str(company),
            self.application,
        )
        settings = self.changed(settings)
        make_example(settings, company)
        self.company = company
        self.program: Program = make_program(
            settings, CompanyOpener(settings), open_url=self.opened_links.append
        )
        self.program.show()
        self.until(lambda state: True)
        self.until_live()

    def until_live(self) -> None:
        """The company is open: what is pressed is done at once."""
        controller = self.program.controller
        assert controller is not None
        self.bot.waitUntil(lambda: controller.actions is not None, timeout=PAGE_MS)

    @property
    def panel(self) -> StoragePanel:
        return self.program.window.body.exchanges.panel

    @property
    def trouble(self) -> str:
        """What the bar above the panel says; empty when it is not there."""
        bar = self.program.window.body.exchanges.troubles
        return "" if bar.isHidden() else bar.what.text()

    @property
    def state(self) -> PanelState | None:
        controller = self.program.controller
        return controller.state if controller is not None else None

    def until(self, holds: Callable[[PanelState], bool]) -> PanelState:
        """The first shown state of which `holds` is true."""
        seen: list[PanelState] = []

        def look() -> bool:
            state = self.state
            if state is not None and holds(state):
                seen.append(state)
            return bool(seen)

        try:
            self.bot.waitUntil(look, timeout=PAGE_MS)
        except WaitEnded as late:
            raise AssertionError(f"the state stayed {self.state}") from late
        return seen[0]

    def until_told(self) -> str:
        """The next message in the bar."""
        self.bot.waitUntil(lambda: bool(self.trouble), timeout=PAGE_MS)
        return self.trouble

    def until_done(self, words: str = "") -> Toast:
        """The next short message over the foot of the window, with those words in it."""
        stack = toasts_of(self.program.window)
        found: list[Toast] = []

        def look() -> bool:
            found.extend(each for each in stack.toasts if words in plain(each.words.text()))
            return bool(found)

        self.bot.waitUntil(look, timeout=PAGE_MS)
        return found[-1]

    def opened(self, kind: type[Kind], name: str = "") -> Kind:
        """The window or dialog of that kind, once it is there; never one that another test left.

        `name`: the object name it must have; any will do for ''.
        """
        found: list[Kind] = []

        def look() -> bool:
            for widget in QApplication.topLevelWidgets():
                if not isinstance(widget, kind) or name not in ("", widget.objectName()):
                    continue
                if widget.isVisible() and self._is_ours(widget):
                    found.append(widget)
            return bool(found)

        self.bot.waitUntil(look, timeout=PAGE_MS)
        return found[0]

    def _is_ours(self, widget: QWidget) -> bool:
        above: QObject | None = widget
        while above is not None and not isinstance(above, MainWindow):
            above = above.parent()
        return above in (None, self.program.window)

    def question(self, name: str) -> BaseDialog:
        """The dialog of that object name, once it is there."""
        return self.opened(BaseDialog, name)

    def answer(self, name: str, button: str) -> None:
        """Presses a button of the dialog of that object name."""
        found = self.question(name).findChild(QPushButton, button)
        assert found is not None
        found.click()

    def sign_in_as(self, role: str) -> None:
        """Fills the embedded sign-in in, to its end."""
        user = self.microsoft365.people.with_role(role)
        window = self.opened(SignInWindow)
        at_page = PersonAtPage(self.bot, window)
        at_page.sign_in(user.username, user.password)
        landed: list[bool] = []
        window.landed.connect(lambda _: landed.append(True))
        self.bot.waitUntil(lambda: bool(landed) or at_page.sees("submit"), timeout=PAGE_MS)
        if not landed:
            at_page.press("submit")
            self.bot.waitUntil(lambda: bool(landed), timeout=PAGE_MS)

    def close(self) -> None:
        """The person is done."""
        self.program.window.close()
