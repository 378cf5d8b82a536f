"""Files dropped on the main window are attached, wherever on it they fall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stockage_partage.storage.document_work import DocumentWork, refusal
from stockage_partage.ui.attach.dropping import FileDrop

if TYPE_CHECKING:
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.document_desk import DocumentDesk


def take_drops(
    window: QWidget,
    desk_now: Callable[[], DocumentDesk | None],
    state_now: Callable[[], PanelState | None],
) -> None:
    """From now on, and only while attaching is open to this application."""

    def dropped(files: Sequence[Path]) -> None:
        if (desk := desk_now()) is not None:
            desk.attach_to(None, files)

    def allowed() -> bool:
        state = state_now()
        return state is not None and refusal(DocumentWork.ATTACH, state) is None

    FileDrop(window, dropped, allowed)
