"""How SQLite is told which file to open; light, for the first look too."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def sqlite_uri(path: Path, mode: str) -> str:
    """The file as SQLite's URI. `mode`: `ro` only reads, `rw` never creates, `rwc` creates.

    A share (`//server/share`) needs two more slashes: SQLite refuses a host in the URI.
    """
    text = quote(path.as_posix(), safe="/:")
    return f"file://{text if text.startswith('/') else '/' + text}?mode={mode}"
