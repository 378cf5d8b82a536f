"""The user's guide, in a window of its own.

A Markdown page of the documentation: pictures as wide as the window lets them, headings to go to.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.messages import window
from stockage_partage.messages import window_help as texts
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.keys import AccessKeys
from stockage_partage.ui.widgets.link_opening import opener
from stockage_partage.ui.widgets.resources import guide
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import announce, put_text, set_enabled, show

_SETTLED_MS = 120
_PUNCTUATION = re.compile(r"[^\w\- ]")
#: How a picture stands in the text of a document.
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"

_FOLDING = QTextBlockFormat()
_FOLDING.setNonBreakableLines(False)


def address_of(heading: str) -> str:
    """« Votre compte » → « votre-compte », as code hosts make the addresses of headings."""
    return _PUNCTUATION.sub("", heading.lower()).replace(" ", "-")


def folded(text: str) -> str:
    """Without accents and capitals, each character still in its place."""
    return "".join(unicodedata.normalize("NFKD", each)[0].lower()[:1] for each in text)


class GuideText(QTextBrowser):
    """Opens nothing by itself: `anchorClicked` says where the reader wants to go."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide_text")
        self.setOpenLinks(False)
        # Coming and going, it would change the width that the pictures are made for.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._page: Path | None = None
        self._width = 0
        self._found: list[QTextCursor] = []
        self._folded = ""  # the page's text once it was searched
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._draw_again)

    def show_page(self, page: Path) -> None:
        """Shows a page of the guide from its beginning. Raises OSError when it cannot be read."""
        self._page = page
        self._width = self.viewport().width()
        self._found, self._folded = [], ""
        self.document().clear()  # lets go of the pictures of another width
        # In one piece: laid out in between, it would read every picture, and lose what follows a heading.
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self.setMarkdown(page.read_text(encoding="utf-8"))
        self._prepare(cursor)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def scroll_to(self, height: int) -> None:
        """Scrolls to a height in pixels from the beginning, once the page has its height."""
        _ = self.document().size()
        self.verticalScrollBar().setValue(height)

    def search(self, words: str) -> int:
        """Marks every place where `words` stand, whatever their accents and capitals; how many there are."""
        wanted, text = folded(words.strip()), self._folded
        if wanted and not text:
            text = self._folded = folded(self.document().toPlainText())
        places: list[int] = []
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            places.append(at)
            at = text.find(wanted, at + len(wanted))
        self._found = [self._passage(place, len(wanted)) for place in places]
        self._mark(-1)
        return len(self._found)

    def go_to_found(self, number: int) -> None:
        """Brings the place of that number, from 0, into sight and marks it more than the others."""
        if 0 <= number < len(self._found):
            passage = QTextCursor(self._found[number])
            # The end would be what is brought into sight; the passage itself is not selected: it is marked.
            passage.setPosition(passage.selectionStart())
            self.setTextCursor(passage)
            self.ensureCursorVisible()
            self._mark(number)

    def first_below(self) -> int:
        """The number of the first place at or below the top of what is seen; 0 when there is none."""
        top = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        below = (n for n, each in enumerate(self._found) if each.selectionStart() >= top)
        return next(below, 0)

    def _passage(self, at: int, length: int) -> QTextCursor:
        passage = QTextCursor(self.document())
        passage.setPosition(at)
        passage.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        return passage

    def _mark(self, current: int) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        for number, passage in enumerate(self._found):
            mark = QTextEdit.ExtraSelection()
            chosen = number == current
            mark.cursor = passage
            how = QTextCharFormat()
            role = QPalette.ColorRole
            how.setBackground(self.palette().color(role.Accent if chosen else role.Highlight))
            if chosen:
                how.setForeground(self.palette().color(role.Base))
            mark.format = how
            marks.append(mark)
        self.setExtraSelections(marks)

    def _prepare(self, cursor: QTextCursor) -> None:
        """Headings can be gone to, commands fold instead of widening the page, pictures have their size."""
        block = self.document().firstBlock()
        while block.isValid():
            if block.blockFormat().headingLevel():
                _name(block, cursor)
            elif block.blockFormat().nonBreakableLines():
                cursor.setPosition(block.position())
                cursor.mergeBlockFormat(_FOLDING)
            block = block.next()
        for at, character in enumerate(self.document().toPlainText()):
            if character == _PICTURE:
                cursor.setPosition(at)
                cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
                self._leave_room(cursor)

    def _leave_room(self, picture: QTextCursor) -> None:
        """The page is laid out from the sizes of its pictures; each is read once it is drawn."""
        how = picture.charFormat().toImageFormat()
        size = QImageReader(self._file(how.name())).size()
        if size.isValid():
            if size.width() > (room := self._room()):
                size.scale(QSize(room, size.height()), Qt.AspectRatioMode.KeepAspectRatio)
                size /= self.devicePixelRatioF()
            how.setWidth(size.width())
            how.setHeight(size.height())
            picture.setCharFormat(how)

    def _file(self, picture: str) -> str:
        """Where a picture of the page lies."""
        return str(self._page.parent / picture) if self._page is not None else ""

    def _room(self) -> int:
        """Pixels of the screen that a picture may be wide."""
        margins = 2 * self.document().documentMargin() + 40
        return max(1, round((self._width - margins) * self.devicePixelRatioF()))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures beside the page, made to fit; anything else as usual."""
        if kind != QTextDocument.ResourceType.ImageResource.value or self._page is None:
            return super().loadResource(kind, name)
        picture = QImage(self._file(QUrl(name).path()))
        if picture.width() > (room := self._room()):
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(room, smooth)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow once the window is let go."""
        super().resizeEvent(event)
        if self._page is not None and self.viewport().width() != self._width:
            self._settled.start()

    def _draw_again(self) -> None:
        """Draws the page at the new width, at about the place where the reader was."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        if self._page is not None and self._page.is_file():
            self.show_page(self._page)
            _ = self.document().size()
            bar.setValue(round(share * bar.maximum()))


def _name(heading: QTextBlock, cursor: QTextCursor) -> None:
    cursor.setPosition(heading.position())
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    named = QTextCharFormat()
    named.setAnchor(True)
    named.setAnchorNames([address_of(heading.text())])
    cursor.mergeCharFormat(named)


class GuideWindow(QDialog):
    """Goes from page to page of the documentation; web addresses open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_window")
        self.setWindowTitle(window.GUIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        AccessKeys(self)
        self._before: list[tuple[Path, int]] = []
        self._page: Path | None = None
        self._open_url = opener(self)
        self.text = GuideText()
        self.text.setAccessibleName(window.GUIDE)
        self.text.anchorClicked.connect(self._open)
        self.back = self._button("back", window.GUIDE_BACK)
        self.back.clicked.connect(self._go_back)
        self.close_button = self._button("close", window.CLOSE)
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(GRID, GRID, GRID, GRID)
        box.addLayout(self._search_row())
        box.addWidget(self.text)
        box.addLayout(buttons)
        self.resize(100 * GRID, 90 * GRID)
        self.resize(self.size().boundedTo(room_on_screen(self)))
        OnScreen(self)
        path = guide()
        if path is None:
            self.text.setPlainText(window.GUIDE_MISSING)
            show(self.back, False)
        else:
            self._show(path)

    def _search_row(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setObjectName("guide_search")
        self.search.setPlaceholderText(texts.GUIDE_SEARCH)
        self.search.setAccessibleName(texts.GUIDE_SEARCH)
        self.search.textChanged.connect(self._look_for)
        self.found = QLabel()
        self.found.setObjectName("guide_found")
        self.found.setMinimumWidth(
            self.found.fontMetrics().horizontalAdvance(texts.found_in_guide(0, 0))
        )
        self.previous = self._button("guide_previous", texts.GUIDE_PREVIOUS)
        self.next = self._button("guide_next", texts.GUIDE_NEXT)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.search.returnPressed.connect(self._go_on)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._begin_search)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        row.addWidget(self.found)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self._count = self._number = 0
        self._say_found()
        return row

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, words: str) -> None:
        self._count = self.text.search(words)
        self._number = self.text.first_below()
        self.text.go_to_found(self._number)
        self._say_found()

    def _go_on(self) -> None:
        back = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._step(-1 if back else 1)

    def _step(self, by: int) -> None:
        if self._count:
            self._number = (self._number + by) % self._count
            self.text.go_to_found(self._number)
            self._say_found()

    def _say_found(self) -> None:
        said = (
            texts.found_in_guide(self._number + 1, self._count)
            if self.search.text().strip()
            else ""
        )
        put_text(self.found, said)
        announce(self.found, said)
        for button in (self.previous, self.next):
            set_enabled(button, "" if self._count else texts.NOTHING_LOOKED_FOR)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the search up first, then closes the window; Enter is for the search alone."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def go_to(self, chapter: str) -> None:
        """Shows the heading `chapter` of the user's guide, wherever the reader was."""
        path = guide()
        if path is None:
            return
        if self._page != path:
            if self._page is not None:
                self._before.append((self._page, self.text.verticalScrollBar().value()))
            self._show(path)
        self.text.scrollToAnchor(address_of(chapter))

    def _show(self, page: Path) -> None:
        self._page = page
        self.text.show_page(page)
        if self.search.text():
            self._look_for(self.search.text())
        show(self.back, bool(self._before))

    def _open(self, url: QUrl) -> None:
        if not url.isRelative():
            self._open_url(url.toString())
            return
        if self._page is None:
            return
        if url.path():
            page = self._page.parent / url.path()
            if not page.is_file():
                return  # every page that the guide names is shipped with it
            self._before.append((self._page, self.text.verticalScrollBar().value()))
            self._show(page)
        if url.hasFragment():
            self.text.scrollToAnchor(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _go_back(self) -> None:
        page, height = self._before.pop()
        self._show(page)
        self.text.setFocus()
        self.text.scroll_to(height)


def open_guide(over: QWidget, chapter: str = "") -> GuideWindow:
    """The guide of that window, in front, at the heading `chapter` when it has one.

    Each window has its own: one that belonged to another would be shut out by a question over it.
    """
    window = over.window()
    only_its_own = Qt.FindChildOption.FindDirectChildrenOnly
    found = window.findChild(GuideWindow, "guide_window", only_its_own)
    shown = found if found is not None else GuideWindow(window)
    shown.show()
    if chapter:
        shown.go_to(chapter)
    shown.raise_()
    shown.activateWindow()
    return shown
