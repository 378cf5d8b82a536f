"""What an import of third parties came to: counted, and every line left out with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from stockage_partage.company.third_parties import BroughtIn
from stockage_partage.company.third_party_csv import Contents
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.question import Question
from stockage_partage.words import third_parties as words
from stockage_partage.words import window
from stockage_partage.words.panel import TONES

_ROWS = 6


class ImportDialog(Question):
    """Shown after the import; nothing is left to decide."""

    columns = 84

    def __init__(self, contents: Contents, came: BroughtIn, parent: QWidget | None = None) -> None:
        super().__init__(parent, "import_dialog", words.IMPORT_TITLE)
        self.add_points(words.imported(came.added, came.changed, came.same))
        if contents.refused:
            tone = Tone.TO_SETTLE
            self.add_warning(tone.value, TONES[tone], words.refused(len(contents.refused)))
            self._list(
                "refused_lines",
                words.REFUSED_LIST,
                [words.refused_line(line) for line in contents.refused],
            )
        else:
            self.add_text("nothing_refused", words.NOTHING_REFUSED)
        if contents.doubtful:
            self._list(
                "doubtful_lines",
                words.DOUBTFUL_LIST,
                [words.doubtful_line(line) for line in contents.doubtful],
            )
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)

    def _list(self, name: str, title: str, lines: Sequence[str]) -> None:
        label = QLabel(title)
        label.setObjectName(f"{name}_title")
        label.setFont(font(bold=True))
        shown = QListWidget()
        shown.setObjectName(name)
        shown.setAccessibleName(title)
        shown.setWordWrap(True)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.addItems(list(lines))
        row = self.fontMetrics().height() + 2 * GRID
        shown.setFixedHeight(min(_ROWS, len(lines)) * row + GRID + 4)
        label.setBuddy(shown)
        self.subject.addWidget(label)
        self.subject.addWidget(shown)
