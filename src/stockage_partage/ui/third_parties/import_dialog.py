"""What an import of third parties came to: counted, and every line left out with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from stockage_partage.company.third_parties.csv_file import CsvContents
from stockage_partage.company.third_parties.third_parties import ImportCounts
from stockage_partage.messages import third_parties as texts
from stockage_partage.messages import window
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.theme import GRID, font

_ROWS = 6


class ImportDialog(BaseDialog):
    """Shown after the import; nothing is left to decide."""

    columns = 84

    def __init__(
        self, contents: CsvContents, came: ImportCounts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "import_dialog", texts.IMPORT_TITLE)
        self.add_points(texts.imported(came.added, came.changed, came.same))
        if contents.refused:
            self.add_warning(texts.refused(len(contents.refused)))
            self._list(
                "refused_lines",
                texts.REFUSED_LIST,
                [texts.refused_line(line) for line in contents.refused],
            )
        else:
            self.add_text("nothing_refused", texts.NOTHING_REFUSED)
        if contents.doubtful:
            self._list(
                "doubtful_lines",
                texts.DOUBTFUL_LIST,
                [texts.doubtful_line(line) for line in contents.doubtful],
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
