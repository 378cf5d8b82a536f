"""« Rapatrier »: which documents and where to, then « Rapatrier »."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.panel_state import Tone
from stockage_partage.documents.export.export import ExportProgress, ExportResult
from stockage_partage.messages import export as texts
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.assistants.assistant import Assistant, AssistantLabels
from stockage_partage.ui.assistants.export_form import ExportForm
from stockage_partage.ui.assistants.outcome_list import OutcomeGroup
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.widget_updates import keep_room, set_enabled, show, show_text


@dataclass(frozen=True, slots=True)
class ExportWords:
    """What the assistant says before it starts. `chosen`: how many documents the choice means."""

    name: str
    title: str
    introduction: str
    while_off: str
    labels: AssistantLabels
    none_chosen: str
    chosen: Callable[[int], str]


_LABELS = AssistantLabels(
    texts.FINISH,
    texts.CANCEL,
    texts.STOP,
    texts.STOPPING,
    texts.AGAIN,
    texts.CLOSE,
    texts.PROGRESS_NAME,
    texts.LIST_NAME,
    texts.GOES_ON,
)
_WORDS = ExportWords(
    "bring_back_assistant",
    texts.TITLE,
    texts.INTRODUCTION,
    texts.WHILE_OFF,
    _LABELS,
    texts.NONE_CHOSEN,
    texts.chosen,
)


class ExportAssistant(Assistant):
    """`count_wanted` asks how many documents the choice means; `open_wanted`, to see the folder."""

    count_wanted = Signal()
    open_wanted = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        storage_off: bool = False,
        signed_in: bool = True,
        words: ExportWords = _WORDS,
        form: ExportForm | None = None,
    ) -> None:
        super().__init__(parent, words.name, words.title, words.labels)
        self._words = words
        introduction = wrapping("introduction")
        introduction.setText(unbroken(words.introduction))
        notes = wrapping("notes", quiet=True)
        said = (words.while_off if storage_off else "", "" if signed_in else texts.SIGN_IN_FIRST)
        show_text(notes, " ".join(filter(None, said)))
        self.form = form or ExportForm()
        self.counted = wrapping("counted")
        keep_room(self.counted, 1)
        self._count: int | None = None
        for widget in (introduction, notes, self.form, self.counted):
            self.choice.addWidget(widget)
        self.choice.addStretch(1)
        self.open_folder = self.add_button("open_folder", texts.OPEN_FOLDER)
        self.buttons.insertWidget(1, self.open_folder)
        buttons = (self.open_folder, self.finish, self.stop, self.cancel, self.close_button)
        for before, after in pairwise(buttons):
            self.setTabOrder(before, after)
        self.open_folder.clicked.connect(self.open_wanted)
        self.form.changed.connect(self._changed)
        show(self.open_folder, False)
        self._allow()
        self.form.folder.setFocus()

    def show_count(self, count: int) -> None:
        """How many documents the choice means."""
        self._count = count
        show_text(self.counted, self._words.chosen(count))
        self._allow()

    def _changed(self) -> None:
        self._count = None
        self._allow()
        show_text(self.counted, texts.COUNTING)
        self.count_wanted.emit()

    def _allow(self) -> None:
        problem = self.form.problem()
        none = self._words.none_chosen if self._count == 0 else ""
        set_enabled(self.finish, problem or none)

    def show_progress(self, seen: ExportProgress) -> None:
        """Shows how far bringing back is while it goes on."""
        self.show_far(texts.progress(seen), seen.path, seen.done, seen.total)

    def show_result(self, result: ExportResult, after: str = "") -> None:
        """What is there, and what needs somebody."""
        groups = []
        if result.listed:
            rest = result.missing + result.changed - len(result.listed)
            lines = tuple(texts.problem(each) for each in result.listed)
            groups.append(
                OutcomeGroup(texts.LIST_NAME, lines, texts.more(rest) if rest > 0 else "")
            )
        heading = texts.DONE if result.complete else texts.STOPPED
        notes = (texts.where(result), "" if result.complete else texts.GOES_ON, after)
        self.end(heading, texts.summary(result), groups, "\n".join(filter(None, notes)))
        if result.complete and result.listed:
            self.told.say(texts.ATTENTION, tone=Tone.TO_SETTLE, advice=texts.ATTENTION_ADVICE)
        if not result.complete:
            self.offer_again(texts.AGAIN)
        show(self.open_folder, True)

    def start(self, doing: str) -> None:
        """The folder can be opened once it is over."""
        show(self.open_folder, False)
        super().start(doing)
