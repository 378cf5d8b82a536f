"""« Synchroniser »: the parts of the tree to tick off, then « Fin »."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from stockage_partage.documents.online.synchronising import Progress, Synchronised
from stockage_partage.documents.tree.tree_parts import Part
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.online.assistant import Assistant, Labels
from stockage_partage.ui.online.outcome_list import Group
from stockage_partage.ui.showing import allow, show_text
from stockage_partage.words import synchronising as words
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


class SynchroniseAssistant(Assistant):
    """All parts are ticked at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "synchronise_assistant", words.TITLE, _LABELS)
        introduction = wrapping("introduction")
        introduction.setText(unbroken(words.INTRODUCTION))
        self.last_time = wrapping("last_time", quiet=True)
        title = QLabel(words.CHOOSE)
        title.setObjectName("parts_title")
        title.setFont(font(bold=True))
        self.boxes = {part: self._box(part) for part in words.PARTS}
        boxes = QVBoxLayout()
        boxes.setSpacing(GRID)
        boxes.addWidget(title)
        for box in self.boxes.values():
            boxes.addWidget(box)
        later = wrapping("later", quiet=True)
        later.setText(words.LATER)
        self.choice.addWidget(introduction)
        self.choice.addWidget(self.last_time)
        self.choice.addLayout(boxes)
        self.choice.addWidget(later)
        self.choice.addStretch(1)
        show_text(self.last_time, "")
        self.finish.setFocus()

    def _box(self, part: Part) -> QCheckBox:
        box = QCheckBox(words.PARTS[part])
        box.setObjectName(f"part_{part.value}")
        box.setAccessibleName(words.PARTS[part])
        box.setChecked(True)
        box.toggled.connect(self._ticked)
        return box

    @property
    def parts(self) -> frozenset[Part]:
        """Those that are ticked."""
        return frozenset(part for part, box in self.boxes.items() if box.isChecked())

    def _ticked(self) -> None:
        allow(self.finish, "" if self.parts else words.NOTHING_TICKED)

    def show_last_time(self, at: datetime | None, now: datetime) -> None:
        """When it was last done here."""
        show_text(self.last_time, words.last_time(at, now))

    def show_progress(self, seen: Progress) -> None:
        """While it goes on."""
        self.show_far(words.progress(seen), words.WHOLE if seen.whole else "")

    def show_result(self, result: Synchronised) -> None:
        """What was added, changed, moved and deleted, by name."""
        groups = [
            Group(
                words.heading(kind, result.counts[kind]),
                tuple(words.line(each) for each in changes),
                _rest(result.counts[kind] - len(changes)),
            )
            for kind, changes in result.listed.items()
            if changes
        ]
        came_to = words.DONE if result.complete else words.STOPPED
        after = "" if result.complete else words.GOES_ON
        summary = words.summary(result) if result.complete or result.changes else ""
        self.end(came_to, summary, groups, after)
        if not result.complete:
            self.offer_again(words.AGAIN)


def _rest(hidden: int) -> str:
    return words.more(hidden) if hidden > 0 else ""
