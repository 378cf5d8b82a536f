"""Text from outside, made harmless before it reaches a terminal, a log, a label or a spreadsheet.

A file's name, a document's number or a path told by the service may hold an escape sequence (which a
terminal obeys), a line break (which makes a false line), a direction mark (which shows `fdp.exe` as
`exe.pdf`) or a formula. They are replaced where text leaves the program, not where it enters: what is kept
and what `--json` tells stays exact.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

#: Control characters, direction and format marks, line separators, halves of characters. Joiners and
#: soft breaks stay: they change nothing but how letters join and lines wrap.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
_BREAKS = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
_UNSAFE_ON_A_LINE = re.compile(f"[{_UNSAFE}]")
_UNSAFE_ON_LINES = re.compile(f"(?!\n)[{_UNSAFE}]")
_INSTEAD = "\ufffd"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def one_line(text: str) -> str:
    """The text on one line: breaks become spaces, what is unsafe the replacement character."""
    if not _UNSAFE_ON_A_LINE.search(text):
        return text
    return _UNSAFE_ON_A_LINE.sub(_INSTEAD, _BREAKS.sub(" ", text))


def some_lines(text: str) -> str:
    """The text with its own line feeds, what is unsafe replaced: for text that is meant to have lines."""
    return _UNSAFE_ON_LINES.sub(_INSTEAD, text)


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    cell = one_line(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_text(file: BinaryIO) -> io.TextIOWrapper:
    """The file as the text of a table; with its mark, without which Excel reads accents wrongly."""
    return io.TextIOWrapper(file, encoding="utf-8-sig", newline="")


def write_csv(target: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A whole table in the place of `target`. Raises FolderRefused, FileOpenElsewhere or DiskFull."""
    import csv  # every start reads this module, few write a table

    from stockage_partage import disk

    with disk.as_troubles(), disk.replace_whole(target) as file:
        text = csv_text(file)
        lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
        lines.writerow(headings)
        lines.writerows([harmless(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()
