"""The menu bar: the help page's path is there as real entries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.ui.places import NAMES, TREE, Place
from stockage_partage.words import window as words
from stockage_partage.words.document_menu import ENTRIES

#: Ctrl+1, Ctrl+2… go to the places, in the tree's order.
_SHORTCUTS = {place: f"Ctrl+{number}" for number, place in enumerate(NAMES, start=1)}


_WORK_KEYS = {
    DocumentWork.CONSULT: "Ctrl+D",
    DocumentWork.CLASSIFY: "Ctrl+L",
    DocumentWork.ATTACH: "Ctrl+J",
    DocumentWork.PRINT: "Ctrl+P",
    DocumentWork.SYNCHRONISE: "F5",
}


class Menus(QObject):
    """Fichier, Documents, Aide."""

    place_wanted = Signal(object)  # Place
    work_wanted = Signal(object)  # DocumentWork

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.file = self._menu(bar, words.MENU_FILE, "menu_file")
        settings = self._menu(self.file, words.COMPANY_SETTINGS, "menu_settings")
        for number, (title, places) in enumerate(TREE.items()):
            section = self._menu(settings, title, f"menu_section_{number}")
            for place in places:
                self._place(section, place)
        self.file.addSeparator()
        self.quit = self._action(self.file, words.QUIT, "action_quit", "Ctrl+Q")
        self.documents = self._menu(bar, words.MENU_DOCUMENTS, "menu_documents")
        self.works = {work: self._work(work) for work in DocumentWork}
        self.documents.addSeparator()
        self.open_folder = self._action(
            self.documents, words.OPEN_FOLDER, "action_open_folder", "Ctrl+O"
        )
        self.copy_link = self._action(
            self.documents, words.COPY_LINK, "action_copy_link", "Ctrl+Shift+C"
        )
        self.help = self._menu(bar, words.MENU_HELP, "menu_help")
        self.guide = self._action(self.help, words.GUIDE, "action_guide", "F1")
        self.about = self._action(self.help, words.ABOUT, "action_about")
        self.allow_link(words.NO_FOLDER_YET, words.NO_FOLDER_YET)
        self.allow_works(lambda _: words.NO_FOLDER_YET)

    def _menu(self, parent: QMenuBar | QMenu, title: str, name: str) -> QMenu:
        made = parent.addMenu(title)
        made.setObjectName(name)
        made.setToolTipsVisible(True)
        return made

    def _action(self, menu: QMenu, text: str, name: str, keys: str = "") -> QAction:
        made = menu.addAction(text)
        made.setObjectName(name)
        if keys:
            made.setShortcut(QKeySequence(keys))
        return made

    def _place(self, menu: QMenu, place: Place) -> None:
        action = self._action(menu, NAMES[place], f"action_{place.value}", _SHORTCUTS[place])
        action.triggered.connect(lambda: self.place_wanted.emit(place))

    def _work(self, work: DocumentWork) -> QAction:
        action = self._action(
            self.documents, ENTRIES[work], f"action_{work.value}", _WORK_KEYS.get(work, "")
        )
        action.triggered.connect(lambda: self.work_wanted.emit(work))
        return action

    def allow_works(self, refused: Callable[[DocumentWork], str]) -> None:
        """Each work on documents, greyed with its reason as its tip when `refused` gives one."""
        for work, action in self.works.items():
            _allow(action, refused(work))

    def allow_link(self, open_refused: str, copy_refused: str) -> None:
        """The two entries about the folder, greyed with the reason as their tip."""
        for action, refused in ((self.open_folder, open_refused), (self.copy_link, copy_refused)):
            _allow(action, refused)

    def open_file_menu(self) -> None:
        """From the breadcrumb's first step."""
        below = self._bar.actionGeometry(self.file.menuAction()).bottomLeft()
        self.file.popup(self._bar.mapToGlobal(below))


def _allow(action: QAction, refused: str) -> None:
    action.setEnabled(not refused)
    action.setToolTip(refused or action.text())
