"""The pages of a PDF beside the list of documents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtPdfWidgets import QPdfView
from pytestqt.qtbot import QtBot

from invoice_making import blank_pdf
from stockage_partage.ui.documents.preview import Preview

MANY = 20


class Settling(QObject):
    """Counts how often the place of the pages changes its size, and ends what would never end."""

    def __init__(self, view: QPdfView) -> None:
        super().__init__(view)
        self.seen = 0
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Sees the resizing go by."""
        if event.type() is QEvent.Type.Resize:
            self.seen += 1
            if self.seen > MANY:
                self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        return False


def test_whatever_its_height_the_pages_do_not_chase_their_scroll_bar(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(320, 460)
    preview.show()
    preview.show_pdf(blank_pdf())
    view = preview.findChild(QPdfView)
    assert view is not None
    settling = Settling(view)
    for height in range(272, 520):
        settling.seen = 0
        preview.resize(320, height)
        qtbot.wait(1)
        assert settling.seen <= 4, height
