"""Putting the pages of a PDF on paper, at the printer's own resolution, a band at a time.

A whole page at 600 dots an inch would take 140 MB. For a worker's thread: it knows no widget.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from stockage_partage.errors import DocumentNotUnderstood, PrinterRefused

_BAND = 512
_WINDOWS_DOTS = 300
_POINTS_AN_INCH = 72.0


def printers() -> tuple[list[str], str]:
    """The names of this workstation's printers and of its usual one. May ask the network."""
    return list(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName()


def printer_called(name: str) -> QPrinter:
    """Raises PrinterRefused when it is not there any more."""
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
