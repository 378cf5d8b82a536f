"""What a document is printed on: the choices of the dialog, and the pages put there.

Printer, copies, pages, and the system's own settings of the printer. The pages of a PDF are drawn at the
printer's resolution, a band at a time: a whole page at 600 dots an inch would take 140 MB. What draws is
for a worker's thread and knows no widget.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QIntValidator, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.errors import DocumentNotUnderstood, PrinterRefused
from stockage_partage.messages import print_dialog as texts
from stockage_partage.ui.printing.printer_names import known_printers
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.elided import ElidedComboBox
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled

_BAND = 512
_WINDOWS_DOTS = 300
_POINTS_AN_INCH = 72.0
_MOST_COPIES = 99
_PART = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


def printer_called(name: str) -> QPrinter:
    """Raises PrinterRefused when it is not there any more, PrintersSilent when the print system does not answer.

    That is found out by another process first: Qt would hold the window meanwhile.
    """
    if name not in known_printers().names:
        raise PrinterRefused("absent")
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise PrinterRefused("absent")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    if sys.platform == "win32":
        # Windows spools bare pixels: a page at 600 dots an inch is 100 MB, over a network often.
        printer.setResolution(min(printer.resolution(), _WINDOWS_DOTS))
    return printer


def page_count(file: Path) -> int:
    """How many pages a PDF has; 0 for what cannot be drawn."""
    document = QPdfDocument()
    document.load(str(file))
    count = document.pageCount()
    document.close()
    return count


def print_pages(file: Path, printer: QPrinter, pages: Sequence[int] = (), copies: int = 1) -> None:
    """These pages, counted from 0 and all of them for none, each at its own size.

    Raises DocumentNotUnderstood and PrinterRefused.
    """
    document = QPdfDocument()
    if document.load(str(file)) is not QPdfDocument.Error.None_:
        raise DocumentNotUnderstood("cannot be drawn")
    printer.setDocName(file.name)
    printer.setFullPage(True)
    wanted = list(pages) or list(range(document.pageCount()))
    if printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
    else:
        wanted *= copies
    painter = QPainter()
    try:
        for place, page in enumerate(wanted):
            _set_paper(printer, document.pagePointSize(page))
            if not (painter.begin(printer) if place == 0 else printer.newPage()):
                raise PrinterRefused("no page")
            _draw(document, page, painter, printer)
        if not painter.end() or printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterRefused("not finished")
    except PrinterRefused:
        if painter.isActive():
            printer.abort()
            painter.end()
        raise
    finally:
        document.close()


def _set_paper(printer: QPrinter, points: QSizeF) -> None:
    """The paper that the page was made for, if the printer has it."""
    lying = points.width() > points.height()
    upright = points.transposed() if lying else points
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turned, QMarginsF()))


def _draw(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> None:
    """Draws a page as large as it is; smaller only where the paper is."""
    points = document.pagePointSize(page)
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    dots = printer.resolution() / _POINTS_AN_INCH
    fit = min(
        1.0, paper.width() / (points.width() * dots), paper.height() / (points.height() * dots)
    )
    whole = QSize(round(points.width() * dots * fit), round(points.height() * dots * fit))
    for top in range(0, whole.height(), _BAND):
        band = QRect(0, top, whole.width(), min(_BAND, whole.height() - top))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(whole)
        options.setScaledClipRect(band)
        painter.drawImage(QRectF(band), on_white(document.render(page, band.size(), options)))


def on_white(drawn: QImage) -> QImage:
    """The page without transparency, which makes Windows keep the whole page in memory after all."""
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


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

    def show_printers(
        self, names: Sequence[str] | None, usual: str, *, silent: bool = False
    ) -> None:
        """Shows these printers, `usual` chosen; None: still looked for. A PDF file can always be made.

        `silent`: the print system did not say which there are.
        """
        self.printer.clear()
        for name in names or ():
            self.printer.addItem(name, name)
        self.printer.addItem(texts.PDF_FILE, None)
        self.printer.setCurrentIndex(max(0, self.printer.findData(usual)) if usual else 0)
        none = texts.PRINTERS_SILENT if silent else texts.NO_PRINTER
        note = texts.SEARCHING_PRINTERS if names is None else ("" if names else none)
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
