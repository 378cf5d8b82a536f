"""How far two pictures are apart to the eye: means of small squares, so that a letter's edge does not count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

#: Dots a side.
SQUARE = 8
#: Levels of 255 by which a square may differ: the pictures are kept with 256 colours, and another
#: FreeType draws the edges of letters a little otherwise. A row that is a pixel lower differs by more.
MOST_LEVELS = 14


def _squares(picture: QImage) -> tuple[int, bytes]:
    """The mean grey of each square, line by line, and how many there are in a line."""
    small = picture.convertToFormat(QImage.Format.Format_RGB32).scaled(
        max(1, picture.width() // SQUARE),
        max(1, picture.height() // SQUARE),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    stride, width = grey.bytesPerLine(), grey.width()
    whole = bytes(grey.constBits())
    lines = (whole[line * stride : line * stride + width] for line in range(grey.height()))
    return width, b"".join(lines)


def difference(ours: QImage, theirs: QImage) -> str:
    """Where two pictures differ to the eye, in words; "" when they do not."""
    if ours.size() != theirs.size():
        sizes = [f"{each.width()} x {each.height()}" for each in (ours, theirs)]
        return f"{sizes[0]} instead of {sizes[1]}"
    width, mine = _squares(ours)
    _, kept = _squares(theirs)
    far = [at for at, (one, other) in enumerate(zip(mine, kept, strict=True)) if _apart(one, other)]
    if not far:
        return ""
    lines, columns = [at // width for at in far], [at % width for at in far]
    where = [min(columns), min(lines), max(columns) + 1, max(lines) + 1]
    left, top, right, bottom = (SQUARE * each for each in where)
    return f"{len(far)} squares differ between ({left}, {top}) and ({right}, {bottom})"


def _apart(one: int, other: int) -> bool:
    return abs(one - other) > MOST_LEVELS
