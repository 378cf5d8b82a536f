"""What is looked for in the journal: words, an act, the days between which it was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from stockage_partage.company.journal.search import JournalFilter, between
from stockage_partage.messages import journal_window as texts
from stockage_partage.messages.documents import DAY_HINT
from stockage_partage.messages.export import WRONG_ORDER
from stockage_partage.messages.journal_entries import LABELS
from stockage_partage.ui.widgets.form_field import FormField, day_problem, day_typed
from stockage_partage.ui.widgets.theme import GRID

#: After the last key: a word is asked about once, not once a letter.
_PAUSE_MS = 250
#: Average characters from which all fields have room beside each other.
_WIDE = 96


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
