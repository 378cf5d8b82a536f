"""A database file: recognised wherever it is opened, and told to SQLite; light, for the first look too."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from urllib.parse import quote

_LENGTH = 32


def marks_of_file(path: Path) -> frozenset[str]:
    """Two marks: the path on this computer, and the file's number on its disk.

    A share tells the same number to every computer; a renamed file keeps it. A backup that is put back
    in place has another number under the same path. The number is left out where the system has none.
    """
    # As this computer writes it: two spellings of one path are one place.
    real = os.path.normcase(os.path.realpath(path))
    marks = {f"path:{digest(computer(), real)}"}
    try:
        number = path.stat().st_ino
    except OSError:
        number = 0
    if number:
        marks.add(f"file:{digest(str(number))}")
    return frozenset(marks)


def computer() -> str:
    """The name that this computer has in its network, as `socket.gethostname` tells it."""
    if sys.platform != "win32":
        return os.uname().nodename  # the same, without loading the network's module
    from socket import gethostname

    return gethostname()


def digest(*parts: str) -> str:
    """Half a SHA-256 of `parts`, as hexadecimal text."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def is_elsewhere(known: frozenset[str], here: frozenset[str]) -> bool:
    """True when the company is known at other places only. Where nothing is known, it is here."""
    return bool(known and here) and not known & here


def sqlite_uri(path: Path, mode: str) -> str:
    """The file as SQLite's URI. `mode`: `ro` only reads, `rw` never creates, `rwc` creates.

    A share (`//server/share`) needs two more slashes: SQLite refuses a host in the URI.
    """
    text = quote(path.as_posix(), safe="/:")
    return f"file://{text if text.startswith('/') else '/' + text}?mode={mode}"
