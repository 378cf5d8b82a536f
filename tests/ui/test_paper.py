"""What reaches a printer: pixels without transparency, at a resolution that its system bears."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from invoice_making import Invoice
from stockage_partage.errors import PrinterRefused
from stockage_partage.ui.printing import paper
from stockage_partage.ui.printing.printer_names import KnownPrinters

WHITE = 0xFFFF_FFFF


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QImage]]:
    """The pictures that are handed to the printer."""
    handed: list[QImage] = []

    class Painter(QPainter):
        def drawImage(self, *given: Any) -> None:  # noqa: N802
            if isinstance(given[0], QRectF):  # onto the page, not into a picture
                handed.append(given[1])
            super().drawImage(*given)

    with monkeypatch.context() as patched:
        patched.setattr(paper, "QPainter", Painter)
        yield handed


def test_no_picture_handed_to_a_printer_has_transparency(
    qapp: QApplication, tmp_path: Path, drawn: list[QImage]
) -> None:
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice().pdf())
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "imprime.pdf"))
    paper.print_pages(file, printer)
    assert drawn
    assert not any(band.hasAlphaChannel() for band in drawn)
    assert drawn[0].pixel(0, 0) == WHITE


@pytest.mark.parametrize(
    ("system", "offered", "used"),
    [("win32", 600, 300), ("win32", 203, 203), ("linux", 600, 600), ("darwin", 1200, 1200)],
)
def test_windows_is_not_asked_for_a_hundred_megabytes_a_page(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: str, offered: int, used: int
) -> None:
    class Printer(QPrinter):
        """A printer's driver that offers this resolution."""

        def __init__(self, *_given: object) -> None:
            super().__init__()
            self.setResolution(offered)

        PrinterMode = QPrinter.PrinterMode

    class Known(QPrinterInfo):
        def isNull(self) -> bool:  # noqa: N802
            return False

    class Printers:
        @staticmethod
        def printerInfo(_name: str) -> QPrinterInfo:  # noqa: N802
            return Known()

    monkeypatch.setattr(paper, "known_printers", lambda: KnownPrinters(("HP",)))
    monkeypatch.setattr(paper, "QPrinterInfo", Printers)
    monkeypatch.setattr(paper, "QPrinter", Printer)
    monkeypatch.setattr(sys, "platform", system)
    assert paper.printer_called("HP").resolution() == used
    with pytest.raises(PrinterRefused):
        paper.printer_called("another")
