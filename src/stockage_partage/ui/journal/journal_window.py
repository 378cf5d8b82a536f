"""« Journal de la société »: every entry, searched, read and verified; it only shows.

Searched by words, an act, the days between which it was done. « Vérifier » goes through the journal and the
documents in the background and tells what that came to.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.company.journal.entries import JournalEntry
from stockage_partage.company.journal.search import JournalFilter, between
from stockage_partage.company.journal.verification import VerificationResult
from stockage_partage.errors import Trouble
from stockage_partage.messages import journal, window
from stockage_partage.messages import journal_window as texts
from stockage_partage.messages.companies import EXPORT
from stockage_partage.messages.documents import DAY_HINT
from stockage_partage.messages.export import WRONG_ORDER
from stockage_partage.messages.journal_entries import LABELS
from stockage_partage.messages.message import MessageAction
from stockage_partage.ui.journal.journal_table import JournalList
from stockage_partage.ui.widgets.base_dialog import BaseDialog, Confirmation, Verb, confirm
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.form_field import FormField, day_problem, day_typed
from stockage_partage.ui.widgets.info_bar import InfoBar, InfoPage
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    set_enabled,
    show,
    show_text,
)

#: After the last key: a word is asked about once, not once a letter.
_PAUSE_MS = 250
#: Average characters from which all fields have room beside each other.
_WIDE = 96
_ROWS = 8  # that are seen without scrolling, at first


class JournalFilters(QWidget):
    """Tells `asked` once the person pauses; a day that cannot be read is said at its field, and asks nothing."""

    asked = Signal(object)  # JournalFilter
    left_downwards = Signal()  # the arrow key: to the table

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("journal_filters")
        self.text = QLineEdit()
        self.text.setPlaceholderText(texts.TEXT_HINT)
        self.act = QComboBox()
        self.act.addItem(texts.ANY_ACT, "")
        for act, label in sorted(LABELS.items(), key=lambda each: each[1].casefold()):
            self.act.addItem(label, str(act))
        self.act.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.act.setMinimumContentsLength(18)
        self.since, self.until = QLineEdit(), QLineEdit()
        for day in (self.since, self.until):
            day.setPlaceholderText(DAY_HINT)
        self.fields = (
            FormField("journal_text", texts.TEXT, self.text),
            FormField("journal_act", texts.ACT, self.act),
            FormField("journal_since", texts.SINCE, self.since, kept=1),
            FormField("journal_until", texts.UNTIL, self.until, kept=1),
        )
        self._told = self.now_asked()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._across = 0
        self._arrange(len(self.fields))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        for editor in (self.text, self.since, self.until):
            editor.textChanged.connect(lambda _: self._pause.start())
            editor.returnPressed.connect(self.tell)
        self.act.currentIndexChanged.connect(lambda _: self.tell())
        self.text.installEventFilter(self)

    def _arrange(self, across: int) -> None:
        """So many fields on a line."""
        if across == self._across:
            return
        self._across = across
        for place, field in enumerate(self.fields):
            self._grid.addWidget(field, place // across, place % across)
        for column in range(len(self.fields)):
            self._grid.setColumnStretch(column, 2 if column == 0 and across > 2 else 1)
            if column >= across:
                self._grid.setColumnStretch(column, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four beside each other where there is room, two where there is less."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.fontMetrics().averageCharWidth()
        self._arrange(len(self.fields) if wide else 2)

    def now_asked(self) -> JournalFilter:
        """What the fields say; a day that cannot be read counts for nothing."""
        begin, end = between(day_typed(self.since.text()), day_typed(self.until.text()))
        act = str(self.act.currentData() or "")
        return JournalFilter(self.text.text().strip(), begin, end, labels=LABELS, act=act)

    @property
    def is_narrowed(self) -> bool:
        """True when not the whole journal is asked for."""
        return self._told != JournalFilter(labels=LABELS)

    def clear(self) -> None:
        """Everything is looked for again."""
        self.act.blockSignals(True)
        self.act.setCurrentIndex(0)
        self.act.blockSignals(False)
        for editor in (self.text, self.since, self.until):
            editor.clear()
        self.tell()

    def tell(self) -> None:
        """Now, if it is something else than before and can be read."""
        self._pause.stop()
        if self._is_wrong():
            return
        asked = self.now_asked()
        if asked != self._told:
            self._told = asked
            self.asked.emit(asked)

    def _is_wrong(self) -> bool:
        _, _, since, until = self.fields
        wrong = [day_problem(self.since.text()), day_problem(self.until.text())]
        first, last = day_typed(self.since.text()), day_typed(self.until.text())
        if first is not None and last is not None and last < first:
            wrong[1] = WRONG_ORDER
        for field, said in zip((since, until), wrong, strict=True):
            field.say(said)
        return any(wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes to the table; Escape empties the field before it closes anything."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.left_downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.text.text():
                self.text.clear()
                return True
        return super().eventFilter(watched, event)


class JournalWindow(BaseDialog):
    """Beside the company's window, which can be used meanwhile."""

    columns = 150
    verify_wanted = Signal()
    export_wanted = Signal()
    in_front = Signal()  # somebody comes back to it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "journal_window", texts.TITLE)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.add_text("journal_help", texts.HELP)
        self.filters = JournalFilters()
        self.subject.addWidget(self.filters)
        self.progress = ThinBar(texts.READING)
        self.progress.setObjectName("journal_progress")
        keep_room(self.progress)
        self.list = JournalList()
        self.table = self.list.table
        self.table.show_lines(_ROWS)
        self.show_all = named_button("journal_show_all", texts.SHOW_ALL)
        self.nothing = InfoPage("no_entry", "search", [self.show_all])
        self.fill_with(self._card())
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset({MessageAction.RETRY})
        self.foot.insertWidget(0, self.troubles)
        self.count = ElidedLabel(to_the_right=False)
        self.count.setObjectName("journal_count")
        self.count.setProperty("role", "quiet")
        self.buttons.insertWidget(0, self.count, 1)
        self.verify = self.add_button("journal_verify", texts.VERIFY)
        self.export = self.add_button("journal_export", EXPORT)
        self.close_button = self.add_button("close", window.CLOSE)
        self._connect()
        self.show_reading(True)
        self.filters.text.setFocus()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
        inside.setSpacing(GRID // 2)
        inside.addWidget(self.progress)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        inside.addWidget(self._stack)
        return card

    def _connect(self) -> None:
        self.verify.clicked.connect(self.verify_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.close_button.clicked.connect(self.reject)
        self.show_all.clicked.connect(self._show_all)
        self.filters.left_downwards.connect(self._go_to_table)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._go_to_text)

    # --- showing ---------------------------------------------------------------------------------

    def show_reading(self, reading: bool) -> None:
        """Whether entries are on their way."""
        show(self.progress, reading)

    def show_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows the answer to a question from its newest entry; `more`: older ones may be asked for."""
        self.show_reading(False)
        self.table.journal.start_over(entries, more=more)
        self.table.scrollToTop()
        self.list.choose_first()
        self._stack.setCurrentWidget(self.list if entries else self.nothing)
        narrowed = self.filters.is_narrowed
        self.nothing.say(
            texts.NOTHING_TITLE if narrowed else texts.EMPTY_TITLE,
            texts.NOTHING if narrowed else texts.EMPTY,
            [self.show_all] if narrowed else [],
        )
        set_enabled(self.export, "" if entries else texts.NOTHING_TO_EXPORT)
        self._tell_count(more=more)
        announce(self.count, self.count.text())

    def add_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows older entries below the others."""
        self.show_reading(False)
        self.table.journal.add(entries, more=more)
        self._tell_count(more=more)

    def _tell_count(self, *, more: bool) -> None:
        count = len(self.table.journal.entries)
        show_text(self.count, texts.shown(count, more=more) if count else "")

    def fit(self) -> None:
        """Keeps the size that somebody has given it."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            super().fit()

    # --- the keyboard ----------------------------------------------------------------------------

    def _show_all(self) -> None:
        self.filters.clear()
        self._go_to_text()

    def _go_to_text(self) -> None:
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    def _go_to_table(self) -> None:
        if self._stack.currentWidget() is self.list:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """Tells that somebody comes back to it: what was added meanwhile is worth a look."""
        if event.type() is QEvent.Type.WindowActivate:
            self.in_front.emit()
        return super().event(event)


class VerificationDialog(BaseDialog):
    """Closing it interrupts the verification, which writes nothing until its end."""

    columns = 84
    keep_wanted = Signal()  # the end that was found is the one to compare with from now on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "verification_dialog", texts.VERIFICATION)
        self._lines: list[str] = []
        self.state = self.add_text("verification_state", texts.VERIFYING)
        self.progress = ThinBar(texts.VERIFICATION)
        self.progress.setObjectName("verification_progress")
        self.subject.addWidget(self.progress)
        self.conclusion = InfoBar("verification_conclusion", stacked=True)
        self.subject.addWidget(self.conclusion)
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()
        self.subject.addWidget(self.troubles)
        self.copy = self.add_button("copy", window.COPY_DETAILS)
        self.keep_end = self.add_button("keep_end", texts.KEEP_END)
        self.keep_end.clicked.connect(lambda: self.keep_wanted.emit())
        self.stop = self.add_button("verification_stop", texts.STOP)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(self._lines))
        )
        self.close_button.clicked.connect(self.accept)
        show(self.copy, False)
        show(self.keep_end, False)

    def show_result(self, result: VerificationResult, *, first_time: bool) -> None:
        """Shows what it came to. `first_time`: this workstation knew no end of the journal before."""
        self._over("")
        self._lines = journal.verification_lines(result)
        conclusion = texts.conclusion(result)
        if result.is_whole:
            self.conclusion.say(conclusion)
        else:
            self.conclusion.say(conclusion, tone=Tone.TO_SETTLE, advice=journal.NOT_WHOLE)
        unread = texts.unread_bytes(result)
        end = journal.NO_HEAD if first_time else ""
        kept = texts.HEAD_COPIED if result.is_whole else ""
        self.add_points([each for each in (*texts.verified(result), unread, end, kept) if each])
        show(self.copy, True)
        show(self.keep_end, result.has_another_end)
        announce(self.conclusion, conclusion)

    def show_end_kept(self) -> None:
        """Shows that this workstation compares with another end now."""
        self.conclusion.clear()
        self.troubles.show_information(journal.HEAD_ACCEPTED)
        show(self.keep_end, False)
        self.close_button.setFocus()

    def show_stopped(self) -> None:
        """Shows that somebody interrupted it."""
        self._over(texts.STOPPED)

    def show_failed(self, trouble: Trouble) -> None:
        """Shows what kept it from its end."""
        self._over(texts.FAILED)
        self.troubles.show_trouble(trouble)

    def _over(self, said: str) -> None:
        show_text(self.state, said)
        show(self.progress, False)
        show(self.stop, False)
        self.close_button.setFocus()


def ask_to_keep_end(parent: QWidget | None) -> Confirmation:
    """« Garder la fin d’aujourd’hui ? »: the one that is missing is not told here any more."""
    return confirm(
        parent,
        "keep_end_dialog",
        texts.KEEP_END_TITLE,
        texts.KEEP_END_POINTS,
        Verb("keep_end", texts.KEEP_END_VERB),
    )
