"""F1 in every window: the chapter of the guide that is about what one looks at."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stockage_partage.messages.window_help import chapter


@runtime_checkable
class GuideOwner(Protocol):
    """The window that others stand over, which has the guide."""

    def show_guide(self, chapter: str = "", over: QWidget | None = None) -> None:
        """Shows the guide at a heading, '' for its beginning, over the window that asked."""


class HelpKey(QShortcut):
    """F1 of a window that has no menus: asks the one that it stands over, by the name of its own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(QKeySequence("F1"), window)
        self._window = window
        self.activated.connect(self._help)

    def _help(self) -> None:
        above: QObject | None = self._window
        while above is not None:
            if isinstance(above, GuideOwner):
                above.show_guide(chapter(self._window.objectName()), self._window)
                return
            above = above.parent()
