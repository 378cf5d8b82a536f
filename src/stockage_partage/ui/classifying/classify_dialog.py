"""The documents that wait for a place, one after the other: the pages on the left, what it is on the right.

Above them stand which one it is, how many wait, the one before and the one after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.documents.filing.destination import GivenDetails, InvoiceSide
from stockage_partage.documents.filing.outcomes import MissingDetail
from stockage_partage.documents.filing.suggestions import (
    ProposedField,
    UnclassifiedDocument,
    preview,
)
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.tree.filing_plan import FilingPlan
from stockage_partage.messages import classifying as texts
from stockage_partage.messages import window
from stockage_partage.ui.documents.preview import Preview
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import IconButton
from stockage_partage.ui.widgets.document_fields import DocumentFields, PartyPicker
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.screen_fit import room_on_screen
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import announce, set_enabled, show, show_text

#: A document that takes the place of another is looked at for so long before it can be filed: the second
#: press of a hand that pressed twice was not meant for it.
_LOOK_MS = 350
#: What a proposal answers; anything else is to be looked at by a person all the same.
_PROPOSED = frozenset(
    {MissingDetail.THIRD_PARTY, MissingDetail.TYPE, MissingDetail.NUMBER, MissingDetail.DATE}
)
#: Pixels of the window at first, on a screen that has them.
_SIZE = QSize(1180, 860)


class QueueBar(QFrame):
    """`top` is its first line, in which a title may be put."""

    step_wanted = Signal(int)  # how many documents on, or back

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("waiting_queue")
        self.file = ElidedLabel(to_the_right=False)
        self.file.setObjectName("waiting_file")
        self.file.setFont(font(bold=True))
        self.since = QLabel()
        self.since.setObjectName("waiting_since")
        self.since.setProperty("role", "quiet")
        self.which = QLabel()
        self.which.setObjectName("waiting_which")
        self.previous = self._arrow("previous", texts.PREVIOUS, -1, "Alt+Left")
        self.next = self._arrow("next", texts.NEXT, 1, "Alt+Right")
        turns = QHBoxLayout()
        turns.setSpacing(GRID)
        for part in (self.previous, self.which, self.next):
            turns.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.top = QHBoxLayout()
        self.top.addLayout(turns)
        below = QHBoxLayout()
        below.setSpacing(2 * GRID)
        below.addWidget(self.file, 1)
        below.addWidget(self.since)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID + GRID // 2)
        box.setSpacing(GRID)
        box.addLayout(self.top)
        box.addLayout(below)

    def _arrow(self, name: str, tip: str, steps: int, keys: str) -> IconButton:
        made = IconButton(self)
        made.setObjectName(f"{name}_document")
        made.setAccessibleName(tip)
        made.setToolTip(tip)
        made.setIcon(icon(name, self.palette().color(QPalette.ColorRole.Text)))
        made.clicked.connect(lambda: self.step_wanted.emit(steps))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(made.click)
        return made

    def show_which(self, row: DocumentRow) -> None:
        """Names the document that is looked at."""
        self.file.setText(row.title)
        self.file.setToolTip(row.title)
        show_text(self.since, texts.came_in(row.created_at.astimezone().date()))

    def show_turn(self, number: int, of: int) -> None:
        """Tells that it is the document `number` of those that wait, counted from 1."""
        show_text(self.which, texts.which(number, of))
        for arrow in (self.previous, self.next):
            show(arrow, of > 1)

    def close_to_changes(self, reason: str) -> None:
        """Why one stays on this document just now; '' when one may go."""
        set_enabled(self.previous, reason, texts.PREVIOUS)
        set_enabled(self.next, reason, texts.NEXT)


class ReadCard(QFrame):
    """What an electronic invoice says. Takes no room when nothing was read."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._name = name
        self._made: list[QWidget] = []
        heading = QLabel(title)
        heading.setObjectName(f"{name}_title")
        heading.setFont(font(bold=True))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """In place of those of another document."""
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = []
        for row, (title, value) in enumerate(facts, start=1):
            name = wrapping(f"{self._name}_{row}_title", quiet=True)
            name.setWordWrap(False)
            name.setText(title)
            text = wrapping(f"{self._name}_{row}")
            text.setText(value)
            text.setAccessibleName(f"{title}\N{NO-BREAK SPACE}: {value}")
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(text, row, 1)
            self._made += [name, text]
        show(self, bool(facts))


