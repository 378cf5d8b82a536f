"""Tables for a spreadsheet: written whole, read with their accents, and never taken for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from stockage_partage import disk
from stockage_partage.plain_text import one_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    cell = one_line(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_text(file: BinaryIO) -> io.TextIOWrapper:
    """The file as the text of a table; with its mark, without which Excel reads accents wrongly."""
    return io.TextIOWrapper(file, encoding="utf-8-sig", newline="")


def write_csv(target: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A whole table in the place of `target`. Raises FolderRefused, FileOpenElsewhere or DiskFull."""
    with disk.as_troubles(), disk.replace_whole(target) as file:
        text = csv_text(file)
        lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
        lines.writerow(headings)
        lines.writerows([harmless(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()
