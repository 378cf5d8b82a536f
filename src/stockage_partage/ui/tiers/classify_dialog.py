"""One document that waits for a place: what is known of it, what is proposed, one click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.placing import Given, Lacking, Side
from stockage_partage.documents.filing.proposing import Waiting, preview
from stockage_partage.documents.tree.filing_plan import FilingPlan
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.question import Question
from stockage_partage.ui.showing import allow, announce, show, show_text
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.ui.tiers.party_picker import PartyPicker
from stockage_partage.ui.tiers.piece_fields import PieceFields
from stockage_partage.ui.tiers.read_card import ReadCard
from stockage_partage.words import classifying as words


class ClassifyDialog(Question):
    """Shows one document after the other; `classify_wanted` says what the person gave."""

    classify_wanted = Signal(object, bool)  # Given; and then the next one

    columns = 92

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "classify_dialog", words.TITLE)
        self.document: Waiting | None = None
        self._closed = ""
        self._place = ""
        self.file = wrapping("waiting_file")
        self.file.setFont(font(bold=True))
        self.about = wrapping("waiting_since", quiet=True)
        self.why = PlainNotice("why_it_waits")
        self.remembered = PlainNotice("remembered")
        self.refused = PlainNotice("classify_refused")
        self.read = ReadCard("read", words.READ_TITLE)
        self.picker = PartyPicker()
        self.piece = PieceFields()
        self.place = wrapping("place")
        self._lay_out()
        self.classify = self.add_button("classify", words.CLASSIFY, primary=True)
        self.classify.setDefault(True)
        self.and_next = self.add_button("classify_and_next", words.CLASSIFY_AND_NEXT)
        self.later = self.add_button("later", words.LATER)
        self._connect()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.file)
        top.addWidget(self.about)
        self.subject.addLayout(top)
        for part in (self.refused, self.why, self.remembered, self.read, self.picker, self.piece):
            self.subject.addWidget(part)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        inside.setSpacing(GRID // 2)
        title = QLabel(words.PLACE_TITLE)
        title.setObjectName("place_title")
        title.setFont(font(bold=True))
        inside.addWidget(title)
        inside.addWidget(self.place)
        self.foot.insertWidget(0, card)

    def _connect(self) -> None:
        self.picker.chosen.connect(self._chosen)
        self.piece.changed.connect(self._preview)
        self.classify.clicked.connect(lambda: self._classify(and_next=False))
        self.and_next.clicked.connect(lambda: self._classify(and_next=True))
        self.later.clicked.connect(self.reject)

    def show_document(self, document: Waiting, number: int = 1, of: int = 1) -> None:
        """Another document, with what is proposed for it filled in."""
        self.document = None  # nothing is previewed until all of it is there
        row, proposal = document.row, document.proposal
        show_text(self.file, words.shortened(row.title))
        self.file.setToolTip(row.title)
        since = words.came_in(row.created_at.astimezone().date())
        parts = (since, words.which(number, of))
        show_text(self.about, " · ".join(part for part in parts if part))
        self.refused.say("")
        self.why.say(words.why(document.lacking, document.unread), tone=Tone.TO_SETTLE)
        self.remembered.say(words.remembered(proposal.remembered))
        self.read.show_facts(words.read_facts(document.reading) if document.reading else ())
        known = proposal.third_party
        self.picker.begin([known] if known else document.candidates, proposal.newcomer)
        self.piece.begin(proposal)
        show(self.and_next, of > 1)
        self.document = document
        self._preview()
        self.picker.search.setFocus()

    def show_found(self, found: Sequence[ThirdParty]) -> None:
        """What the search for a third party gave."""
        self.picker.show_found(found)

    def choose(self, party: ThirdParty) -> None:
        """One just created."""
        self.picker.begin([party], None)
        self.picker.search.setFocus()

    def close_to_changes(self, reason: str) -> None:
        """Why nothing can be filed just now; '' when it can."""
        self._closed = reason
        self._preview()

    def refuse(self, sentence: str) -> None:
        """It was not filed, and why."""
        self._closed = ""
        self.refused.say(sentence, tone=Tone.TO_SETTLE)
        self._preview()

    @property
    def given(self) -> Given:
        """As it is filled in now."""
        party = self.picker.party
        return Given(
            third_party=party.code if party is not None else None,
            document_type=self.piece.type_name,
            number=self.piece.number.text().strip() or None,
            date=self.piece.day,
        )

    def _chosen(self, party: ThirdParty | None) -> None:
        if party is not None and not self._says_its_side:
            self.piece.suit(party)
        self._preview()

    @property
    def _says_its_side(self) -> bool:
        """Sold or bought, as the document tells: whoever it is filed under."""
        return self.document is not None and isinstance(self.document.side, Side)

    def _preview(self) -> None:
        """Where it would go, as one types; what is still needed otherwise."""
        if self.document is None:
            return
        place = self._placed(self.document)
        needed = place if isinstance(place, str) else words.still_needed(place)
        shown = needed if not isinstance(place, str) else words.place_steps(place)
        show_text(self.place, shown)
        if isinstance(place, str) and place != self._place:
            self._place = place
            announce(self.place, shown)
        reason = self._closed or ("" if isinstance(place, str) else needed)
        for button in (self.classify, self.and_next):
            allow(button, reason)

    def _placed(self, document: Waiting) -> str | tuple[Lacking, ...]:
        party = self.picker.party
        if party is None and len(document.candidates) == 1:
            # The person took the proposed one away: it is not put back behind their back.
            document = replace(document, candidates=())
        found = preview(document, self.given, party)
        return found.path if isinstance(found, FilingPlan) else found

    def _classify(self, *, and_next: bool) -> None:
        given = self.given
        self._closed = words.CLASSIFYING
        self._preview()
        self.classify_wanted.emit(given, and_next)
