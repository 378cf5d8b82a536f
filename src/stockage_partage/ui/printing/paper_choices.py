"""On what a document is printed: which printer, how many copies, which pages, how the system's printer is set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.messages import print_dialog as texts
from stockage_partage.ui.widgets.elided_combo import ElidedComboBox
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MOST_COPIES = 99
_PART = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


class PaperChoices(QWidget):
    """`changed` when another printer is chosen. A PDF file is written as it is: once, with all of its pages.

    `field` is the printer's, to be put where the dialog wants it.
    """

    changed = Signal()
    properties_wanted = Signal(str)  # the printer's name

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_choices")
        self.printer = ElidedComboBox()
        self.printer.setMinimumContentsLength(12)
        self.field = FormField("printer", texts.PRINTER, self.printer, kept=1)
        self.properties = PushButton(texts.PROPERTIES)
        self.properties.setObjectName("printer_properties")
        self.copies = QLineEdit("1")
        self.copies.setValidator(QIntValidator(1, _MOST_COPIES, self.copies))
        self.pages = QLineEdit()
        self.pages.setPlaceholderText(texts.ALL_PAGES)
        self._pages_field = FormField("print_pages", texts.PAGES, self.pages)
        #: The printer as somebody set it in the system's dialog; None for its usual settings.
        self.configured: QPrinter | None = None
        self._lay_out()
        self.printer.currentIndexChanged.connect(lambda _: self._other_printer())
        self.pages.textEdited.connect(lambda _: self._pages_field.say(""))
        self.properties.clicked.connect(lambda: self.properties_wanted.emit(self.name or ""))
        self._other_printer()

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setContentsMargins(0, self.fontMetrics().height() + 4, 0, 0)  # on the editor's line
        beside.addWidget(self.properties)
        beside.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.addWidget(FormField("print_copies", texts.COPIES, self.copies), 0, 0)
        grid.addWidget(self._pages_field, 0, 1)
        grid.addLayout(beside, 0, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def show_printers(self, names: Sequence[str] | None, usual: str) -> None:
        """Shows these printers, `usual` chosen; None: still looked for. A PDF file can always be made."""
        self.printer.clear()
        for name in names or ():
            self.printer.addItem(name, name)
        self.printer.addItem(texts.PDF_FILE, None)
        self.printer.setCurrentIndex(max(0, self.printer.findData(usual)) if usual else 0)
        note = texts.SEARCHING_PRINTERS if names is None else ("" if names else texts.NO_PRINTER)
        self.field.explain(note)

    @property
    def name(self) -> str | None:
        """The chosen printer's name; None for a PDF file."""
        data = self.printer.currentData()
        return str(data) if data is not None else None

    @property
    def copy_count(self) -> int:
        """How many copies, one where nothing is typed."""
        return max(1, int(self.copies.text() or 1))

    def wanted_pages(self, count: int) -> tuple[int, ...] | None:
        """The pages to print of so many, counted from 0; None, and said beneath, for none that there is."""
        if self.name is None:
            return ()
        wanted = pages_typed(self.pages.text(), count)
        self._pages_field.say(texts.PAGES_WRONG if wanted is None else "")
        if wanted is None:
            self.pages.setFocus()
        return wanted

    def show_configured(self, printer: QPrinter) -> None:
        """What somebody chose in the system's dialog, where another printer can be chosen too."""
        name = printer.printerName()
        if name and name != self.name:
            if self.printer.findData(name) < 0:
                self.printer.insertItem(0, name, name)
            self.printer.setCurrentIndex(self.printer.findData(name))
        self.configured = printer
        self.copies.setText(str(min(printer.copyCount(), _MOST_COPIES)))
        if printer.fromPage():
            self.pages.setText(f"{printer.fromPage()}-{printer.toPage()}")

    def _other_printer(self) -> None:
        self.configured = None
        reason = "" if self.name is not None else texts.PAPER_ONLY
        set_enabled(self.properties, reason, texts.PROPERTIES_HELP)
        for editor in (self.copies, self.pages):
            editor.setEnabled(not reason)
            editor.setToolTip(reason)
        self.changed.emit()


def pages_typed(text: str, count: int) -> tuple[int, ...] | None:
    """The pages meant, counted from 0, in the order of the document; all of them for ''.

    `count`: pages that the document has. None for what names no page of it.
    """
    if not text.strip():
        return tuple(range(count))
    wanted: set[int] = set()
    for part in re.split(r"[,;]", text.strip().strip(",;")):
        found = _PART.fullmatch(part.strip())
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            return None
        wanted |= set(range(first - 1, min(last, count)))
    return tuple(sorted(page for page in wanted if page < count)) or None