class ClassifyDialog(BaseDialog):
    """Shows one document after the other; `classify_wanted` says what the person gave."""

    classify_wanted = Signal(object)  # GivenDetails
    step_wanted = Signal(int)  # how many documents on, or back
    withdraw_wanted = Signal()

    columns = 54

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "classify_dialog", texts.TITLE)
        self.document: UnclassifiedDocument | None = None
        self._closed = ""
        self._place = ""
        self.queue = QueueBar()
        self.preview = Preview()
        self.why = InfoBar("why_it_waits")
        self.refused = InfoBar("classify_refused")
        self.read = ReadCard("read", texts.READ_TITLE)
        self.picker = PartyPicker(steady=3)
        self.piece = DocumentFields(tall=True)
        self.place = wrapping("place")
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(_LOOK_MS)
        self._lay_out()
        self.classify = self.add_button("classify", texts.CLASSIFY_AND_NEXT, primary=True)
        self.classify.setDefault(True)
        self.skip = self.add_button("skip", texts.SKIP)
        self.withdraw = self.add_button("withdraw", texts.WITHDRAW)
        self.later = self.add_button("later", window.CLOSE)
        self._connect()

    def _lay_out(self) -> None:
        self.above.addWidget(self.queue)
        self.put_heading_in(self.queue.top)
        pane = QWidget()
        pane.setObjectName("page")
        beside = QVBoxLayout(pane)
        beside.setContentsMargins(3 * GRID, 0, 0, 0)
        beside.setSpacing(GRID)
        self.preview.setMinimumHeight(8 * GRID)  # on a small screen the buttons come first
        beside.addWidget(self.preview, 1)
        beside.addWidget(self.read)
        self.put_beside(pane, 66)
        self.toast_room = self.preview
        for part in (self.why, self.picker, self.piece):
            self.subject.addWidget(part)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        inside.setSpacing(GRID // 2)
        title = QLabel(texts.PLACE_TITLE)
        title.setObjectName("place_title")
        title.setFont(font(bold=True))
        inside.addWidget(title)
        inside.addWidget(self.place)
        # What is told of a press takes the card's place: always in sight, it moves neither field nor button.
        told = QWidget()
        below = QVBoxLayout(told)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.refused, 1)
        self._outcome = QStackedWidget()
        self._outcome.setObjectName("outcome")
        self._outcome.addWidget(card)
        self._outcome.addWidget(told)
        self._outcome.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.foot.insertWidget(0, self._outcome)

    def _connect(self) -> None:
        self.picker.chosen.connect(self._chosen)
        self.piece.changed.connect(self._edited)
        self.classify.clicked.connect(self._classify)
        self.skip.clicked.connect(lambda: self.step_wanted.emit(1))
        self.queue.step_wanted.connect(self.step_wanted)
        self.withdraw.clicked.connect(self.withdraw_wanted)
        self.later.clicked.connect(self.reject)
        self._looking.timeout.connect(self._looked)

    def fit(self) -> None:
        """As large as the pages want, never beyond the screen."""
        self.resize(_SIZE.boundedTo(room_on_screen(self)))

    # --- one document ----------------------------------------------------------------------------

    def show_document(self, document: UnclassifiedDocument, number: int = 1, of: int = 1) -> None:
        """Shows another document, with what is proposed for it filled in and where that comes from."""
        another = self.document is not None
        self.document = None  # nothing is previewed until all of it is there
        row, proposal = document.row, document.proposal
        self.queue.show_which(row)
        self.refused.say("")
        self.read.show_facts(texts.read_facts(document.reading) if document.reading else ())
        known = proposal.third_party
        notes = {
            each: texts.origin(proposal.origins.get(each), row.source) for each in ProposedField
        }
        self.picker.begin(
            [known] if known else document.candidates,
            proposal.newcomer,
            notes[ProposedField.THIRD_PARTY],
        )
        self.piece.begin(proposal, notes)
        self.show_turn(number, of)
        self.document = document
        self._say_why(document)
        self._closed = texts.JUST_SHOWN if another else ""
        if another:
            self._looking.start()
        self._preview()
        self._take_focus()

    def show_turn(self, number: int, of: int) -> None:
        """Which of those that wait is looked at, counted from 1."""
        self.queue.show_turn(number, of)
        show_text(self.classify, texts.CLASSIFY_AND_NEXT if of > 1 else texts.CLASSIFY)
        show(self.skip, of > 1)

    def _say_why(self, document: UnclassifiedDocument) -> None:
        """Why it waits, unless what it waited for is proposed below."""
        plain = document.unread in (None, UnreadReason.NOTHING_INSIDE)
        if plain and set(document.lacking) <= _PROPOSED and isinstance(self._found(), str):
            self.why.say(texts.PROPOSED)
            return
        said = texts.why(document.lacking, document.unread, document.particulars)
        self.why.say(said, tone=Tone.TO_SETTLE)

    def choose(self, party: ThirdParty) -> None:
        """Chooses a third party that was just created."""
        self.picker.begin([party], None)
        self._take_focus()

    def close_to_changes(self, reason: str) -> None:
        """Why nothing can be filed just now; '' when it can."""
        self._looking.stop()
        self._closed = reason
        self._preview()

    def refuse(self, sentence: str) -> None:
        """Says why the document was not filed."""
        self.close_to_changes("")
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """What is to be known before one goes on, until something is changed."""
        self._outcome.setCurrentIndex(1)
        self.refused.say(sentence, tone=Tone.TO_SETTLE)

    @property
    def given(self) -> GivenDetails:
        """What the form holds now; None for a field left empty."""
        party = self.picker.party
        return GivenDetails(
            third_party=party.code if party is not None else None,
            document_type=self.piece.type_name,
            number=self.piece.number.text().strip() or None,
            date=self.piece.day,
        )

    def _looked(self) -> None:
        self._closed = ""
        self._preview()
        if self.focusWidget() in (None, self):
            self._take_focus()

    def _take_focus(self) -> None:
        """Where the hand is needed: the first field that lacks, else the button."""
        editors: tuple[tuple[object, QWidget], ...] = (
            (self.picker.party, self.picker.search),
            (self.piece.type_name, self.piece.type),
            (self.piece.number.text(), self.piece.number),
            (self.piece.day, self.piece.date),
        )
        lacking = isinstance(self._found(), tuple)
        empty = [editor for value, editor in editors if not value] if lacking else []
        wanted = empty[0] if empty else self.classify
        if wanted.isEnabled():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(wanted, QLineEdit):
            wanted.selectAll()

    def _chosen(self, party: ThirdParty | None) -> None:
        if party is not None and not self._says_its_side:
            self.piece.suit(party)
        self._edited()

    @property
    def _says_its_side(self) -> bool:
        """Sold or bought, as the document tells: whoever it is filed under."""
        return self.document is not None and isinstance(self.document.side, InvoiceSide)

    def _edited(self) -> None:
        self._outcome.setCurrentIndex(0)
        self._preview()

    def _preview(self) -> None:
        """Where it would go, as one types; what is still needed otherwise."""
        if self.document is None:
            return
        place = self._found()
        needed = place if isinstance(place, str) else texts.still_needed(place)
        shown = needed if not isinstance(place, str) else texts.place_steps(place)
        show_text(self.place, shown)
        if isinstance(place, str) and place != self._place:
            self._place = place
            announce(self.place, shown)
        set_enabled(self.classify, self._closed or ("" if isinstance(place, str) else needed))
        moving = "" if self._looking.isActive() else self._closed
        for button in (self.skip, self.withdraw):
            set_enabled(button, moving)
        self.queue.close_to_changes(moving)

    def _found(self) -> str | tuple[MissingDetail, ...]:
        document, party = self.document, self.picker.party
        if document is None:
            return ()
        if party is None and len(document.candidates) == 1:
            # The person took the proposed one away: it is not put back behind their back.
            document = replace(document, candidates=())
        found = preview(document, self.given, party)
        return found.path if isinstance(found, FilingPlan) else found

    def _classify(self) -> None:
        given = self.given
        self.close_to_changes(texts.CLASSIFYING)
        self.classify_wanted.emit(given)
