"""What the tree tells beside « Documents »: how many wait for somebody."""

from __future__ import annotations

from stockage_partage.activation.open_work import DocumentWork, refusal
from stockage_partage.activation.panel_state import PanelState
from stockage_partage.company.state_records import Status
from stockage_partage.messages.panel import document_count
from stockage_partage.messages.typography import number
from stockage_partage.ui.window.navigation import Badge

_TOLD = (Status.TO_CLASSIFY, Status.BLOCKED)


def badges(state: PanelState) -> list[Badge]:
    """« 4 à classer », « 2 bloqués »; none while the list is closed to this application."""
    if refusal(DocumentWork.CONSULT, state) is not None:
        return []
    told = []
    for status in _TOLD:
        words, count = document_count(state, status)
        if count:
            told.append(Badge(status is Status.BLOCKED, words, number(count)))
    return told
