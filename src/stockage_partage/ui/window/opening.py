"""How a window opens: what it shows before its parts are made, and on which page.

The places of the parts are drawn in one widget: making the parts costs as much as starting Qt; drawing them
does not, and first paint comes first. The page is where the daily work is, once storage was active for the
company.
"""

from __future__ import annotations

from PySide6.QtCore import QCryptographicHash, QSettings
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from stockage_partage.ui.widgets.theme import GRID

_SIDE = 236  # the tree's usual width
_BAR = 30  # the menu bar's
_FOOT = 27  # the status bar's
_CARD = 20 * GRID


class Skeleton(QWidget):
    """Outlines and grey bars, no letters: loading a font is half of a first paint."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setObjectName("skeleton")
        self.setAccessibleName(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where the real things will be, in their colours."""
        colours, role = self.palette(), QPalette.ColorRole
        card, line = colours.color(role.Base), colours.color(role.Midlight)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.color(role.Window))
        for x, y, width, height in (
            (0, 0, self.width(), _BAR),
            (0, _BAR, _SIDE, self.height()),
            (0, self.height() - _FOOT, self.width(), _FOOT),
        ):
            painter.fillRect(x, y, width, height, card)
        painter.fillRect(0, _BAR, self.width(), 1, line)
        painter.fillRect(_SIDE, _BAR, 1, self.height() - _BAR - _FOOT, line)
        painter.fillRect(0, self.height() - _FOOT, self.width(), 1, line)
        self._draw_page(painter)
        painter.end()

    def _draw_page(self, painter: QPainter) -> None:
        colours, role = self.palette(), QPalette.ColorRole
        line = colours.color(role.Midlight)
        left, top = _SIDE + 4 * GRID, _BAR + 6 * GRID
        room = self.width() - left - 4 * GRID
        painter.fillRect(left, top + GRID // 2, 31 * GRID, 2 * GRID, line)
        painter.fillRect(left, top + 4 * GRID, room, _CARD, line)
        painter.fillRect(
            left + 1, top + 4 * GRID + 1, room - 2, _CARD - 2, colours.color(role.Base)
        )
        for row, width in enumerate((30, 48, 24)):
            painter.fillRect(
                left + 3 * GRID, top + (7 + 4 * row) * GRID, width * GRID // 2, GRID, line
            )


class OpeningPage:
    """Remembers, for each company, whether storage was active when it was last shown.

    What is remembered is known before anything is read, so that no page ever takes the place of another
    under somebody's hand. `company` is where its database is; nothing is remembered without `kept`.
    """

    def __init__(self, kept: QSettings | None, company: str) -> None:
        self._kept = kept
        # A location may hold what QSettings takes for a path of its own. By Qt, which is loaded: `hashlib`
        # would be loaded for this alone before the first state.
        digest = QCryptographicHash.hash(company.encode(), QCryptographicHash.Algorithm.Sha256)
        self._key = f"active/{digest.toHex().toStdString()[:16]}"

    @property
    def is_documents(self) -> bool:
        """True for « Documents »; False for « Échanges de données », where storage is activated."""
        return self._kept is not None and bool(self._kept.value(self._key, False, type=bool))

    def note(self, active: bool) -> None:
        """Notes what is so now, for the next opening."""
        if self._kept is not None and active is not self.is_documents:
            self._kept.setValue(self._key, active)
