"""The panel « Stockage et partage Office 365 ». It asks nothing, remembers nothing, shows a state."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from stockage_partage.storage.panel_state import Button, Label, PanelState, Phase
from stockage_partage.ui.fact_row import FactRow, line, wrapping
from stockage_partage.ui.link_button import LinkButton
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import allow, announce, put_property, show, show_text
from stockage_partage.ui.thin_bar import ThinBar
from stockage_partage.words import panel as words
from stockage_partage.words.window import READING

_COPIED_MS = 2000
_MOVING = frozenset({Phase.CREATING, Phase.PREPARING})


class StoragePanel(QFrame):
    """Four rows: Stockage, Dossier en ligne, Compte, Documents."""

    pressed = Signal(object)  # Label
    open_link_wanted = Signal()
    copy_link_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(words.TITLE)
        self._state: PanelState | None = None
        self.main = self._button("main_button")
        self.connect_account = self._button("connect_button")
        self.copy_link = self._button("copy_link_button", words.COPY_LINK)
        self.link = LinkButton()
        self.link.setObjectName("group_link")
        self.storage = FactRow("storage", words.ROW_STORAGE, buttons=[self.main])
        self.folder = FactRow("folder", words.ROW_FOLDER, buttons=[self.copy_link], value=self.link)
        self.account = FactRow("account", words.ROW_ACCOUNT, buttons=[self.connect_account])
        self.documents = FactRow("documents", words.ROW_DOCUMENTS)
        self.progress = ThinBar(words.PROGRESS_NAME)
        self.progress.setObjectName("progress")
        self._lines = [line() for _ in range(3)]
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._lay_out()
        self._connect()
        self._show_nothing_yet()

    @staticmethod
    def _button(name: str, text: str = "") -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        return made

    def _lay_out(self) -> None:
        title = QLabel(words.TITLE)
        title.setObjectName("panel_title")
        title.setFont(font(1.2, bold=True))
        title.setWordWrap(True)
        subtitle = wrapping("panel_subtitle", quiet=True)
        show_text(subtitle, words.SUBTITLE)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, 2 * GRID + 4, 3 * GRID, GRID)
        box.setSpacing(0)
        box.addWidget(title)
        box.addSpacing(GRID // 2)
        box.addWidget(subtitle)
        box.addSpacing(GRID)
        box.addWidget(self.storage)
        box.addWidget(self._lines[0])
        box.addWidget(self.folder)
        box.addWidget(self.progress)
        box.addWidget(self._lines[1])
        box.addWidget(self.account)
        box.addWidget(self._lines[2])
        box.addWidget(self.documents)
        for before, after in pairwise((self.main, self.link, self.copy_link, self.connect_account)):
            self.setTabOrder(before, after)
        rows = (self.storage, self.folder, self.account, self.documents)
        width = max(row.title.sizeHint().width() for row in rows) + 3 * GRID
        for row in rows:
            row.set_title_width(width)

    def _connect(self) -> None:
        self.main.clicked.connect(self._press_main)
        self.connect_account.clicked.connect(self._press_connect)
        self.link.clicked.connect(self.open_link_wanted)
        self.copy_link.clicked.connect(self.copy_link_wanted)
        self._copied.timeout.connect(lambda: self.copy_link.setText(words.COPY_LINK))

    def _show_nothing_yet(self) -> None:
        self.storage.show_fact(READING, "")
        self.account.show_fact("…", "")
        for widget in (
            self.main,
            self.connect_account,
            self.folder,
            self.documents,
            self.progress,
            *self._lines[1:],
        ):
            widget.hide()

    def show_state(self, state: PanelState) -> None:
        """All of it; what has not changed is not touched."""
        self._state = state
        self.storage.show_fact(words.storage(state), words.storage_help(state))
        self._show_button(self.main, state, state.main)
        primary = state.main.label is Label.ACTIVATE and state.main.enabled
        put_property(self.main, "primary", primary)
        self._show_folder(state)
        self.account.show_fact(words.account(state), words.account_help(state))
        self._show_button(self.connect_account, state, state.connect)
        self._show_documents(state)

    def _show_button(self, widget: QPushButton, state: PanelState, button: Button) -> None:
        show_text(widget, words.LABELS[button.label])
        allow(widget, words.reason(state, button))

    def _show_folder(self, state: PanelState) -> None:
        link = state.link
        if link is not None:
            show_text(self.link, link.name)
            self.folder.show_fact(link.name, words.folder_help(state))
            allow(self.link, words.open_refused(state), words.OPEN_LINK_DESCRIPTION)
            allow(self.copy_link, words.copy_refused(state))
        show(self.folder, link is not None)
        show(self._lines[1], link is not None)
        show(self.progress, state.phase in _MOVING)

    def _show_documents(self, state: PanelState) -> None:
        counters = state.facts.documents
        known = counters.filed + counters.waiting + counters.blocked + counters.to_classify
        wanted = state.link is not None or known > 0
        if wanted:
            self.documents.show_fact(words.documents(state), words.documents_help(state))
        show(self.documents, wanted)
        show(self._lines[2], wanted)

    def say_copied(self) -> None:
        """On the button itself, for a moment; a screen reader hears it too."""
        self.copy_link.setMinimumWidth(self.copy_link.width())
        self.copy_link.setText(words.LINK_COPIED)
        announce(self.copy_link, words.LINK_COPIED)
        self._copied.start()

    def _press_main(self) -> None:
        if self._state is not None:
            self.pressed.emit(self._state.main.label)

    def _press_connect(self) -> None:
        if self._state is not None:
            self.pressed.emit(self._state.connect.label)
