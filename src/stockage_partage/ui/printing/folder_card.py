"""The watched folder of this workstation: where it is, how it stands, what one may do."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from stockage_partage.documents.printing.outcomes import FolderScan, FolderState, PrintOutcome
from stockage_partage.messages import printing as texts
from stockage_partage.messages.typography import typeset
from stockage_partage.ui.widgets.fact_row import FactRow
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled, show


class FolderCard(QFrame):
    """One row. It asks nothing and decides nothing: what is pressed is told."""

    create_wanted = Signal()
    choose_wanted = Signal()
    open_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.FOLDER)
        self.create_folder = self._button("create_print_folder", texts.CREATE)
        self.choose = self._button("choose_print_folder", texts.CHOOSE)
        self.open = self._button("open_print_folder", texts.OPEN)
        self.stop = self._button("stop_print_folder", texts.STOP)
        self.buttons = (self.create_folder, self.choose, self.open, self.stop)
        self.row = FactRow("print_folder", texts.FOLDER, buttons=self.buttons)
        self.row.set_title_width(self.row.title.sizeHint().width() + 3 * GRID)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        box.addWidget(self.row)
        self._counts: Counter[PrintOutcome] = Counter()
        self.create_folder.clicked.connect(self.create_wanted)
        self.choose.clicked.connect(self.choose_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self._known = False
        self._refused = ""
        self.row.show_fact(texts.FOLDER_READING, texts.FOLDER_HELP)
        for button in (self.create_folder, self.open, self.stop):
            show(button, False)
        self._follow()

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def show_round(self, said: FolderScan) -> None:
        """How it stands after a look, and what was taken since the window was opened."""
        self._known = True
        self._counts.update(each.outcome for each in said.taken)
        watched = said.folder is not None
        help_text = " ".join(filter(None, (texts.folder_state(said), texts.taken(self._counts))))
        value = texts.place(said.folder) if said.folder else texts.NO_FOLDER
        self.row.show_fact(value, typeset(help_text))
        show(self.create_folder, not watched)
        show(self.open, watched)
        set_enabled(self.open, texts.NOT_THERE if said.state is FolderState.ABSENT else "")
        show(self.stop, watched)
        self._follow()

    def allow(self, reason: str) -> None:
        """Greyed with a `reason`. A folder already watched can be let go all the same."""
        self._refused = reason
        self._follow()

    def _follow(self) -> None:
        reason = self._refused or ("" if self._known else texts.FOLDER_READING)
        set_enabled(self.create_folder, reason)
        set_enabled(self.choose, reason)
