"""A PDF inside the window, or why it is not shown; never a document that the person has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import show_text
from stockage_partage.ui.thin_bar import ThinBar
from stockage_partage.words import consulting as words

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

_HEIGHT = 34 * GRID
_PICTURE = 40


class Preview(QFrame):
    """One place for the pages, the wait and the words."""

    pressed = Signal()  # the button beside the words

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(words.PREVIEW)
        self.setMinimumHeight(_HEIGHT)
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self._buffer: QBuffer | None = None
        self.icon = IconLabel("document", side=_PICTURE)
        self.text = wrapping("preview_text", quiet=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.wait = ThinBar(words.LOADING)
        self.wait.setObjectName("preview_wait")
        self.button = QPushButton()
        self.button.setObjectName("preview_button")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.pressed)
        said = QWidget()
        said.setObjectName("rows")
        box = QVBoxLayout(said)
        box.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        box.setSpacing(GRID + GRID // 2)
        box.addStretch(1)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.text)
        box.addWidget(self.wait)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self._said = said
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(said)
        self.say("")

    @property
    def shows_pages(self) -> bool:
        """True while the pages themselves are to be seen."""
        return self._stack.currentWidget() is self._view and self._view is not None

    def say(self, text: str, button: str = "") -> None:
        """Words instead of pages; a button where one thing can be done."""
        self._forget()
        self.wait.hide()
        show_text(self.text, text)
        show_text(self.button, button)
        self._stack.setCurrentWidget(self._said)

    def say_loading(self) -> None:
        """The document is on its way."""
        self.say(words.LOADING)
        self.wait.show()

    def show_pdf(self, content: bytes) -> None:
        """The pages, as wide as the pane; or why they cannot be shown."""
        from PySide6.QtPdf import QPdfDocument

        self._forget()
        self._make_view()
        assert self._document is not None  # noqa: S101  # just made
        assert self._view is not None  # noqa: S101
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        error = self._document.error()
        if error is QPdfDocument.Error.None_ and self._document.pageCount() > 0:
            colours = self._view.palette()
            # What surrounds the pages is the window's own ground, in both themes.
            colours.setColor(QPalette.ColorRole.Dark, self.palette().window().color())
            self._view.setPalette(colours)
            self._stack.setCurrentWidget(self._view)
            return
        locked = error in (
            QPdfDocument.Error.IncorrectPassword,
            QPdfDocument.Error.UnsupportedSecurityScheme,
        )
        self.say(words.PROTECTED if locked else words.BROKEN)

    def _make_view(self) -> None:
        if self._view is not None:
            return
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self._document = QPdfDocument(self)
        self._view = QPdfView(self)
        self._view.setObjectName("preview_pages")
        self._view.setAccessibleName(words.PREVIEW)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # Shown as needed, it makes the page narrower, hence lower, hence is not needed: for some sizes
        # of the window that goes on for ever, and the window with it (Qt 6.11).
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._view.setDocument(self._document)
        self._stack.addWidget(self._view)

    def _forget(self) -> None:
        if self._document is not None:
            self._document.close()
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
