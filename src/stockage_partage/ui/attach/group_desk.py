"""Looks into the folders of the group for the dialog that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stockage_partage.documents.attaching.copying_online import GroupFile, GroupFolder, look_into
from stockage_partage.errors import Trouble
from stockage_partage.ui.attach.group_dialog import GroupDialog

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk


class GroupDesk(QObject):
    """One dialog, over `over`; `chosen` hears of the files."""

    def __init__(
        self, desk: DocumentDesk, over: QWidget, chosen: Callable[[Sequence[GroupFile]], None]
    ) -> None:
        super().__init__(over)
        self._desk = desk
        self._asked = 0
        self._path = ""
        self.dialog = GroupDialog(over)
        self.setParent(self.dialog)  # and goes with it
        self.dialog.folder_wanted.connect(self._look)
        self.dialog.chosen.connect(chosen)
        self.dialog.sign_in_wanted.connect(self._sign_in)
        desk.sign_in.signed_in.connect(self._signed_in)
        desk.sign_in.gave_up.connect(self._not_signed_in)

    def open(self) -> None:
        """Shows it, at the library's root."""
        self._look("")
        self.dialog.open()

    def _look(self, path: str) -> None:
        """The folder asked for last is the one that is shown."""
        self._asked += 1
        self._path = path
        number = self._asked
        self.dialog.show_reading(path)
        self._desk.background.run(
            lambda: look_into(self._desk.opened.workplace, path),
            owner=self,
            done=lambda folder: self._seen(number, folder),
            failed=lambda trouble: self._not_seen(number, trouble),
        )

    def _seen(self, number: int, folder: GroupFolder) -> None:
        if number == self._asked:
            self.dialog.show_folder(folder)

    def _not_seen(self, number: int, trouble: Trouble) -> None:
        if number == self._asked:
            self.dialog.show_trouble(trouble)

    def _sign_in(self) -> None:
        self._desk.sign_in.start(expected=self._desk.state.facts.account)

    def _signed_in(self, _signed_in: object) -> None:
        self._look(self._path)

    def _not_signed_in(self, trouble: Trouble) -> None:
        self.dialog.show_trouble(trouble)
