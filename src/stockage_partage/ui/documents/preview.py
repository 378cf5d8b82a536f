"""A PDF inside the window, or why it is not shown; never a document that the person has left."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from stockage_partage.messages import documents_page as texts
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.widget_updates import show_text

_HEIGHT = 34 * GRID
_PICTURE = 40


class Offer(StrEnum):
    """What the button beside the words does."""

    SHOW = "show"
    RETRY = "retry"
    SIGN_IN = "sign_in"


_LABELS: dict[Offer, str] = {
    Offer.SHOW: texts.SHOW_PREVIEW,
    Offer.RETRY: texts.RETRY,
    Offer.SIGN_IN: texts.SIGN_IN,
}


class _Pages:
    """One PDF and the pages that are drawn of it, by Qt's own thread, at the width of the pane."""

    def __init__(self, parent: QWidget) -> None:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self.document: QPdfDocument = QPdfDocument(parent)
        self.view: QPdfView = QPdfView(parent)
        self.content = b""
        self._parent = parent
        self._buffer: QBuffer | None = None
        view = self.view
        view.hide()
        view.setObjectName("preview_pages")
        view.setAccessibleName(texts.PREVIEW)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # Shown as needed, it makes the page narrower, hence lower, hence is not needed: for some sizes
        # of the window that goes on for ever, and the window with it (Qt 6.11).
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        view.setDocument(self.document)

    def load(self, content: bytes) -> str:
        """'' when its pages can be shown, else why not."""
        from PySide6.QtPdf import QPdfDocument

        self.forget()
        self._buffer = QBuffer(self._parent)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        error = self.document.error()
        if error is QPdfDocument.Error.None_ and self.document.pageCount() > 0:
            self.content = content
            colours = self.view.palette()
            # What surrounds the pages is the window's own ground, in both themes.
            colours.setColor(QPalette.ColorRole.Dark, self._parent.palette().window().color())
            self.view.setPalette(colours)
            return ""
        locked = error in (
            QPdfDocument.Error.IncorrectPassword,
            QPdfDocument.Error.UnsupportedSecurityScheme,
        )
        return texts.PROTECTED if locked else texts.BROKEN

    def forget(self) -> None:
        """Lets go of the document and its bytes."""
        self.content = b""
        self.document.close()
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None


class Preview(QFrame):
    """The pages of one document, the wait for them, or words in their place."""

    pressed = Signal(object)  # Offer

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.PREVIEW)
        self.setMinimumHeight(_HEIGHT)
        self._pages: _Pages | None = None  # those that are shown, or were
        self._ready: _Pages | None = None  # those that are drawn ahead
        self.icon = IconLabel("document", side=_PICTURE)
        self.text = wrapping("preview_text", quiet=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.wait = ThinBar(texts.LOADING)
        self.wait.setObjectName("preview_wait")
        self.button = PushButton()
        self.button.setObjectName("preview_button")
        self.button.clicked.connect(self._press)
        self._offer: Offer | None = None
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
        return self._pages is not None and self._stack.currentWidget() is self._pages.view

    def come_after(self, widget: QWidget) -> None:
        """Takes its place for whoever goes by keyboard: after that widget."""
        made = [each.view for each in (self._pages, self._ready) if each is not None]
        for before, after in pairwise((widget, self.button, *made)):
            self.setTabOrder(before, after)

    @property
    def page_count(self) -> int:
        """How many pages the document that is shown has; 0 while none is."""
        return self._pages.document.pageCount() if self.shows_pages and self._pages else 0

    @property
    def words(self) -> str:
        """What is written on the pages that are shown; '' while none is."""
        if not self.shows_pages or self._pages is None:
            return ""
        document = self._pages.document
        return "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))

    def say(self, text: str, offer: Offer | None = None) -> None:
        """Words instead of pages; a button where one thing can be done, None for no button."""
        if self._pages is not None:
            self._pages.forget()
        self._offer = offer
        self.wait.hide()
        show_text(self.text, text)
        show_text(self.button, _LABELS[offer] if offer is not None else "")
        self._stack.setCurrentWidget(self._said)

    def say_loading(self) -> None:
        """The document is on its way."""
        self.say(texts.LOADING)
        self.wait.show()

    def show_pdf(self, content: bytes) -> None:
        """The pages, as wide as the pane; or why they cannot be shown. At once where they are ready."""
        if self._ready is not None and self._ready.content == content:
            self._pages, self._ready = self._ready, self._pages
            self._stack.setCurrentWidget(self._pages.view)
            return
        if self._pages is None:
            self._pages = self._made()
        refused = self._pages.load(content)
        if refused:
            self.say(refused)
        else:
            self._stack.setCurrentWidget(self._pages.view)

    def get_ready(self, content: bytes) -> None:
        """Draws, unseen, the first of the pages that are shown next; nothing where they cannot be."""
        if self._ready is None:
            self._ready = self._made()
        if self._ready.content != content and not self._ready.load(content):
            view, shown = self._ready.view, self._stack.currentWidget()
            if shown is not None:
                view.resize(shown.size())
            # A view asks for its pages when it is painted, and keeps them.
            view.grab()

    def _press(self) -> None:
        if self._offer is not None:
            self.pressed.emit(self._offer)

    def _made(self) -> _Pages:
        made = _Pages(self)
        self._stack.addWidget(made.view)
        # Made last, it would come last: after the buttons, for whoever goes by keyboard.
        self.setTabOrder(self.button, made.view)
        return made
