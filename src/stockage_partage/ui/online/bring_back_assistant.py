"""« Rapatrier »: which documents and where to, then « Rapatrier »."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.bring_back.bringing_back import BringBackProgress, BroughtBack
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.online.assistant import Assistant, Labels
from stockage_partage.ui.online.bring_back_form import BringBackForm
from stockage_partage.ui.online.outcome_list import Group
from stockage_partage.ui.showing import allow, show, show_text
from stockage_partage.words import bringing_back as words
from stockage_partage.words.typography import unbroken

_LABELS = Labels(
    words.FINISH,
    words.CANCEL,
    words.STOP,
    words.STOPPING,
    words.AGAIN,
    words.CLOSE,
    words.PROGRESS_NAME,
    words.LIST_NAME,
    words.GOES_ON,
)


class BringBackAssistant(Assistant):
    """`count_wanted` asks how many documents the choice means; `open_wanted`, to see the folder."""

    count_wanted = Signal()
    open_wanted = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, storage_off: bool = False, signed_in: bool = True
    ) -> None:
        super().__init__(parent, "bring_back_assistant", words.TITLE, _LABELS)
        introduction = wrapping("introduction")
        introduction.setText(unbroken(words.INTRODUCTION))
        notes = wrapping("notes", quiet=True)
        said = (words.WHILE_OFF if storage_off else "", "" if signed_in else words.SIGN_IN_FIRST)
        show_text(notes, " ".join(filter(None, said)))
        self.form = BringBackForm()
        self.counted = wrapping("counted")
        self._count: int | None = None
        for widget in (introduction, notes, self.form, self.counted):
            self.choice.addWidget(widget)
        self.choice.addStretch(1)
        self.open_folder = self.add_button("open_folder", words.OPEN_FOLDER)
        self.buttons.insertWidget(1, self.open_folder)
        self.open_folder.clicked.connect(self.open_wanted)
        self.form.changed.connect(self._changed)
        show(self.open_folder, False)
        self._allow()
        self.form.folder.setFocus()

    def show_third_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Proposed as one types their code or name."""
        self.form.show_third_parties(parties)

    def show_count(self, count: int) -> None:
        """How many documents the choice means."""
        self._count = count
        show_text(self.counted, words.chosen(count))
        self._allow()

    def _changed(self) -> None:
        self._count = None
        self._allow()
        show_text(self.counted, words.COUNTING)
        self.count_wanted.emit()

    def _allow(self) -> None:
        problem = self.form.problem()
        none = words.NONE_CHOSEN if self._count == 0 else ""
        allow(self.finish, problem or none)

    def show_progress(self, seen: BringBackProgress) -> None:
        """While it goes on."""
        self.show_far(words.progress(seen), seen.path, seen.done, seen.total)

    def show_result(self, result: BroughtBack, after: str = "") -> None:
        """What is there, and what needs somebody."""
        groups = []
        if result.listed:
            rest = result.missing + result.changed - len(result.listed)
            lines = tuple(words.problem(each) for each in result.listed)
            groups.append(Group(words.LIST_NAME, lines, words.more(rest) if rest > 0 else ""))
        heading = words.DONE if result.complete else words.STOPPED
        notes = (words.where(result), "" if result.complete else words.GOES_ON, after)
        self.end(heading, words.summary(result), groups, "\n".join(filter(None, notes)))
        if result.complete and result.listed:
            self.told.tell(Tone.TO_SETTLE, words.ATTENTION, words.ATTENTION_ADVICE)
        if not result.complete:
            self.offer_again(words.AGAIN)
        show(self.open_folder, True)

    def start(self, doing: str) -> None:
        """The folder can be opened once it is over."""
        show(self.open_folder, False)
        super().start(doing)
