"""Looks into the folders of the group for the dialog that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stockage_partage.documents.attaching.group_files import GroupFile, look_into
from stockage_partage.errors import Trouble
from stockage_partage.ui.attaching.group_dialog import GroupDialog
from stockage_partage.ui.runtime.background import Latest

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext


class GroupController(QObject):
    """One dialog, over `over`; `chosen` hears of the files."""

    def __init__(
        self, context: WindowContext, over: QWidget, chosen: Callable[[Sequence[GroupFile]], None]
    ) -> None:
        super().__init__(over)
        self._context = context
        self._looking = Latest(context.background, self)
        self._path = ""
        self.dialog = GroupDialog(over)
        self.setParent(self.dialog)  # and goes with it
        self.dialog.folder_wanted.connect(self._look)
        self.dialog.chosen.connect(chosen)
        self.dialog.sign_in_wanted.connect(self._sign_in)
        context.sign_in.signed_in.connect(self._signed_in)
        context.sign_in.gave_up.connect(self._not_signed_in)

    def open(self) -> None:
        """Shows it, at the library's root."""
        self._look("")
        self.dialog.open()

    def _look(self, path: str) -> None:
        """The folder asked for last is the one that is shown."""
        self._path = path
        self.dialog.show_reading(path)
        self._looking.run(
            lambda: look_into(self._context.app, path),
            done=self.dialog.show_folder,
            failed=self.dialog.show_trouble,
        )

    def _sign_in(self) -> None:
        self._context.sign_in.start(expected=self._context.state.facts.account)

    def _signed_in(self, _signed_in: object) -> None:
        self._look(self._path)

    def _not_signed_in(self, trouble: Trouble) -> None:
        self.dialog.show_trouble(trouble)
