"""Putting the pages of a PDF on paper, at the printer's own resolution, a band at a time.

A whole page at 600 dots an inch would take 140 MB. For a worker's thread: it knows no widget.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from stockage_partage.errors import DocumentNotUnderstood, PrinterRefused

_BAND = 512
_POINTS_AN_INCH = 72.0


def printers() -> tuple[list[str], str]:
    """The names of this workstation's printers and of its usual one. May ask the network."""
    return list(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName()


def printer_called(name: str) -> QPrinter:
    """Raises PrinterRefused when it is not there any more."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise PrinterRefused("absent")
    return QPrinter(info, QPrinter.PrinterMode.HighResolution)


def print_pages(file: Path, printer: QPrinter) -> None:
    """Every page, at its own size. Raises DocumentNotUnderstood and PrinterRefused."""
    document = QPdfDocument()
    if document.load(str(file)) is not QPdfDocument.Error.None_:
        raise DocumentNotUnderstood("cannot be drawn")
    printer.setDocName(file.name)
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for page in range(document.pageCount()):
            _set_paper(printer, document.pagePointSize(page))
            if not (painter.begin(printer) if page == 0 else printer.newPage()):
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
    """As large as it is; smaller only where the paper is."""
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
        drawn = document.render(page, band.size(), options)
        painter.drawImage(QRectF(band), drawn)
