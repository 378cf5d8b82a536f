"""« 4 218 classés · 3 en attente · 1 à classer »: each count is a link to the documents that it counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from stockage_partage.activation.panel_state import PanelState
from stockage_partage.company.state_records import Status
from stockage_partage.messages import panel as texts
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.link_button import LinkButton
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text


class CountLinks(QWidget):
    """A count of nothing leads nowhere, and is greyed."""

    wanted = Signal(object)  # Status

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents_value")
        self.setProperty("reads_as_text", True)
        flow = FlowLayout(self, GRID)
        self.links: dict[Status, LinkButton] = {}
        self._between: dict[Status, QLabel] = {}
        for status in texts.COUNTED:
            if self.links:
                point = self._between[status] = QLabel("·")
                point.setProperty("role", "quiet")
                flow.addWidget(point)
            link = self.links[status] = LinkButton(self)
            link.setObjectName(f"count_{status.value}")
            link.clicked.connect(lambda _=False, status=status: self.wanted.emit(status))
            flow.addWidget(link)

    def show_state(self, state: PanelState, refused: str) -> None:
        """Shows how many documents have each status. `refused`: why the list is closed, "" when it is open."""
        for status, link in self.links.items():
            text, count = texts.document_count(state, status)
            show_text(link, text)
            none = "" if count else texts.NO_SUCH_DOCUMENT
            set_enabled(link, none or refused, texts.COUNT_DESCRIPTION)
            if status in self._between:
                show(self._between[status], bool(text))
