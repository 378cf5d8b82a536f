"""What a picture of a window has in a place: its colours, and how far they stand out from each other."""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


@cache
def luminance(colour: int) -> float:
    """WCAG 2.2's relative luminance of 0xRRGGBB."""
    parts = [((colour >> shift) & 0xFF) / 255 for shift in (16, 8, 0)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: int, other: int) -> float:
    """WCAG 2.2's contrast ratio of two colours 0xRRGGBB."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Picture:
    """The pixels of a drawn window, at 100 %."""

    def __init__(self, image: QImage) -> None:
        self._image = image.convertToFormat(
            QImage.Format.Format_RGB32
        )  # kept: the pixels are its own
        self._pixels = memoryview(self._image.constBits()).cast("B").cast("I")
        self._across = self._image.bytesPerLine() // 4
        self.rect = self._image.rect()

    def at(self, x: int, y: int) -> int:
        """The colour of one pixel."""
        return self._pixels[y * self._across + x] & 0xFFFFFF

    def colours(self, where: QRect) -> Counter[int]:
        """How many pixels have each colour there."""
        found: Counter[int] = Counter()
        inside = where.intersected(self.rect)
        for y in range(inside.top(), inside.bottom() + 1):
            first = y * self._across + inside.left()
            found.update(self._pixels[first : first + inside.width()])
        return Counter({colour & 0xFFFFFF: count for colour, count in found.items()})

    def stands_out(self, where: QRect) -> float:
        """How far what is drawn there stands out from what is behind it, which covers more than anything else."""
        counted = self.colours(where)
        (ground, _), *_ = counted.most_common(1)
        return max(contrast(colour, ground) for colour in counted)


def place_of(widget: QWidget, scene: QWidget) -> QRect:
    """Where what is to be seen of a widget lies in the window; empty where nothing is."""
    seen = widget.visibleRegion().boundingRect()
    return seen.translated(widget.mapTo(scene, QPoint(0, 0)))
