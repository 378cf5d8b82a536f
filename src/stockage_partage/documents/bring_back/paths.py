"""Where a document of the online tree lands on a disk: the same tree, with names every system takes.

SharePoint refuses nearly what Windows refuses, but a person online, or another system, may have given
a name that this disk cannot keep. What cannot be kept is replaced; nothing read from a name leads out
of the folder.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from stockage_partage.documents.tree.segments import split_extension

#: Where documents without a place are put.
TO_CLASSIFY = "À classer"

#: Bytes of UTF-8: Linux allows 255, and Windows 255 characters.
_LONGEST = 200
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d|CONIN\$|CONOUT\$)(\..*)?", re.IGNORECASE)


def place_on_disk(path: str | None, title: str) -> tuple[str, ...]:
    """The folders and the name, below the folder that was chosen."""
    segments = path.split("/") if path else [TO_CLASSIFY, title]
    return tuple(name_on_disk(segment) for segment in segments)


def name_on_disk(segment: str) -> str:
    """One name, as it is where that is possible."""
    name = unicodedata.normalize("NFC", segment.encode("utf-8", "replace").decode("utf-8"))
    name = _REFUSED.sub("_", name).rstrip(". ") or "_"
    if _RESERVED.fullmatch(name) or name.startswith("~$"):
        name = f"_{name}"
    if len(name.encode()) <= _LONGEST:
        return name
    stem, extension = split_extension(name)
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    room = _LONGEST - len(extension.encode()) - 1 - len(digest)
    kept = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{kept}-{digest}{extension}"


def numbered(name: str, number: int) -> str:
    """`plan.pdf`, then `plan (2).pdf`: never over a file that is already there."""
    if number < 2:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number}).{extension}" if dot and stem else f"{name} ({number})"


def reachable(path: Path, *, windows: bool) -> Path:
    """The path as the system must be given it: Windows takes long ones only in its own notation."""
    text = str(path)
    if not windows or text.startswith("\\\\?\\"):
        return path
    if text.startswith("\\\\"):
        return Path("\\\\?\\UNC\\" + text[2:])
    return Path("\\\\?\\" + text)
