"""Where the journey plays: an example company, a local Microsoft 365, windows, one person's folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from stockage_partage.activation.states import PanelState
from stockage_partage.app import CompanyOpener, make_program
from stockage_partage.applications import Application
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.context import AppContext
from stockage_partage.emulator_process import EmulatorProcess
from stockage_partage.example_company import make_example
from stockage_partage.journey.window_driver import InputDriver, WindowDriver, hush
from stockage_partage.settings import Settings
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.program import Program, the_application

#: Long enough to be seen and pictured, short enough for a journey.
PROVISIONING_S = 4.0
#: Who plays: the application that has the option, the one that has not, and the accounts' roles.
LICENSED = Application.COMPTABILITE
UNLICENSED = Application.PAIE
ADMINISTRATOR, COLLEAGUE = "administrateur", "utilisateur"
_GLANCE_S = 0.05


class StepFailed(Exception):
    """Something is not as the help page says; the message says what."""


def expect(holds: bool, missing: str) -> None:
    """Raises StepFailed naming what is missing."""
    if not holds:
        raise StepFailed(missing)


class JourneyContext:
    """What the steps share."""

    def __init__(self, settings: Settings, captures: Path | None) -> None:
        hush()
        self._settings = settings
        self.the_application = the_application()
        self.window_driver = WindowDriver(captures)
        self.input = InputDriver(self.window_driver)
        self.host = EmulatorProcess(settings.data_dir, PROVISIONING_S)
        self.programs: dict[Application, Program] = {}
        self._openings: dict[Application, CompanyOpener] = {}
        self.opened_links: list[str] = []
        self.group_id = ""
        self.gaps: dict[str, float] = {}  # step → the event loop's worst silence in it, ms

    def folder(self, name: str) -> Path:
        """A folder of this person's, made on first use; gone with the journey."""
        made = self._settings.data_dir.parent / name
        made.mkdir(exist_ok=True)
        return made

    @property
    def window(self) -> MainWindow:
        """Where nearly everything happens: the window of the application that has the option."""
        return self.programs[LICENSED].window

    def start_microsoft365(self) -> dict[str, Any]:
        """Starts it; its description."""
        return self.host.ensure()

    def account(self, role: str) -> dict[str, str]:
        """The sample account that plays `role`."""
        for account in self.host.ensure()["accounts"]:
            if account["role"] == role:
                found: dict[str, str] = account
                return found
        raise StepFailed(role)

    def settings(self, application: Application) -> Settings:
        """The settings that a person of that application would have."""
        company = self._settings.data_dir / "BIJOU.db"
        return replace(
            self.host.configure(self._settings), company=str(company), application=application
        )

    def make_company(self) -> Path:
        """The example company with its licence."""
        settings = self.settings(Application.COMPTABILITE)
        return make_example(settings, Path(settings.company))

    def open_window(self, application: Application) -> Program:
        """The window of that application, shown and read."""
        settings = self.settings(application)
        opening = CompanyOpener(settings)
        with self.window_driver.latency.unwatched():
            program = make_program(settings, opening, open_url=self.opened_links.append)
        self.programs[application], self._openings[application] = program, opening
        program.show()
        self.until(application, lambda state: True, "the panel's first state")
        self.window_driver.until(
            lambda: program.controller and program.controller.actions, "a live panel"
        )
        return program

    def session(self, application: Application) -> AppContext:
        """What the window of that application has open."""
        session = self._openings[application].session
        if session is None:
            raise StepFailed("no session")
        return session

    def state(self, application: Application) -> PanelState | None:
        """What its panel shows now; None before the first truth."""
        controller = self.programs[application].controller
        return controller.state if controller is not None else None

    def open_link(self) -> str:
        """A click on the group's link; the address that the default browser was given."""
        known = len(self.opened_links)
        self.input.click(self.window, "group_link")
        self.window_driver.until(lambda: len(self.opened_links) > known, "opened link")
        return self.opened_links[-1]

    def until(
        self, application: Application, holds: Any, what: str, timeout_s: float = 30.0
    ) -> PanelState:
        """Waits until the panel of that application shows a state of which `holds` is true."""

        def look() -> PanelState | None:
            state = self.state(application)
            return state if state is not None and holds(state) else None

        return self.window_driver.until(look, what, timeout_s)

    def document(
        self, text: str, holds: Callable[[DocumentRow], bool], timeout_s: float = 20.0
    ) -> DocumentRow:
        """The only document that `text` finds, once `holds` is true of it. Raises StepFailed."""
        register = self.session(LICENSED).database.register

        def look() -> DocumentRow:
            end, rows = time.monotonic() + timeout_s, register.search(text)
            while len(rows) != 1 or not holds(rows[0]):
                if time.monotonic() > end:
                    raise StepFailed(f"{text}: {[(row.title, row.status.value) for row in rows]}")
                time.sleep(_GLANCE_S)
                rows = register.search(text)
            return rows[0]

        return self.window_driver.work(look, timeout_s + 10)

    def online(self, row: DocumentRow) -> bytes:
        """What Microsoft 365 holds of that document."""
        app = self.session(LICENSED)
        item = row.item_id or ""
        return self.window_driver.work(
            lambda: b"".join(app.drive.download(app.library(), item)) if item else b""
        )

    def picture(self, application: Application, name: str) -> None:
        """The window of that application."""
        self.window_driver.picture(self.programs[application].window, name)

    def close(self) -> None:
        """Closes every window, then the local Microsoft 365."""
        for program in self.programs.values():
            self.window_driver.close(program)
        self.host.close()
