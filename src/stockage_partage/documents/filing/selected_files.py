"""What a person chose on this computer, before any of it is read: what it is, how large, twice or not."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

#: What Windows and others run when it is opened. SharePoint takes them; the person is warned.
_PROGRAMS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".msi",
        ".msix",
        ".scr",
        ".ps1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".wsf",
        ".hta",
        ".jar",
        ".reg",
        ".pif",
        ".cpl",
        ".sh",
        ".app",
        ".dll",
    ]
)
_SHORTCUTS = frozenset({".lnk", ".url", ".webloc", ".desktop"})


class SelectionCaution(StrEnum):
    """What the person should know of a file that is taken all the same."""

    NONE = ""
    PROGRAM = "program"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True)
class SelectedFile:
    """One path. `same` is alike for two ways of writing one file; None when it cannot be looked at."""

    path: Path
    size: int = 0
    is_folder: bool = False
    caution: SelectionCaution = SelectionCaution.NONE
    same: tuple[int, int] | None = None


def look_at(paths: Sequence[Path]) -> list[SelectedFile]:
    """Each path as the disk tells it; what is wrong with a file is told when it is read."""
    return [_look(path) for path in paths]


def caution_for(name: str) -> SelectionCaution:
    """What to be careful of with a file, by its extension alone."""
    suffix = Path(name).suffix.lower()
    if suffix in _SHORTCUTS:
        return SelectionCaution.SHORTCUT
    return SelectionCaution.PROGRAM if suffix in _PROGRAMS else SelectionCaution.NONE


def _look(path: Path) -> SelectedFile:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return SelectedFile(path, caution=caution_for(path.name))
    is_folder = stat.S_ISDIR(found.st_mode)
    # Some file systems number nothing: then no two are said to be one.
    same = (found.st_dev, found.st_ino) if found.st_ino else None
    return SelectedFile(path, found.st_size, is_folder, caution_for(path.name), same)
