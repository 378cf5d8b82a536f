"""The file itself: a zip of small texts, made at once, never over another file."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from stockage_partage import disk
from stockage_partage.errors import FileExists
from stockage_partage.support_file.redaction import redacted

#: The newest lines of the technical journal, however long it is.
_LINES = 5000


def as_json(value: Any) -> str:
    """A part of the file, to be read by a person as well."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def journal_of(file: Path) -> str:
    """What may be shown of the technical journal and of the one before it; empty where there is none."""
    kept = [
        line for each in (file.with_suffix(".ancien.txt"), file) for line in redacted(_lines(each))
    ]
    return "".join(f"{line}\n" for line in kept[-_LINES:])


def write(target: Path, parts: Mapping[str, str]) -> None:
    """Writes the parts, by their names in the file, readable by this person alone.

    Raises FileExists, DiskFull, FolderRefused: then nothing is there.
    """
    with disk.as_troubles():
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileExistsError as error:
            raise FileExists from error
        try:
            with os.fdopen(descriptor, "wb") as stream:
                _fill(stream, parts)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise


#: On Windows a descriptor is opened for text unless it is told otherwise.
_BINARY = getattr(os, "O_BINARY", 0)


def _fill(stream: Any, parts: Mapping[str, str]) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def _lines(file: Path) -> Iterator[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    yield from text.splitlines()
