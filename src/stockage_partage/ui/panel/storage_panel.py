"""The panel « Stockage et partage Office 365 ». It asks nothing, remembers nothing, shows a state.

« 4 218 classés · 3 en attente · 1 à classer »: each count is a link to the documents that it counts.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import Label, PanelButton, PanelState, Phase, Reason
from stockage_partage.company.state_records import Status
from stockage_partage.messages import panel as texts
from stockage_partage.messages import panel_notices
from stockage_partage.messages.document_menu import entry_refused
from stockage_partage.messages.names import READING
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.buttons import LinkButton, PushButton
from stockage_partage.ui.widgets.fact_row import FactRow, line, wrapping
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    put_property,
    set_enabled,
    show,
    show_text,
)

_COPIED_MS = 2000
_MOVING = frozenset({Phase.CREATING, Phase.PREPARING})


class CountLinks(QWidget):
    """A count of nothing leads nowhere, and is greyed."""

    wanted = Signal(object)  # Status

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents_value")
        self.setProperty("reads_as_text", True)
        flow = FlowLayout(self, GRID)
        self.links: dict[Status, LinkButton] = {}
        self._between: dict[Status, QLabel] = {}
        for status in texts.COUNTED:
            if self.links:
                point = self._between[status] = QLabel("·")
                point.setProperty("role", "quiet")
                flow.addWidget(point)
            link = self.links[status] = LinkButton(self)
            link.setObjectName(f"count_{status.value}")
            link.clicked.connect(lambda _=False, status=status: self.wanted.emit(status))
            flow.addWidget(link)

    def show_state(self, state: PanelState, refused: str) -> None:
        """Shows how many documents have each status. `refused`: why the list is closed, "" when it is open."""
        for status, link in self.links.items():
            text, count = texts.document_count(state, status)
            show_text(link, text)
            none = "" if count else texts.NO_SUCH_DOCUMENT
            set_enabled(link, none or refused, texts.COUNT_DESCRIPTION)
            if status in self._between:
                show(self._between[status], bool(text))


class StoragePanel(QFrame):
    """Four rows: Stockage, Dossier en ligne, Compte, Documents."""

    pressed = Signal(object)  # Label
    open_link_wanted = Signal()
    copy_link_wanted = Signal()
    licence_wanted = Signal()
    documents_wanted = Signal(object)  # Status, None for all of them

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.TITLE)
        self._state: PanelState | None = None
        self.main = self._button("main_button")
        self.connect_account = self._button("connect_button")
        self.account_menu = self._button("account_menu_button", texts.ACCOUNT_MENU)
        self.account_menu.setAccessibleName(texts.ACCOUNT_MENU_NAME)
        self.account_menu.setAccessibleDescription(texts.ACCOUNT_MENU_DESCRIPTION)
        self.install_licence = self._button("install_licence_button", texts.INSTALL_LICENCE)
        self.install_licence.setAccessibleDescription(texts.INSTALL_LICENCE_DESCRIPTION)
        self.copy_link = self._button("copy_link_button", texts.COPY_LINK)
        self.link = LinkButton()
        self.link.setObjectName("group_link")
        self.storage = FactRow(
            "storage", texts.ROW_STORAGE, buttons=[self.main, self.install_licence]
        )
        self.folder = FactRow("folder", texts.ROW_FOLDER, buttons=[self.copy_link], value=self.link)
        self.account = FactRow(
            "account", texts.ROW_ACCOUNT, buttons=[self.account_menu, self.connect_account]
        )
        self.see = self._button("see_documents_button", texts.SEE_DOCUMENTS)
        self.counts = CountLinks()
        self.documents = FactRow(
            "documents", texts.ROW_DOCUMENTS, buttons=[self.see], value=self.counts
        )
        self.progress = ThinBar(texts.PROGRESS_NAME)
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
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def _lay_out(self) -> None:
        title = titled(texts.TITLE, "panel_title")
        title.setFont(font(1.2, bold=True))
        title.setWordWrap(True)
        subtitle = wrapping("panel_subtitle", quiet=True)
        show_text(subtitle, texts.SUBTITLE)
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
        account = (self.account_menu, self.connect_account)
        inside = (
            self.main,
            self.install_licence,
            self.link,
            self.copy_link,
            *account,
            *self.counts.links.values(),
        )
        for before, after in pairwise((*inside, self.see)):
            self.setTabOrder(before, after)
        rows = (self.storage, self.folder, self.account, self.documents)
        width = max(row.title.sizeHint().width() for row in rows) + 3 * GRID
        for row in rows:
            row.set_title_width(width)

    def _connect(self) -> None:
        self.main.clicked.connect(self._press_main)
        self.connect_account.clicked.connect(self._press_connect)
        self.account_menu.clicked.connect(self._open_account_menu)
        self.install_licence.clicked.connect(self.licence_wanted)
        self.link.clicked.connect(self.open_link_wanted)
        self.copy_link.clicked.connect(self.copy_link_wanted)
        self.counts.wanted.connect(self.documents_wanted)
        self.see.clicked.connect(lambda: self.documents_wanted.emit(None))
        self._copied.timeout.connect(lambda: self.copy_link.setText(texts.COPY_LINK))

    def _show_nothing_yet(self) -> None:
        self.show_reading()
        for widget in (
            self.main,
            self.install_licence,
            self.account_menu,
            self.connect_account,
            self.folder,
            self.documents,
            self.progress,
            *self._lines[1:],
        ):
            widget.hide()

    def show_reading(self, *, failed: bool = False) -> None:
        """Before the first state: the company is being read, or could not be, as is said elsewhere."""
        if self._state is None:
            advice = texts.NOT_READ_ADVICE if failed else ""
            self.storage.show_fact(texts.NOT_READ if failed else READING, advice)
            self.account.show_fact("–" if failed else "…", "")

    def show_state(self, state: PanelState) -> None:
        """Shows a state in all four rows; what has not changed is not touched."""
        self._state = state
        self.storage.show_fact(texts.storage(state), texts.storage_help(state))
        self._show_button(self.main, state, state.main)
        primary = state.main.label is Label.ACTIVATE and state.main.enabled
        put_property(self.main, "primary", primary)
        asked_for = state.main.label is Label.ACTIVATE and state.licence_would_help
        show(self.install_licence, asked_for)
        self._show_folder(state)
        self.account.show_fact(texts.account(state), texts.account_help(state))
        if state.connect.reason is Reason.ACCOUNT_UNREAD:  # nobody knows which of the two it is
            self.connect_account.hide()
        else:
            self._show_button(self.connect_account, state, state.connect)
        show(self.account_menu, bool(state.account_menu))
        self._show_documents(state)

    def _show_button(self, widget: QPushButton, state: PanelState, button: PanelButton) -> None:
        show_text(widget, texts.LABELS[button.label])
        set_enabled(widget, panel_notices.reason(state, button))

    def _show_folder(self, state: PanelState) -> None:
        link = state.link
        if link is not None:
            show_text(self.link, link.name)
            self.folder.show_fact(link.name, texts.folder_help(state))
            set_enabled(self.link, texts.open_refused(state), texts.OPEN_LINK_DESCRIPTION)
            set_enabled(self.copy_link, texts.copy_refused(state))
        show(self.folder, link is not None)
        show(self._lines[1], link is not None)
        show(self.progress, state.phase in _MOVING)

    def _show_documents(self, state: PanelState) -> None:
        counters = state.facts.documents
        known = counters.filed + counters.waiting + counters.blocked + counters.to_classify
        wanted = state.link is not None or known > 0
        if wanted:
            closed = entry_refused(DocumentWork.CONSULT, state)
            self.counts.show_state(state, closed)
            self.documents.show_fact("", texts.documents_help(state))
            set_enabled(self.see, closed)
            put_property(self.see, "primary", state.phase is Phase.READY and not closed)
        show(self.documents, wanted)
        show(self._lines[2], wanted)

    def say_copied(self) -> None:
        """Says on the button itself, for a moment, that the link is copied; a screen reader hears it too."""
        self.copy_link.setMinimumWidth(self.copy_link.width())
        self.copy_link.setText(texts.LINK_COPIED)
        announce(self.copy_link, texts.LINK_COPIED)
        self._copied.start()

    def _open_account_menu(self) -> None:
        """What may be done with the account now, greyed entries saying why as the buttons do."""
        if self._state is None:
            return
        menu = QMenu(self.account_menu)
        menu.setObjectName("account_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for button in self._state.account_menu:
            entry = menu.addAction(f"&{texts.LABELS[button.label]}")
            entry.setObjectName(f"account_{button.label.value}")
            entry.setEnabled(button.enabled)
            entry.setToolTip(
                panel_notices.reason(self._state, button) or texts.LABELS[button.label]
            )
            entry.triggered.connect(lambda _=False, label=button.label: self.pressed.emit(label))
        menu.popup(self.account_menu.mapToGlobal(self.account_menu.rect().bottomLeft()))

    def _press_main(self) -> None:
        if self._state is not None:
            self.pressed.emit(self._state.main.label)

    def _press_connect(self) -> None:
        if self._state is not None:
            self.pressed.emit(self._state.connect.label)
