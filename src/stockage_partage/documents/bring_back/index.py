"""The index of what was brought back: a table that a French Excel opens with a double click.

It is written beside the documents as they come, and takes the place of the former one at the end: what
an earlier selection brought into the same folder stays in it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from stockage_partage.documents.bring_back.paths import numbered

NAME = "index.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Index:
    """One line a document; `path_at` is the column that tells two lines apart.

    `arriving`: where this run alone writes it before it is whole.
    """

    def __init__(self, folder: Path, arriving: Path, headings: Sequence[str], path_at: int) -> None:
        self._folder = folder
        self._headings = list(headings)
        self._path_at = path_at
        self._paths: set[int] = set()
        self._arriving = arriving
        self._file: TextIO = _opened(self._arriving, "w")
        self._lines = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._lines.writerow(self._headings)

    def add(self, cells: Sequence[str]) -> None:
        """A line, made harmless for a spreadsheet."""
        self._paths.add(hash(cells[self._path_at]))
        self._lines.writerow([harmless(cell) for cell in cells])

    def finish(self) -> Path:
        """The former lines that this run did not write again, then the new name; where it is."""
        for cells in self._former():
            if hash(cells[self._path_at]) not in self._paths:
                self._lines.writerow(cells)
        self._file.close()
        return self._settle()

    def abandon(self) -> None:
        """Nothing of it is kept."""
        self._file.close()
        with suppress(OSError):
            self._arriving.unlink()

    def _settle(self) -> Path:
        target = self._folder / NAME
        if target.exists() and not self._is_ours(target):
            target = _free(self._folder)
        try:
            self._arriving.replace(target)
        except PermissionError:  # a spreadsheet has it open
            target = _free(self._folder)
            self._arriving.replace(target)
        return target

    def _former(self) -> Iterator[list[str]]:
        target = self._folder / NAME
        if not target.exists() or not self._is_ours(target):
            return
        with _opened(target, "r") as file:
            lines = csv.reader(file, delimiter=";")
            next(lines, None)
            yield from (cells for cells in lines if len(cells) == len(self._headings))

    def _is_ours(self, path: Path) -> bool:
        try:
            with _opened(path, "r") as file:
                return next(csv.reader(file, delimiter=";"), None) == self._headings
        except (OSError, UnicodeDecodeError, csv.Error):
            return False


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    cell = " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _opened(path: Path, mode: str) -> TextIO:
    # With its mark, without which Excel reads accents wrongly.
    opened: Callable[..., TextIO] = open
    return opened(path, mode, encoding="utf-8-sig", newline="")


def _free(folder: Path) -> Path:
    number = 2
    while (folder / numbered(NAME, number)).exists():
        number += 1
    return folder / numbered(NAME, number)
