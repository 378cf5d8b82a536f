"""« Fichier › Paramètres société › Configuration des traitements › Échanges de données »."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from stockage_partage.messages import window as texts
from stockage_partage.ui.pages.page_ids import PageId, way
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID


class Breadcrumb(QWidget):
    """Each step but the last is a button; a screen reader hears the whole way as this widget's name."""

    place_wanted = Signal(object)  # Place
    file_menu_wanted = Signal()

    def __init__(self, place: PageId) -> None:
        super().__init__()
        self.setObjectName("breadcrumb")
        flow = FlowLayout(self)
        steps = way(place)
        for index, (text, target) in enumerate(steps):
            last = index == len(steps) - 1
            if index:
                flow.addWidget(self._separator(wide=last))
            flow.addWidget(self._here(text) if last else self._step(index, text, target))
        said = ", ".join(text for text, _ in steps)
        self.setAccessibleName(f"{texts.BREADCRUMB_NAME}\N{NO-BREAK SPACE}: {said}")

    def _step(self, index: int, text: str, target: PageId | None) -> QPushButton:
        made = PushButton(text, self)
        made.setObjectName(f"breadcrumb_{index}")
        made.setProperty("crumb", True)
        made.setProperty("first", index == 0)
        if target is None:
            made.clicked.connect(self.file_menu_wanted)
        else:
            made.clicked.connect(lambda: self.place_wanted.emit(target))
        return made

    def _here(self, text: str) -> QLabel:
        made = QLabel(text, self)
        made.setObjectName("breadcrumb_here")
        return made

    def _separator(self, *, wide: bool) -> QLabel:
        made = QLabel("›", self)
        made.setObjectName("breadcrumb_separator")
        # A step brings three pixels of its own, the last one none.
        made.setContentsMargins(GRID // 2, 0, GRID // 2 + 3 * wide, 0)
        made.setProperty("role", "quiet")
        return made
