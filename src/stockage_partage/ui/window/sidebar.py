"""What stands left of the pages: the tree, and the button that folds it to its pictures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from stockage_partage.messages import window as texts
from stockage_partage.messages import window_help as shortcut_texts
from stockage_partage.ui.widgets.buttons import IconButton, PushButton
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import put_property, set_enabled, show
from stockage_partage.ui.window.navigation import FOLDED_WIDTH, Navigation

#: Pixels that a page wants beside the names of the tree: a list and a document next to each other.
_PAGE = 98 * GRID + 2
_LEAST = 20 * GRID
_WIDEST = 16_777_215  # Qt's own: no bound


class Sidebar(QWidget):
    """Folds by itself where the window is too narrow for the names, and by hand where it is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.by_hand = False  # somebody prefers the pictures alone
        self._narrow = False
        self._unfolded_width = 0
        self.tree = Navigation()
        self.toggle = IconButton()
        self.toggle.setObjectName("fold_tree")
        self.toggle.setIconSize(QSize(20, 20))
        self.toggle.setFixedSize(FOLDED_WIDTH - 2 * GRID, 4 * GRID)
        self.toggle.clicked.connect(self._turn)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, GRID)
        box.setSpacing(0)
        self.search = PushButton()
        self.search.setObjectName("search_commands")
        self.search.setProperty("search", True)
        self.search.setAccessibleName(shortcut_texts.COMMAND_SEARCH_TITLE)
        set_enabled(self.search, "", f"{shortcut_texts.COMMAND_SEARCH_TITLE} (Ctrl+E)")
        above = QVBoxLayout()
        above.setContentsMargins(GRID, 2 * GRID, GRID, 0)
        above.addWidget(self.search)
        box.addLayout(above)
        box.addWidget(self.tree, 1)
        below = QVBoxLayout()
        below.setContentsMargins(GRID, 0, 0, 0)
        below.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(below)
        self._colour()
        self._apply()

    def fit(self, width: int) -> None:
        """Folds or unfolds for a window that is so wide, in pixels."""
        self._narrow = width < self.tree.usual_width + _PAGE
        self._apply()

    def fold_by_hand(self, folded: bool) -> None:
        """Remembers whether a person wants the pictures alone where there is room for the names."""
        self.by_hand = folded
        self._apply()

    def _turn(self) -> None:
        self.fold_by_hand(not self.by_hand)

    def _apply(self) -> None:
        folded = self._narrow or self.by_hand
        turned = folded is not self.tree.is_folded
        if turned:
            if folded and self.isVisible():  # before, it has no width yet
                self._unfolded_width = max(self.width(), self.minimumWidth())
            self.tree.fold(folded)
        self.setMinimumWidth(FOLDED_WIDTH if folded else _LEAST)
        self.setMaximumWidth(FOLDED_WIDTH if folded else _WIDEST)
        if folded:
            self._take_width(FOLDED_WIDTH)
        elif turned:
            self._take_width(max(_LEAST, self._unfolded_width or self.tree.usual_width))
        show(self.toggle, not self._narrow)
        words = "" if folded else shortcut_texts.COMMAND_SEARCH
        if self.search.text() != words:
            self.search.setText(words)
        put_property(self.search, "folded", folded)
        said = texts.UNFOLD_TREE if folded else texts.FOLD_TREE
        self.toggle.setAccessibleName(said)
        set_enabled(self.toggle, "", said)

    def _take_width(self, width: int) -> None:
        """The rest is the page's: a splitter leaves a gap where a part's most width shrinks."""
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter) and splitter.sizes()[:1] != [width]:
            splitter.setSizes([width, max(0, splitter.width() - width)])

    def sizeHint(self) -> QSize:
        """As the tree wants it."""
        return self.tree.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """The picture follows the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        quiet = self.palette().placeholderText().color()
        self.toggle.setIcon(icon("sidebar", quiet))
        self.search.setIcon(icon("search", quiet))
