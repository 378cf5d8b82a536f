"""The documents that a run came upon, under a heading for each kind; the text can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

from stockage_partage.plain_text import some_lines
from stockage_partage.ui.widgets.theme import GRID


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """`rest` is said last, where more were met than are listed. A line may have a second one."""

    heading: str
    lines: tuple[str, ...]
    rest: str = ""


class OutcomeList(QTextBrowser):
    """Read only; a path that is too long goes on on the next line."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(6 * (self.fontMetrics().height() + 2 * GRID))
        self.document().setDocumentMargin(GRID)

    def show_groups(self, groups: Sequence[OutcomeGroup]) -> None:
        """Shows these groups in place of the former ones."""
        told: list[str] = []
        for group in groups:
            told.append(f"<p style='margin-bottom: 4px'><b>{escape(group.heading)}</b></p>")
            told += [_line(line) for line in group.lines]
            if group.rest:
                told.append(_line(group.rest))
        self.setHtml("".join(told))


def _line(text: str) -> str:
    first, *others = (escape(part) for part in some_lines(text).split("\n"))
    below = "".join(f"<br/>{other}" for other in others)
    return f"<p style='margin-top: 4px; margin-bottom: 6px; margin-left: 8px'>{first}{below}</p>"
