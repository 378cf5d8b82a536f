"""« Imprimer un document »: which file, on what, and whether it is filed. It asks nothing, it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from stockage_partage.applications import Application
from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.printing.job import Proposed
from stockage_partage.documents.printing.templates import (
    PrintTemplate,
    Tick,
    filing_of,
    templates_of,
    tick,
)
from stockage_partage.storage.panel_state import PanelState, Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID
from stockage_partage.ui.printing.file_row import FileRow
from stockage_partage.ui.printing.party_line import PartyLine
from stockage_partage.ui.question import Question
from stockage_partage.ui.showing import allow, show_text
from stockage_partage.ui.tiers.day import day_typed
from stockage_partage.ui.tiers.form_field import FormField
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.words import print_dialog as words
from stockage_partage.words import window
from stockage_partage.words.typography import day

_NUMBER = 60


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What the person pressed « Imprimer » on. `printer` None: a PDF file."""

    file: Path
    printer: str | None
    send: bool
    template: PrintTemplate | None
    given: Given


class PrintDialog(Question):
    """Stays open until what was asked for is done, and says what is not."""

    file_wanted = Signal(object)  # Path
    choose_wanted = Signal()
    print_wanted = Signal(object)  # PrintWish

    columns = 92

    def __init__(self, application: Application, parent: QWidget | None = None) -> None:
        super().__init__(parent, "print_dialog", words.PRINT_TITLE)
        self.setAcceptDrops(True)
        self._file: Path | None = None
        self._state: PanelState | None = None
        self._chosen: Mapping[str, str] = {}
        self._wished = True  # what the person ticked last, for when the box is free again
        self._busy = False
        self.problem = PlainNotice("print_problem")
        self.file = FileRow()
        self.template = QComboBox()
        for each in templates_of(application):
            self.template.addItem(words.template_name(each), each)
        self.template.setCurrentIndex(-1)
        self.template.setPlaceholderText(words.NO_CHOICE)
        self.printer = QComboBox()
        self.party = PartyLine()
        self.number = QLineEdit()
        self.number.setMaxLength(_NUMBER)
        self.date = QLineEdit()
        self.date.setPlaceholderText(words.DAY_HINT)
        self.date_field = FormField("print_date", words.DATE, self.date)
        self.printer_field = FormField("printer", words.PRINTER, self.printer)
        self.provisional = QCheckBox(words.PROVISIONAL)
        self.provisional.setObjectName("provisional")
        self.send = QCheckBox(words.SEND)
        self.send.setObjectName("send_to_storage")
        self.why = wrapping("send_reason", quiet=True)
        self._lay_out()
        self.print_button = self.add_button("print", words.PRINT, primary=True)
        self.print_button.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self._connect()
        self.show_printers(None, "")
        self._refresh()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.addWidget(FormField("print_template", words.TEMPLATE, self.template), 0, 0)
        grid.addWidget(self.printer_field, 0, 1, 1, 2)
        party = FormField("print_party", words.THIRD_PARTY, self.party)
        grid.addWidget(party, 1, 0)
        grid.addWidget(FormField("print_number", words.NUMBER, self.number), 1, 1)
        grid.addWidget(self.date_field, 1, 2)
        for column, share in enumerate((5, 4, 3)):
            grid.setColumnStretch(column, share)
        self.subject.addWidget(self.problem)
        self.subject.addWidget(self.file)
        self.subject.addLayout(grid)
        self.subject.addWidget(self.provisional)
        self.subject.addWidget(self.send)
        self.subject.addWidget(self.why)

    def _connect(self) -> None:
        self.file.choose.clicked.connect(self.choose_wanted)
        self.template.currentIndexChanged.connect(lambda _: self._refresh())
        self.printer.currentIndexChanged.connect(lambda _: self._refresh())
        self.send.clicked.connect(self._ticked)
        self.date.textChanged.connect(lambda _: self.date_field.say(""))
        self.print_button.clicked.connect(self._print)
        self.cancel.clicked.connect(self.reject)

    # --- what is shown ---------------------------------------------------------------------------

    def show_state(self, state: PanelState, chosen: Mapping[str, str]) -> None:
        """What the application may do, and what the company decided for each template."""
        self._state, self._chosen = state, chosen
        self._refresh()

    def show_printers(self, names: Sequence[str] | None, usual: str) -> None:
        """None: still looked for. A PDF file can always be made."""
        self.printer.clear()
        for name in names or ():
            self.printer.addItem(name, name)
        self.printer.addItem(words.PDF_FILE, None)
        self.printer.setCurrentIndex(max(0, self.printer.findData(usual)) if usual else 0)
        note = words.SEARCHING_PRINTERS if names is None else ("" if names else words.NO_PRINTER)
        self.printer_field.explain(note)
        self._refresh()

    def show_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Those that may be typed."""
        self.party.show_parties(parties)

    def show_proposed(
        self, proposed: Proposed, template: PrintTemplate | None = None, given: Given | None = None
    ) -> None:
        """The document, and what it says of itself where the caller did not say better."""
        said = given or Given()
        self._file = proposed.file
        self.cancel.setText(window.CANCEL)
        self.problem.say("")
        self.file.show_file(proposed.file)
        self.template.setCurrentIndex(self._index_of(template or proposed.template))
        self.party.show_code(said.third_party or proposed.third_party)
        self.number.setText((said.number or proposed.number)[:_NUMBER])
        on = said.date or proposed.date
        self.date.setText(day(on) if on is not None else "")
        self.provisional.setChecked(said.provisional)
        self._refresh()
        self.print_button.setFocus()

    def show_problem(self, sentence: str, tone: Tone = Tone.TO_SETTLE) -> None:
        """What was not done, and what was."""
        self._busy = False
        self.problem.say(sentence, tone=tone)
        self._refresh()

    def show_partly_done(self, sentence: str) -> None:
        """The document is kept, or printed, and that stays so: there is nothing to cancel any more."""
        self.cancel.setText(window.CLOSE)
        self.show_problem(sentence)

    def show_busy(self) -> None:
        """Under way: pressed once is enough."""
        self._busy = True
        self.problem.say("")
        self._refresh()

    # --- what follows from it --------------------------------------------------------------------

    def _index_of(self, template: PrintTemplate | None) -> int:
        """Qt compares what it was given by identity or not at all: by word."""
        known = [self.template.itemData(row) for row in range(self.template.count())]
        return next((row for row, each in enumerate(known) if each == template), -1)

    @property
    def _template(self) -> PrintTemplate | None:
        data = self.template.currentData()
        return data if isinstance(data, PrintTemplate) else None

    @property
    def box(self) -> Tick | None:
        """Whether it is filed; None before the first truth."""
        if self._state is None:
            return None
        return tick(filing_of(self._chosen, self._template), self._state.functions)

    def _refresh(self) -> None:
        self._refresh_box()
        template = self._template
        may = template is not None and template.is_invoice
        if not may and self.provisional.isChecked():
            self.provisional.setChecked(False)
        allow(self.provisional, "" if may else words.NOT_AN_INVOICE, words.PROVISIONAL_HELP)
        to_file = self.printer.currentData() is None
        show_text(self.print_button, words.SAVE if to_file else words.PRINT)
        allow(self.print_button, self._not_yet())

    def _refresh_box(self) -> None:
        box, state = self.box, self._state
        if box is None or state is None:
            allow(self.send, window.NO_FOLDER_YET)
            return
        self.send.setChecked(self._wished and box.ticked if box.free else box.ticked)
        reason = words.why(box.why, state)
        allow(self.send, reason)
        show_text(self.why, reason)

    def _not_yet(self) -> str:
        if self._busy:
            return words.BUSY
        if self._file is None:
            return words.NOTHING_CHOSEN
        return "" if self._state is not None else window.NO_FOLDER_YET

    def _ticked(self) -> None:
        self._wished = self.send.isChecked()

    def _print(self) -> None:
        text = self.date.text().strip()
        on = day_typed(text) if text else None
        if text and on is None:
            self.date_field.say(words.DAY_WRONG)
            self.date.setFocus()
            return
        if self._file is None:
            return
        given = Given(
            third_party=self.party.code,
            number=self.number.text().strip() or None,
            date=on,
            provisional=self.provisional.isChecked(),
        )
        name = self.printer.currentData()
        self.print_wanted.emit(
            PrintWish(self._file, name, self.send.isChecked(), self._template, given)
        )

    # --- dropping --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self._busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The same as choosing it."""
        event.acceptProposedAction()
        self.file_wanted.emit(Path(event.mimeData().urls()[0].toLocalFile()))
