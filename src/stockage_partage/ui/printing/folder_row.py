"""The watched folder of this workstation: where it is, how it stands, what one may do."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from stockage_partage.documents.printing.outcomes import FolderState, Outcome, Round
from stockage_partage.ui.fact_row import FactRow
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import allow, show
from stockage_partage.words import printing as words
from stockage_partage.words.typography import typeset


class FolderCard(QFrame):
    """One row. It asks nothing and decides nothing: what is pressed is told."""

    create_wanted = Signal()
    choose_wanted = Signal()
    open_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(words.FOLDER)
        self.create_folder = self._button("create_print_folder", words.CREATE)
        self.choose = self._button("choose_print_folder", words.CHOOSE)
        self.open = self._button("open_print_folder", words.OPEN)
        self.stop = self._button("stop_print_folder", words.STOP)
        buttons = (self.create_folder, self.choose, self.open, self.stop)
        self.row = FactRow("print_folder", words.FOLDER, buttons=buttons)
        self.row.set_title_width(self.row.title.sizeHint().width() + 3 * GRID)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        box.addWidget(self.row)
        self._counts: Counter[Outcome] = Counter()
        self.create_folder.clicked.connect(self.create_wanted)
        self.choose.clicked.connect(self.choose_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.show_round(Round(FolderState.OFF))

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        return made

    def show_round(self, said: Round) -> None:
        """How it stands after a look, and what was taken since the window was opened."""
        self._counts.update(each.outcome for each in said.taken)
        watched = said.folder is not None
        help_text = " ".join(filter(None, (words.folder_state(said), words.taken(self._counts))))
        value = words.place(said.folder) if said.folder else words.NO_FOLDER
        self.row.show_fact(value, typeset(help_text))
        show(self.create_folder, not watched)
        show(self.open, watched)
        allow(self.open, words.NOT_THERE if said.state is FolderState.ABSENT else "")
        show(self.stop, watched)

    def allow(self, reason: str) -> None:
        """Greyed with a `reason`. A folder already watched can be let go all the same."""
        allow(self.create_folder, reason)
        allow(self.choose, reason)
