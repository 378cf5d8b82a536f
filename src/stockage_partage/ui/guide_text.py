"""A Markdown page of the documentation: pictures as wide as the window lets them, headings to go to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QTextBrowser

_SETTLED_MS = 120
_PUNCTUATION = re.compile(r"[^\w\- ]")


_FOLDING = QTextBlockFormat()
_FOLDING.setNonBreakableLines(False)


def address_of(heading: str) -> str:
    """« Votre compte » → « votre-compte », as code hosts make the addresses of headings."""
    return _PUNCTUATION.sub("", heading.lower()).replace(" ", "-")


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
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._draw_again)

    def show_page(self, page: Path) -> None:
        """From its beginning. Raises OSError when it cannot be read."""
        self._page = page
        self._width = self.viewport().width()
        self.document().clear()  # lets go of the pictures of another width
        self.setMarkdown(page.read_text(encoding="utf-8"))
        self._prepare()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def scroll_to(self, height: int) -> None:
        """In pixels from the beginning; waits until the page has its height."""
        _ = self.document().size()
        self.verticalScrollBar().setValue(height)

    def _prepare(self) -> None:
        """Headings can be gone to, and commands fold instead of widening the page."""
        cursor = QTextCursor(self.document())
        # In one piece: laid out between two headings, the page would lose what follows.
        cursor.beginEditBlock()
        block = self.document().firstBlock()
        while block.isValid():
            if block.blockFormat().headingLevel():
                _name(block, cursor)
            elif block.blockFormat().nonBreakableLines():
                cursor.setPosition(block.position())
                cursor.mergeBlockFormat(_FOLDING)
            block = block.next()
        cursor.endEditBlock()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures beside the page, made to fit; anything else as usual."""
        if kind != QTextDocument.ResourceType.ImageResource.value or self._page is None:
            return super().loadResource(kind, name)
        picture = QImage(str(self._page.parent / QUrl(name).path()))
        density = self.devicePixelRatioF()
        room = round((self._width - 2 * self.document().documentMargin() - 40) * density)
        if not picture.isNull() and picture.width() > room > 0:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(room, smooth)
            picture.setDevicePixelRatio(density)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow once the window is let go."""
        super().resizeEvent(event)
        if self._page is not None and self.viewport().width() != self._width:
            self._settled.start()

    def _draw_again(self) -> None:
        """The same page at the new width, at about the same place."""
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
