"""« Rapatrier »: which documents and where to, then what goes on, then what it came to. It only shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.documents.export.export import ExportProgress, ExportResult
from stockage_partage.messages import export as texts
from stockage_partage.messages.documents import DAY_HINT, TYPE_LABELS
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.assistants.assistant import Assistant, AssistantLabels, OutcomeGroup
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.form_field import Editor, FormField, day_problem, day_typed
from stockage_partage.ui.widgets.given_files import ask_folder
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import keep_room, set_enabled, show, show_text

_TYPED_MS = 300
_DAYS = ("bring_back_since", "bring_back_until")
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


class ExportForm(QWidget):
    """`changed` a moment after something was typed: what is chosen may be counted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bring_back_form")
        self.folder = QLineEdit()
        self.choose = PushButton(texts.CHOOSE_FOLDER)
        self.choose.setObjectName("choose_folder")
        self.choose.setAccessibleName(f"{texts.FOLDER}, {texts.CHOOSE_FOLDER}")
        self.text = QLineEdit()
        self.text.setPlaceholderText(texts.TEXT_HINT)
        self.third_party = QLineEdit()
        self.third_party.setPlaceholderText(texts.ANY_THIRD_PARTY)
        self.type = QComboBox()
        self.type.addItem(texts.ANY_TYPE, "")
        for word, label in sorted(TYPE_LABELS.items(), key=lambda each: each[1].casefold()):
            self.type.addItem(label, word)
        self.since, self.until = QLineEdit(), QLineEdit()
        for day in (self.since, self.until):
            day.setPlaceholderText(DAY_HINT)
        self.not_online_too = QCheckBox(texts.NOT_ONLINE_TOO)
        self.not_online_too.setObjectName("bring_back_not_online_too")
        self.not_online_too.setAccessibleDescription(texts.NOT_ONLINE_TOO_HELP)
        self.not_online_too.setToolTip(texts.NOT_ONLINE_TOO_HELP)
        self.not_online_too.setChecked(True)
        self.fields = self._make_fields()
        self._codes = QStringListModel(self)
        self._complete()
        self._lay_out()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._connect()

    def _make_fields(self) -> dict[str, FormField]:
        titles: tuple[tuple[str, str, Editor], ...] = (
            ("bring_back_folder", texts.FOLDER, self.folder),
            ("bring_back_text", texts.TEXT, self.text),
            ("bring_back_third_party", texts.THIRD_PARTY, self.third_party),
            ("bring_back_type", texts.TYPE, self.type),
            ("bring_back_since", texts.SINCE, self.since),
            ("bring_back_until", texts.UNTIL, self.until),
        )
        return {
            name: FormField(name, title, editor, kept=int(name in _DAYS))
            for name, title, editor in titles
        }

    def _complete(self) -> None:
        completer = QCompleter(self._codes, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.third_party.setCompleter(completer)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(GRID)
        where.addWidget(self.fields["bring_back_folder"], 1)
        below = QVBoxLayout()
        below.addSpacing(self.fontMetrics().height() + 4)  # under the field's title
        below.addWidget(self.choose)
        below.addStretch(1)
        where.addLayout(below)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.addWidget(self.fields["bring_back_text"], 0, 0, 1, 2)
        grid.addWidget(self.fields["bring_back_third_party"], 1, 0)
        grid.addWidget(self.fields["bring_back_type"], 1, 1)
        grid.addWidget(self.fields["bring_back_since"], 2, 0)
        grid.addWidget(self.fields["bring_back_until"], 2, 1)
        grid.addWidget(self.not_online_too, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID + GRID // 2)
        box.addLayout(where)
        box.addLayout(grid)
        order = (self.folder, self.choose, self.text, self.third_party)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        for editor in (self.folder, self.text, self.third_party, self.since, self.until):
            editor.textChanged.connect(lambda _: self._typed.start())
        self.type.currentIndexChanged.connect(lambda _: self._typed.start())
        self.not_online_too.toggled.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.changed)
        self.choose.clicked.connect(self._choose)

    def show_third_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Proposed as one types."""
        self._codes.setStringList([f"{party.code} · {party.name}" for party in parties])

    @property
    def target(self) -> Path | None:
        """The folder, None while nobody has named one."""
        typed = self.folder.text().strip()
        return Path(typed) if typed else None

    @property
    def chosen(self) -> ExportFilter:
        """What was chosen; a date that cannot be read counts for nothing (`problem` tells it)."""
        return ExportFilter(
            self.text.text().strip(),
            str(self.type.currentData() or ""),
            self.third_party.text().partition(" · ")[0].strip().upper(),
            day_typed(self.since.text()),
            day_typed(self.until.text()),
            filed_only=not self.not_online_too.isChecked(),
        )

    def problem(self) -> str:
        """What keeps it from starting, said at the field it is about; "" when nothing does."""
        folder = "" if self.target else texts.NO_FOLDER
        wrong = {name: _unread(self.fields[name].editor) for name in _DAYS}
        chosen = self.chosen
        if chosen.since and chosen.until and chosen.until < chosen.since:
            wrong["bring_back_until"] = texts.WRONG_ORDER
        for name, said in wrong.items():
            self.fields[name].say(said)
        return next((said for said in wrong.values() if said), folder)

    def _choose(self) -> None:
        ask_folder(
            self,
            "choose_folder_dialog",
            texts.CHOOSE_FOLDER_TITLE,
            lambda folder: self.folder.setText(str(folder)),
            start=self.folder.text(),
        )


def _unread(editor: Editor) -> str:
    return day_problem(editor.text()) if isinstance(editor, QLineEdit) else ""


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
