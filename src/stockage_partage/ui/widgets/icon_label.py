"""A small picture of `resources/icons`, drawn in the text colour of its place."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from stockage_partage.ui.widgets.resources import resource

SIDE = 20


class IconLabel(QLabel):
    """The picture `name`; `words` is what a screen reader says of it, "" for a mere ornament."""

    def __init__(
        self, name: str, words: str = "", parent: QWidget | None = None, side: int = SIDE
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._side = side
        self.setObjectName("icon")
        self.setFixedSize(side, side)
        self.setAccessibleName(words)

    def show_icon(self, name: str, words: str) -> None:
        """Changes the picture and what is said of it."""
        if (name, words) != (self._name, self.accessibleName()):
            self._name = name
            self.setAccessibleName(words)
            self.update()

    def set_room_above(self, pixels: int) -> None:
        """Lowers the picture onto the line beside it."""
        self.setFixedSize(self._side, self._side + pixels)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn here so that it follows the palette and the screen's density by itself."""
        colour = self.palette().color(self.foregroundRole())
        painter = QPainter(self)
        drawn = picture(self._name, colour.name(), self._side, self.devicePixelRatioF())
        painter.drawPixmap(0, self.height() - self._side, drawn)
        painter.end()


@lru_cache(maxsize=64)
def picture(name: str, colour: str, side: int, density: float) -> QPixmap:
    """The icon at `side` logical pixels, in `colour`, sharp at `density`."""
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixels = round(side * density)
    # The plug-in draws at the file's own size: have the file ask for ours.
    sized = svg.replace('width="20" height="20"', f'width="{pixels}" height="{pixels}"', 1)
    drawn = QPixmap.fromImage(QImage.fromData(sized.encode()))
    drawn.setDevicePixelRatio(density)
    return drawn


def icon(name: str, colour: QColor, side: int = SIDE) -> QIcon:
    """A picture for a button, at one and two dots a pixel."""
    made = QIcon()
    for density in (1.0, 2.0):
        made.addPixmap(picture(name, colour.name(), side, density))
    return made
