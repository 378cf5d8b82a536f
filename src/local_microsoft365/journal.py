"""What was asked and answered: one JSON line a request, free of tokens, codes and passwords."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

MASK = "***"
_KEPT = 10_000
# Query parameters that say nothing secret; every other one is masked.
_PLAIN = re.compile(
    r"\$\w+|@microsoft\.graph\.\w+|prompt|response_mode|response_type|api-version|format|target|id"
)
_SECRET_SEGMENTS = re.compile(r"(/signin/)[^/]+")


@dataclass(frozen=True)
class Entry:
    """One request. `status` is 0 when the connection was cut; `fault` names what was done to it."""

    time: str
    origin: str
    method: str
    path: str
    kind: str
    status: int
    user: str | None
    received: int
    sent: int
    duration_ms: float
    fault: str | None = None


class Journal:
    """The latest requests, in memory; all of them in `file` when one is given."""

    def __init__(self, file: Path | None = None) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()
        self._file = file.open("a", encoding="utf-8") if file else None

    @property
    def entries(self) -> list[Entry]:
        """A copy of the entries, oldest first."""
        with self._lock:
            return list(self._entries)

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The entries of those kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def clear(self) -> None:
        """Forgets the entries in memory."""
        with self._lock:
            self._entries.clear()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            del self._entries[:-_KEPT]
            if self._file:
                self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
                self._file.flush()

    def close(self) -> None:
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def as_json(self) -> list[dict[str, Any]]:
        """The entries as objects, for another process."""
        return [asdict(entry) for entry in self.entries]


def masked(path: str, query: str) -> str:
    """A path with its query, its secrets replaced."""
    path = _SECRET_SEGMENTS.sub(rf"\1{MASK}", path)
    if not query:
        return path
    fields = parse_qsl(query, keep_blank_values=True)
    shown = (f"{name}={value if _PLAIN.fullmatch(name) else MASK}" for name, value in fields)
    return f"{path}?{'&'.join(shown)}"
