"""« Synchroniser »: the parts of the tree to tick off, then the run, with a sign-in when one is needed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.documents.sync.synchronise import SyncProgress, SyncResult, synchronise
from stockage_partage.documents.tree.document_types import TreePart
from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.messages import synchronising as texts
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.assistants.assistant import Assistant, AssistantLabels, OutcomeGroup
from stockage_partage.ui.assistants.assistant_controller import AssistantController, RunSummary
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import keep_room, set_enabled, show, show_text

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

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
_SAID = RunSummary(texts.FAILED, texts.AGAIN, texts.RUNNING, texts.RUNNING)


class SynchroniseAssistant(Assistant):
    """All parts are ticked at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "synchronise_assistant", texts.TITLE, _LABELS)
        self._has_read = False  # since it was opened: a later run goes on with it
        introduction = wrapping("introduction")
        introduction.setText(unbroken(texts.INTRODUCTION))
        self.last_time = wrapping("last_time", quiet=True)
        keep_room(self.last_time, 1)
        title = QLabel(texts.CHOOSE)
        title.setObjectName("parts_title")
        title.setFont(font(bold=True))
        self.boxes = {part: self._box(part) for part in texts.PARTS}
        boxes = QVBoxLayout()
        boxes.setSpacing(GRID)
        boxes.addWidget(title)
        for box in self.boxes.values():
            boxes.addWidget(box)
        later = wrapping("later", quiet=True)
        later.setText(texts.LATER)
        self.choice.addWidget(introduction)
        self.choice.addWidget(self.last_time)
        self.choice.addLayout(boxes)
        self.choice.addWidget(later)
        self.choice.addStretch(1)
        show_text(self.last_time, "")
        self.finish.setFocus()

    def _box(self, part: TreePart) -> QCheckBox:
        box = QCheckBox(texts.PARTS[part])
        box.setObjectName(f"part_{part.value}")
        box.setAccessibleName(texts.PARTS[part])
        box.setChecked(True)
        box.toggled.connect(self._ticked)
        return box

    @property
    def parts(self) -> frozenset[TreePart]:
        """The parts of the tree that are ticked."""
        return frozenset(part for part, box in self.boxes.items() if box.isChecked())

    def _ticked(self) -> None:
        set_enabled(self.finish, "" if self.parts else texts.NOTHING_TICKED)

    def show_last_time(self, at: datetime | None, now: datetime) -> None:
        """When it was last done here."""
        show_text(self.last_time, texts.last_time(at, now))

    def show_progress(self, seen: SyncProgress) -> None:
        """Shows how far synchronising is while it goes on."""
        self._has_read = True
        self.show_far(texts.progress(seen), texts.WHOLE if seen.whole else "")

    def fail(self, came_to: str, trouble: Trouble, again: str, summary: str = "") -> None:
        """Shows the trouble that stopped the work; where it only awaits a sign-in, that it has not begun."""
        if self._has_read or not isinstance(trouble, SignInNeeded):
            super().fail(came_to, trouble, again, summary)
        elif type(trouble) is not SignInNeeded:  # a sign-in that was tried
            super().fail(texts.NOT_BEGUN, trouble, again, summary)
        else:
            told = explain(trouble)
            self.end(texts.NOT_BEGUN, summary)
            show(self.mark, False)  # the bar has its own
            self.told.say(told.what, tone=Tone.TO_SETTLE, advice=told.advice, aloud=False)
            self.told.speak()
            self.offer_again(again)

    def show_result(self, result: SyncResult) -> None:
        """What was added, changed, moved and deleted, by name."""
        groups = [
            OutcomeGroup(
                texts.heading(kind, result.counts[kind]),
                tuple(texts.line(each) for each in changes),
                _rest(result.counts[kind] - len(changes)),
            )
            for kind, changes in result.listed.items()
            if changes
        ]
        came_to = texts.DONE if result.complete else texts.STOPPED
        after = "" if result.complete else texts.GOES_ON
        summary = texts.summary(result) if result.complete or result.changes else ""
        self.end(came_to, summary, groups, after)
        if not result.complete:
            self.offer_again(texts.AGAIN)


def _rest(hidden: int) -> str:
    return texts.more(hidden) if hidden > 0 else ""


class SynchroniseController(AssistantController):
    """« Synchroniser » reads what changed; a trouble on the way is said, with its way out."""

    def __init__(self, context: WindowContext) -> None:
        self.assistant = SynchroniseAssistant(context.window)
        super().__init__(context, self.assistant, _SAID)
        self._telling.listen(self.assistant.show_progress)

    def open(self) -> None:
        """Shows the assistant; when it was last done comes a moment later."""
        self.assistant.open()
        self._background.run(
            self._last_time,
            owner=self,
            done=lambda at: self.assistant.show_last_time(at, self._app.clock()),
            failed=lambda _: None,  # only an ornament; what is wrong is said when it starts
        )

    def _last_time(self) -> datetime | None:
        app = self._app
        known = app.database.activation.get().drive_id
        return app.database.online.last_time(known, app.who()) if known else None

    def _start(self) -> None:
        parts = self.assistant.parts
        self._run(
            lambda stop: synchronise(self._app, parts, stop, self._telling.tell),
            self.assistant.show_result,
        )
