"""Moving a printed file from folder to folder of the print folder: never over another, never copied."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

#: What Windows answers while another program has a file open: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = (32, 33)
#: A name and what we put behind it fit every file system below this many bytes.
_LONGEST = 200


def aside(path: Path, folder: Path) -> Path:
    """Moves the file into `folder`, made if need be, under its name or the next free one.

    Raises OSError: the file is where it was. Only one program at a time may do this in a folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = free_name(folder, path.name)
    # By name alone, at once: a file that another program reads or rewrites meanwhile stays whole.
    os.rename(path, target)  # noqa: PTH104  # the same, and this says that nothing is replaced
    return target


def is_held(error: OSError) -> bool:
    """True when another program has the file open, which on Windows keeps it where it is."""
    return getattr(error, "winerror", None) in _HELD


def of_the_day(folder: Path, day: date) -> Path:
    """`Pris en charge/2026-11-24`."""
    return folder / day.isoformat()


def free_name(folder: Path, name: str) -> Path:
    """The name, or the name with ` (2)`, ` (3)`… where it is taken; a very long one is cut."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # names that no Path would take
    candidate, number = folder / name, 1
    while os.path.lexists(candidate):
        number += 1
        candidate = folder / f"{_cut(stem)} ({number}){_cut(ending)}"
    return candidate


def beside(path: Path) -> Path:
    """The text that says why a file was not taken."""
    return path.with_name(f"{_cut(path.name)}.txt")


def _cut(text: str) -> str:
    raw = os.fsencode(text)
    if len(raw) <= _LONGEST:
        return text
    # In the middle of a letter, Windows would refuse to read what is left of it.
    return raw[:_LONGEST].decode(errors="ignore")
