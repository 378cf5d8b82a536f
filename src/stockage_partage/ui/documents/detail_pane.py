"""One document: what it is, where it stands, what may be done with it, and how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.fiscal_years import CALENDAR_YEAR
from stockage_partage.company.state_records import Status
from stockage_partage.documents.tree.document_types import kept_until
from stockage_partage.documents.viewing.many import MOST, MOST_OPENED
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages import many_documents as many_texts
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.documents.available_actions import (
    FOR_SEVERAL,
    IN_MENU_ONLY,
    LABELS,
    DocumentAction,
    actions_for,
)
from stockage_partage.ui.documents.preview import Preview
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import FlowingText, wrapping
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    put_property,
    set_enabled,
    show,
    show_text,
)


class DetailPane(QScrollArea):
    """Scrolls as a whole where the window is small."""

    wanted = Signal(object)  # Deed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_scroll")
        self.setAccessibleName(texts.DETAILS)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.row: DocumentRow | None = None
        self.rows: tuple[DocumentRow, ...] = ()  # when several are chosen, and known
        self.leaving: frozenset[int] = frozenset()  # those being taken back; told before the rows
        self.fiscal_start = CALENDAR_YEAR
        self._why: tuple[int, str] = (0, "")  # of the document of that id, which waits
        self._deeds: tuple[DocumentAction, ...] = ()
        self._in_menu: tuple[DocumentAction, ...] = ()
        self._across = 0
        self.heading = wrapping("detail_heading")
        self.heading.setFont(font(1.25, bold=True))
        self.party = wrapping("detail_party", quiet=True)
        self.note = _Note("detail_note")
        self.remarks = _Note("detail_remarks")
        self.preview = Preview()
        self.buttons: dict[DocumentAction, QPushButton] = {}
        self._buttons = QGridLayout()
        self._buttons.setSpacing(GRID)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(GRID // 2)
        self._lay_out()
        self.show_row(None, datetime.now().astimezone())

    def _lay_out(self) -> None:
        for action, label in LABELS.items():
            button = PushButton(label)
            button.setObjectName(f"deed_{action.value}")
            button.clicked.connect(lambda _=False, action=action: self.wanted.emit(action))
            self.buttons[action] = button
        set_enabled(self.buttons[DocumentAction.OPEN_FOLDER], "", texts.OPEN_FOLDER_TIP)
        self._journal = self.buttons[DocumentAction.JOURNAL]
        self._journal.setProperty("flat", True)
        self._journal.setProperty("first", True)
        inside = FlowingText()
        self.setWidget(inside)
        inside.setObjectName("page")
        self._margins = box = QVBoxLayout(inside)
        box.setSpacing(0)
        box.addWidget(self.heading)
        box.addWidget(self.party)
        box.addSpacing(GRID)
        box.addLayout(self._buttons)
        # A link, so that it takes little from the preview's place.
        box.addWidget(self._journal, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(GRID)
        # Below the buttons: it may come by itself, once the document was looked at online.
        box.addWidget(self.note)
        box.addWidget(self.remarks)
        box.addWidget(self.preview, 1)
        box.addSpacing(2 * GRID)
        box.addLayout(self._facts)

    def show_row(
        self,
        row: DocumentRow | None,
        now: datetime,
        *,
        deleted: bool = False,
        changed: bool = False,
    ) -> None:
        """Shows a document's facts and deeds, nothing for None; the preview is told apart.

        `deleted`, `changed`: just seen online.
        """
        if row is None or self.row is None or row.id != self.row.id:
            self.show_remarks(())
        self.row, self.rows = row, ()
        show_text(self.heading, texts.heading(row) if row else "")
        show_text(self.party, texts.third_party(row) if row else "")
        self._show_note(row, deleted=deleted, changed=changed)
        leaving = row is not None and row.id in self.leaving
        deeds = actions_for(row, deleted=deleted, leaving=leaving) if row else ()
        self._in_menu = tuple(action for action in deeds if action in IN_MENU_ONLY)
        self._show_deeds({each: LABELS[each] for each in deeds if each not in IN_MENU_ONLY})
        self._show_facts(texts.facts(row, now, kept_until(row, self.fiscal_start)) if row else [])
        if row is None:
            self.preview.say(texts.NO_SELECTION)

    def show_why(self, document_id: int, why: str) -> None:
        """Says why that document waits to be classified, if it is shown; "" leaves it to what its row says."""
        self._why = (document_id, why)
        if self.row is not None and self.row.id == document_id:
            self._show_note(self.row, deleted=False, changed=False)

    def show_remarks(self, sentences: Sequence[str]) -> None:
        """Says what does not agree in the document that is shown; nothing for none."""
        self.remarks.say(Tone.TO_SETTLE, " ".join(sentences))

    def show_several(self, count: int, rows: Sequence[DocumentRow]) -> None:
        """Shows what several documents are together, and what may be done with them.

        `rows`: empty while they are read, and where there are too many to act on.
        """
        self.row, self.rows, self._in_menu = None, tuple(rows), ()
        self.show_remarks(())
        if self.heading.text() != (told := many_texts.chosen(count)):
            announce(self, told)
        show_text(self.heading, told)
        show_text(self.party, many_texts.by_status(rows))
        self.note.say(Tone.INFORMATION, many_texts.TOO_MANY if count > MOST else "")
        each = {action: len(self.concerned(action)) for action in FOR_SEVERAL}
        self._show_deeds(
            {
                action: many_texts.label(LABELS[action], number, count)
                for action, number in each.items()
                if number
            }
        )
        many = each[DocumentAction.OPEN] > MOST_OPENED
        set_enabled(self.buttons[DocumentAction.OPEN], many_texts.TOO_MANY_TO_OPEN if many else "")
        self._show_facts(many_texts.total(rows))
        waits = not rows and count <= MOST
        self.preview.say(many_texts.READING if waits else many_texts.PREVIEW)

    def concerned(self, action: DocumentAction) -> list[DocumentRow]:
        """Picks those of the chosen documents with which an action may be done; none for one on a single document."""
        return [
            row
            for row in self.rows
            if action in FOR_SEVERAL and action in actions_for(row, leaving=row.id in self.leaving)
        ]

    @property
    def offered(self) -> dict[DocumentAction, str]:
        """What may be done now, with its words; what is greyed is not among them."""
        return {
            action: self.buttons[action].text()
            for action in (*self._deeds, DocumentAction.JOURNAL)
            if not self.buttons[action].isHidden() and self.buttons[action].isEnabled()
        } | {action: LABELS[action] for action in self._in_menu}

    def _show_note(self, row: DocumentRow | None, *, deleted: bool, changed: bool) -> None:
        if row is None:
            self.note.say(Tone.INFORMATION, "")
        elif deleted or row.online == OnlineState.DELETED:
            self.note.say(Tone.TO_SETTLE, texts.deleted())
        elif row.id in self.leaving and row.status is not Status.FILED:
            self.note.say(Tone.TO_SETTLE, texts.LEAVING_NOTE)
        elif changed:
            self.note.say(Tone.INFORMATION, texts.CHANGED)
        else:
            tone = {Status.BLOCKED: "trouble", Status.TO_CLASSIFY: Tone.TO_SETTLE}
            found = self._why[1] if self._why[0] == row.id else ""
            why = found if row.status is Status.TO_CLASSIFY else ""
            self.note.say(tone.get(row.status, Tone.INFORMATION), why or texts.reason(row))

    def _show_deeds(self, labels: dict[DocumentAction, str]) -> None:
        show(self._journal, DocumentAction.JOURNAL in labels)
        actions = tuple(action for action in labels if action is not DocumentAction.JOURNAL)
        for action, button in self.buttons.items():
            if button is self._journal:
                continue
            self._buttons.removeWidget(button)
            button.setParent(self.widget())
            show(button, action in actions)
        self._deeds, self._across = actions, 0
        set_enabled(self.buttons[DocumentAction.OPEN], "")
        for place, action in enumerate(actions):
            button = self.buttons[action]
            if button.text() != labels[action]:
                button.setText(labels[action])
            put_property(button, "primary", place == 0)
            if place:
                self.setTabOrder(self.buttons[actions[place - 1]], button)
        if actions:
            self.setTabOrder(self.buttons[actions[-1]], self._journal)
        self.preview.come_after(self._journal)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Two in a line where there is room for two."""
        widest = max((self.buttons[action].sizeHint().width() for action in self._deeds), default=0)
        margins = self._margins.contentsMargins()
        two = 2 * widest + GRID + margins.left() + margins.right()
        across = 2 if self.viewport().width() >= two else 1
        if across == self._across:
            return
        self._across = across
        for place, action in enumerate(self._deeds):
            self._buttons.addWidget(self.buttons[action], place // across, place % across)
            self.buttons[action].show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts as many buttons on a line as there is room for."""
        super().resizeEvent(event)
        self._fit()
        self._place_buttons()

    def _fit(self) -> None:
        # As if the scroll bar were there: when it comes, nothing goes aside.
        absent = self.viewport().width() == self.width()
        bar = self.verticalScrollBar().sizeHint().width() if absent else 0
        self._margins.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID + bar, 2 * GRID)

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (told_before := item.widget()) is not None:
                told_before.hide()  # at once: what is deleted later would still be painted over
                told_before.deleteLater()
        titles = self.fontMetrics().horizontalAdvance(
            max((n for n, _ in facts), key=len, default="")
        )
        for line, (name, value) in enumerate(facts):
            self._facts.addWidget(_Fact(line, name, value, titles + 2 * GRID))


class _Fact(QWidget):
    """A title and what it is, in as many lines as it takes."""

    def __init__(self, line: int, name: str, value: str, title_width: int) -> None:
        super().__init__()
        title = QLabel(name)
        title.setProperty("role", "quiet")
        title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        title.setFixedWidth(title_width)
        self._told = told = wrapping(f"fact_{line}")
        told.setText(unbroken(value))
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told.setAccessibleName(f"{name}\N{NO-BREAK SPACE}: {value}")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(title)
        across.addWidget(told, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nested layouts forget the lines that a narrow place takes."""
        super().resizeEvent(event)
        self._told.setMinimumHeight(self._told.heightForWidth(self._told.width()))


class _Note(QWidget):
    """Why it is not filed, or what happened to it online; takes no room when all is well."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.bar = InfoBar(f"{name}_bar", stacked=True)
        self.bar.across.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        self.bar.across.setSpacing(GRID)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, GRID + GRID // 2)
        box.addWidget(self.bar)

    def say(self, tone: str, text: str) -> None:
        """In that tone; nothing to say hides it."""
        # Not aloud: whoever chooses another document hears of that document first.
        self.bar.say("", tone=tone, advice=text, aloud=False)
        show(self, bool(text))
