"""The menu bar: the help page's path is there as real entries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.messages import window as texts
from stockage_partage.messages.document_menu import DOCUMENT_ENTRIES
from stockage_partage.messages.names import COMPANY_SETTINGS
from stockage_partage.messages.window_help import COMMAND_SEARCH_ENTRY
from stockage_partage.messages.window_help import SHORTCUTS_ENTRY as SHORTCUTS
from stockage_partage.ui.pages.page_ids import DAILY, NAMES, SECTION_NAMES, TREE, PageId
from stockage_partage.ui.widgets.keys import with_letter

#: Ctrl+1, Ctrl+2… go to the places, in the tree's order.
_SHORTCUTS = {place: f"Ctrl+{number}" for number, place in enumerate(NAMES, start=1)}


_WORK_KEYS = {
    DocumentWork.CONSULT: "Ctrl+D",
    DocumentWork.DEPOSIT: "Ctrl+N",
    DocumentWork.CLASSIFY: "Ctrl+L",
    DocumentWork.ATTACH: "Ctrl+J",
    DocumentWork.PRINT: "Ctrl+P",
    DocumentWork.SYNCHRONISE: "F5",
}


class Menus(QObject):
    """The menus « Fichier », « Documents » and « Aide »."""

    place_wanted = Signal(object)  # Place
    work_wanted = Signal(object)  # DocumentWork

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.file = self._menu(bar, texts.MENU_FILE, "menu_file")
        for place in DAILY:
            self._place(self.file, place)
        settings = self._menu(self.file, COMPANY_SETTINGS, "menu_settings")
        for number, (section, places) in enumerate(TREE.items()):
            menu = self._menu(settings, SECTION_NAMES[section], f"menu_section_{number}")
            for place in places:
                self._place(menu, place)
        self.file.addSeparator()
        self.open_company = self._action(self.file, texts.OPEN_COMPANY_FILE, "action_open_company")
        self.recent = self._menu(self.file, texts.RECENT_COMPANIES, "menu_recent")
        self.recent.setEnabled(False)
        self.companies = self._action(
            self.file, texts.ALL_COMPANIES, "action_companies", "Ctrl+Shift+S"
        )
        self.file.addSeparator()
        self.tray = self._action(self.file, texts.TRAY, "action_tray")
        self.tray.setCheckable(True)
        self.file.addSeparator()
        self.quit = self._action(self.file, texts.QUIT, "action_quit", "Ctrl+Q")
        self.documents = self._menu(bar, texts.MENU_DOCUMENTS, "menu_documents")
        self.works = {work: self._work(work) for work in DocumentWork}
        self.documents.addSeparator()
        self.open_folder = self._action(
            self.documents, texts.OPEN_FOLDER, "action_open_folder", "Ctrl+O"
        )
        self.copy_link = self._action(
            self.documents, texts.COPY_LINK, "action_copy_link", "Ctrl+Shift+C"
        )
        self.documents.addSeparator()
        self.journal = self._action(self.documents, texts.JOURNAL, "action_journal", "Ctrl+Shift+J")
        self.help = self._menu(bar, texts.MENU_HELP, "menu_help")
        self.search = self._action(self.help, COMMAND_SEARCH_ENTRY, "action_search", "Ctrl+E")
        self.page_help = self._action(self.help, texts.PAGE_HELP, "action_page_help", "F1")
        self.guide = self._action(self.help, texts.GUIDE, "action_guide")
        self.shortcuts = self._action(self.help, SHORTCUTS, "action_shortcuts", "Ctrl+F1")
        self.diagnosis = self._action(self.help, texts.DIAGNOSIS_ENTRY, "action_diagnosis")
        self.about = self._action(self.help, texts.ABOUT, "action_about")
        self.allow_link(texts.NO_FOLDER_YET, texts.NO_FOLDER_YET)
        self.allow_journal(texts.NO_FOLDER_YET)
        self.allow_works(lambda _: texts.NO_FOLDER_YET)

    def _menu(self, parent: QMenuBar | QMenu, title: str, name: str) -> QMenu:
        made = parent.addMenu(title if "&" in title else with_letter(title, parent))
        made.setObjectName(name)
        made.setToolTipsVisible(True)
        return made

    def _action(self, menu: QMenu, text: str, name: str, keys: str = "") -> QAction:
        made = menu.addAction(with_letter(text, menu))
        made.setObjectName(name)
        made.setToolTip(text)
        if keys:
            made.setShortcut(QKeySequence(keys))
        return made

    def _place(self, menu: QMenu, place: PageId) -> None:
        action = self._action(menu, NAMES[place], f"action_{place.value}", _SHORTCUTS[place])
        action.triggered.connect(lambda: self.place_wanted.emit(place))

    def _work(self, work: DocumentWork) -> QAction:
        action = self._action(
            self.documents, DOCUMENT_ENTRIES[work], f"action_{work.value}", _WORK_KEYS.get(work, "")
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

    def allow_journal(self, refused: str) -> None:
        """The company's journal, greyed with the reason as its tip; '' to allow it."""
        _allow(self.journal, refused)

    def allow_tray(self, can_be: bool, is_up: bool) -> None:
        """The switch of the icon near the clock, greyed where the session has no place for one."""
        self.tray.setChecked(is_up)
        _allow(self.tray, "" if can_be or is_up else texts.NO_TRAY)

    def open_file_menu(self) -> None:
        """Opens the menu « Fichier », for the breadcrumb's first step."""
        below = self._bar.actionGeometry(self.file.menuAction()).bottomLeft()
        self.file.popup(self._bar.mapToGlobal(below))


def plain(action: QAction) -> str:
    """The entry's words, without the mark of its letter."""
    return action.text().replace("&", "", 1)


def _allow(action: QAction, refused: str) -> None:
    action.setEnabled(not refused)
    action.setToolTip(refused or plain(action))
