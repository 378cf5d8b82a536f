"""« Imprimer un document »: which file, on what, and whether it is filed. It asks nothing, it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import PanelState, Tone
from stockage_partage.applications import Application
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.printing.print_job import PrintProposal, foresee
from stockage_partage.documents.printing.templates import (
    FilingTick,
    PrintTemplate,
    filing_of,
    templates_of,
    tick,
)
from stockage_partage.documents.tree.filing_plan import FilingPlan
from stockage_partage.messages import print_dialog as texts
from stockage_partage.messages import window
from stockage_partage.messages.classifying import place_steps
from stockage_partage.messages.document_menu import SAVE_FIRST
from stockage_partage.messages.documents import DAY_HINT, NUMBER, shown
from stockage_partage.messages.printing import CHOOSE, template_name
from stockage_partage.messages.typography import day
from stockage_partage.ui.documents.preview import Preview
from stockage_partage.ui.printing.paper import PaperChoices
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.document_fields import PartyPicker
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.form_field import FormField, day_problem, day_typed
from stockage_partage.ui.widgets.given_files import is_promised, local_files, take_copy
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import (
    keep_room,
    put_property,
    set_enabled,
    show_text,
)

_NUMBER = 60


class FileRow(QFrame):
    """A card; the whole dialog takes what is dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.FILE)
        self.name = wrapping("print_file", quiet=True)
        self.name.setText(texts.NO_FILE)
        self.name.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.choose = PushButton(CHOOSE)
        self.choose.setObjectName("choose_file")
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.setSpacing(2 * GRID)
        across.addWidget(self.name, 1)
        across.addWidget(self.choose, 0)

    def show_file(self, file: Path) -> None:
        """Shows a file's name; the folder as a tip."""
        put_property(self.name, "role", "")
        self.name.setFont(font(bold=True))
        show_text(self.name, shown(file.name))
        self.name.setToolTip(shown(str(file)))


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What the person pressed « Imprimer » on. `printer` None: a PDF file, written as it is.

    `pages`: counted from 0, all of them for none. `configured`: that printer as somebody set it.
    """

    file: Path
    printer: str | None
    send: bool
    template: PrintTemplate | None
    given: GivenDetails
    copies: int = 1
    pages: tuple[int, ...] = ()
    configured: QPrinter | None = None


class PrintDialog(BaseDialog):
    """Stays open until what was asked for is done, and says what is not."""

    file_wanted = Signal(object)  # Path
    choose_wanted = Signal()
    print_wanted = Signal(object)  # PrintWish

    columns = 60

    def __init__(self, application: Application, parent: QWidget | None = None) -> None:
        super().__init__(parent, "print_dialog", texts.PRINT_TITLE)
        self.setAcceptDrops(True)
        self._proposed: PrintProposal | None = None
        self.unseen_pages = 0  # of a document that is too large to be shown
        self._state: PanelState | None = None
        self._chosen: Mapping[str, str] = {}
        self._wished = True  # what the person ticked last, for when the box is free again
        self._busy = False
        self.problem = InfoBar("print_problem")
        self.file = FileRow()
        self.template = QComboBox()
        self.template.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.template.setMinimumContentsLength(12)
        for each in templates_of(application):
            self.template.addItem(template_name(each), each)
        self.template.setCurrentIndex(-1)
        self.template.setPlaceholderText(texts.NO_CHOICE)
        self.paper = PaperChoices()
        self.printer, self.printer_field = self.paper.printer, self.paper.field
        self.party = PartyPicker(steady=2, creating=False)
        self.preview = Preview()
        self.number = QLineEdit()
        self.number.setMaxLength(_NUMBER)
        self.date = QLineEdit()
        self.date.setPlaceholderText(DAY_HINT)
        self.date_field = FormField("print_date", texts.DATE, self.date, kept=1)
        self.provisional = QCheckBox(texts.PROVISIONAL)
        self.provisional.setObjectName("provisional")
        self.send = QCheckBox(texts.SEND)
        self.send.setObjectName("send_to_storage")
        self.why = wrapping("send_reason", quiet=True)
        keep_room(self.why, 1)
        self.foreseen = InfoBar("foreseen", stacked=True)
        self._lay_out()
        self.print_button = self.add_button("print", texts.PRINT, primary=True)
        self.print_button.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self._connect()
        self.show_printers(None, "")
        self._refresh()

    def _lay_out(self) -> None:
        pane = QWidget()
        pane.setObjectName("page")
        beside = QVBoxLayout(pane)
        beside.setContentsMargins(3 * GRID, 3 * GRID, 0, 0)
        self.preview.setMinimumHeight(8 * GRID)  # on a small screen the buttons come first
        self.preview.say(texts.NO_FILE)
        beside.addWidget(self.preview)
        self.put_beside(pane, 44)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(FormField("print_number", NUMBER, self.number), 1)
        across.addWidget(self.date_field, 1)
        self.subject.addWidget(self.file)
        on_what = QHBoxLayout()
        on_what.setSpacing(2 * GRID)
        on_what.addWidget(FormField("print_template", texts.TEMPLATE, self.template), 1)
        on_what.addWidget(self.printer_field, 1)
        self.subject.addLayout(on_what)
        self.subject.addWidget(self.paper)
        self.subject.addWidget(self.party)
        self.subject.addLayout(across)
        self.subject.addWidget(self.provisional)
        # In one place, always in sight: what will become of the document, or what is told of a press.
        self._told = QStackedWidget()
        self._told.setObjectName("print_told")
        for bar in (self.foreseen, self.problem):
            room = QWidget()
            inside = QVBoxLayout(room)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(bar, 0, Qt.AlignmentFlag.AlignTop)
            self._told.addWidget(room)
        self._told.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 4 * GRID)
        for place, part in enumerate((self.send, self.why, self._told)):
            self.foot.insertWidget(place, part)
        self.foot.setSpacing(GRID)

    def _connect(self) -> None:
        self.file.choose.clicked.connect(self.choose_wanted)
        self.template.currentIndexChanged.connect(lambda _: self._refresh())
        self.paper.changed.connect(self._refresh)
        self.send.clicked.connect(self._ticked)
        self.date.textChanged.connect(lambda _: self.date_field.say(""))
        self.date.editingFinished.connect(self._check_date)
        for typed in (self.party.search, self.number, self.date):
            typed.textChanged.connect(lambda _: self._edited())
        self.party.chosen.connect(lambda _: self._edited())
        self.provisional.clicked.connect(lambda _: self._refresh_box())
        self.print_button.clicked.connect(self._print)
        self.cancel.clicked.connect(self.reject)

    # --- what is shown ---------------------------------------------------------------------------

    def show_state(self, state: PanelState, chosen: Mapping[str, str]) -> None:
        """What the application may do, and what the company decided for each template."""
        self._state, self._chosen = state, chosen
        self._refresh()

    def show_printers(
        self, names: Sequence[str] | None, usual: str, *, silent: bool = False
    ) -> None:
        """None: still looked for; `silent`: nobody says which. A PDF file can always be made."""
        self.paper.show_printers(names, usual, silent=silent)
        self._refresh()

    def show_proposed(
        self,
        proposed: PrintProposal,
        template: PrintTemplate | None = None,
        given: GivenDetails | None = None,
        party: ThirdParty | None = None,
        content: bytes | None = None,
    ) -> None:
        """The document, and what it says of itself where the caller did not say better.

        `party`: the one of the code said or read, None where nobody has it. `content`: what is shown of
        it, None where that is too much.
        """
        said = given or GivenDetails()
        self._proposed = proposed
        self.cancel.setText(window.CANCEL)
        self._told.setCurrentIndex(0)
        if content is not None:
            self.preview.show_pdf(content)
        else:
            self.preview.say(texts.TOO_LARGE)
        self.file.show_file(proposed.file)
        self.template.setCurrentIndex(self._index_of(template or proposed.template))
        self.party.begin([party] if party is not None else proposed.candidates, None)
        if party is None:
            self.party.search.setText(said.third_party or "")
        self.number.setText((said.number or proposed.number)[:_NUMBER])
        on = said.date or proposed.date
        self.date.setText(day(on) if on is not None else "")
        self.provisional.setChecked(said.provisional)
        self._refresh()
        self.print_button.setFocus()

    def show_problem(self, sentence: str, tone: Tone = Tone.TO_SETTLE) -> None:
        """What was not done, and what was."""
        self._busy = False
        self._told.setCurrentIndex(1)
        self.problem.say(sentence, tone=tone)
        self._refresh()

    def show_partly_done(self, sentence: str) -> None:
        """The document is kept, or printed, and that stays so: there is nothing to cancel any more."""
        self.cancel.setText(window.CLOSE)
        self.show_problem(sentence)

    def show_busy(self) -> None:
        """Shows that work is under way: pressed once is enough."""
        self._busy = True
        self._told.setCurrentIndex(0)
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
    def box(self) -> FilingTick | None:
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
        set_enabled(self.provisional, "" if may else texts.NOT_AN_INVOICE, texts.PROVISIONAL_HELP)
        to_file = self.paper.name is None
        show_text(self.print_button, texts.SAVE if to_file else texts.PRINT)
        set_enabled(self.print_button, self._not_yet())

    def _refresh_box(self) -> None:
        box, state = self.box, self._state
        if box is None or state is None:
            set_enabled(self.send, window.NO_FOLDER_YET)
            return
        self.send.setChecked(self._wished and box.ticked if box.free else box.ticked)
        reason = texts.why(box.why, state)
        set_enabled(self.send, reason)
        show_text(self.why, reason)
        self._foresee()

    def _edited(self) -> None:
        self._told.setCurrentIndex(0)
        self._refresh_box()

    def _foresee(self) -> None:
        """Where it will be, or that it will wait, and for what; nothing when it is not to be filed."""
        if self._proposed is None or not self.send.isChecked():
            self.foreseen.say("")
            return
        given, party = self._given, self.party.party
        found = foresee(self._proposed, given, self._template, party, datetime.now())  # local
        if isinstance(found, FilingPlan):
            self.foreseen.say(texts.PLACE_TITLE, advice=place_steps(found.path))
        else:
            self.foreseen.say(texts.WAIT_TITLE, tone=Tone.TO_SETTLE, advice=texts.lacks(found))

    @property
    def _given(self) -> GivenDetails:
        """What the form holds now; None for a field left empty."""
        return GivenDetails(
            third_party=self.party.code,
            number=self.number.text().strip() or None,
            date=day_typed(self.date.text()),
            provisional=self.provisional.isChecked(),
        )

    def _not_yet(self) -> str:
        if self._busy:
            return texts.BUSY
        if self._proposed is None:
            return texts.NOTHING_CHOSEN
        return "" if self._state is not None else window.NO_FOLDER_YET

    def _ticked(self) -> None:
        self._wished = self.send.isChecked()
        self._refresh_box()

    def _check_date(self) -> None:
        self.date_field.say(day_problem(self.date.text()))

    def _print(self) -> None:
        if problem := day_problem(self.date.text()):
            self.date_field.say(problem)
            self.date.setFocus()
            return
        if self._proposed is None:
            return
        pages = self.paper.wanted_pages(self.preview.page_count or self.unseen_pages)
        if pages is None:
            return
        paper, send = self.paper, self.send.isChecked()
        wish = PrintRequest(
            self._proposed.file, paper.name, send, self._template, self._given,
            paper.copy_count, pages, paper.configured,
        )  # fmt: skip
        self.print_wanted.emit(wish)

    # --- dropping --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file, while nothing is being printed."""
        carried = event.mimeData()
        if not self._busy and (len(local_files(carried)) == 1 or is_promised(carried)):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A dropped file is taken as a chosen one is."""
        carried = event.mimeData()
        if not take_copy(event):
            return
        if is_promised(carried):
            self.show_problem(SAVE_FIRST)
        else:
            self.file_wanted.emit(local_files(carried)[0])
