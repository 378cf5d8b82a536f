"""A whole program in front of a local Microsoft 365, and the person who uses its window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from person_at_page import PAGE_MS, PersonAtPage
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.app import Opening, make_program
from stockage_partage.applications import Application
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.example import make_example
from stockage_partage.settings import Settings
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.panel import StoragePanel
from stockage_partage.ui.program import Program
from stockage_partage.ui.question import Question
from stockage_partage.ui.sign_in_window import SignInWindow

Kind = TypeVar("Kind", bound=QObject)


@dataclass
class AtTheWindow:
    """Shown on a company of its own; every wait is bounded."""

    bot: QtBot
    microsoft365: LocalMicrosoft365
    folder: Path
    application: Application = Application.COMPTABILITE
    opened_links: list[str] = field(default_factory=list)

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
        make_example(settings, company)
        self.company = company
        self.program: Program = make_program(
            settings, Opening(settings), open_url=self.opened_links.append
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
        return self.program.window.exchanges.panel

    @property
    def trouble(self) -> str:
        """What the bar above the panel says; empty when it is not there."""
        bar = self.program.window.exchanges.troubles
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

        self.bot.waitUntil(look, timeout=PAGE_MS)
        return seen[0]

    def until_told(self) -> str:
        """The next message in the bar."""
        self.bot.waitUntil(lambda: bool(self.trouble), timeout=PAGE_MS)
        return self.trouble

    def opened(self, kind: type[Kind]) -> Kind:
        """The window or question of that kind, once it is there; never one that another test left."""
        found: list[Kind] = []

        def look() -> bool:
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, kind) and widget.isVisible() and self._is_ours(widget):
                    found.append(widget)
            return bool(found)

        self.bot.waitUntil(look, timeout=PAGE_MS)
        return found[0]

    def _is_ours(self, widget: QWidget) -> bool:
        above: QObject | None = widget
        while above is not None and not isinstance(above, MainWindow):
            above = above.parent()
        return above in (None, self.program.window)

    def answer(self, kind: type[Question], button: str) -> None:
        """Presses a button of that question."""
        found = self.opened(kind).findChild(QPushButton, button)
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
