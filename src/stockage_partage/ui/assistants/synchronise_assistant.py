"""« Synchroniser »: the parts of the tree to tick off, then « Synchroniser »."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from stockage_partage.documents.sync.synchronise import SyncProgress, SyncResult
from stockage_partage.documents.tree.tree_parts import TreePart
from stockage_partage.messages import synchronising as texts
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.assistants.assistant import Assistant, AssistantLabels
from stockage_partage.ui.assistants.outcome_list import OutcomeGroup
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import keep_room, set_enabled, show_text

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


class SynchroniseAssistant(Assistant):
    """All parts are ticked at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "synchronise_assistant", texts.TITLE, _LABELS)
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
        self.show_far(texts.progress(seen), texts.WHOLE if seen.whole else "")

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
