"""« Installer la licence… », where a licence is missing: asks for its file and does what the command does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stockage_partage.activation.entitling import licence_keys
from stockage_partage.activation.licence_installing import install_licence, text_of
from stockage_partage.messages import licences as texts
from stockage_partage.ui.widgets.file_dialogs import ask_file

if TYPE_CHECKING:
    from stockage_partage.licensing.licence import Licence
    from stockage_partage.ui.runtime.window_context import WindowContext


class LicenceInstaller(QObject):
    """Made when it is first asked for; `installed` once the company has its licence."""

    installed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._context = context

    def choose(self) -> None:
        """Asks for the file that the reseller sent."""
        ask_file(
            self._context.window, "licence_dialog", texts.CHOOSE_TITLE, texts.KINDS, self.install
        )

    def install(self, file: Path) -> None:
        """Puts the licence of that file into the company, and says what became of it."""
        self._context.background.run(
            self._work(file),
            owner=self,
            done=self._say,
            failed=self._context.window.show_trouble,
        )

    def _work(self, file: Path) -> Callable[[], tuple[Licence, bool]]:
        app = self._context.app

        def work() -> tuple[Licence, bool]:
            today = app.clock().date()
            licence = install_licence(
                app.database, text_of(file), licence_keys(app.settings), today
            )
            return licence, licence.valid_from > today

        return work

    def _say(self, done: tuple[Licence, bool]) -> None:
        licence, later = done
        self._context.window.show_information(
            texts.installed(licence.valid_from, licence.valid_until, later=later)
        )
        self.installed.emit()
