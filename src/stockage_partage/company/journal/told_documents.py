"""What the journal says of each document, to be compared with what is there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from stockage_partage.company.journal.entries import JournalAct, JournalEntry

_BEGINNING = frozenset({JournalAct.KEPT.value, JournalAct.ATTACHED.value})
_GOING_ON = frozenset({JournalAct.CLASSIFIED.value, JournalAct.SENT.value})
_END = frozenset({JournalAct.WITHDRAWN.value, JournalAct.DUPLICATE_DROPPED.value})


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """One document by the journal's last word on it. Empty, or None: never told.

    `online_size` and `online_quick_xor`: as Microsoft 365 said when it was sent, which rewrites some files.
    """

    sha256: str = ""
    size: int | None = None
    online_size: int | None = None
    online_quick_xor: str = ""


class ToldDocuments:
    """Fed with entries in their order. `first`: the first document that was kept since there is a journal."""

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        self.known: dict[int, ToldDocument] = {}
        self.first: int | None = None
        #: Documents whose number another was given, though nothing tells that they went.
        self.vanished: list[int] = []
        for entry in entries:
            self.take(entry)

    def take(self, entry: JournalEntry) -> None:
        """Hears the next entry; one that cannot be read is told by the chain."""
        if entry.document is None:
            return
        if entry.act in _END:
            self.known.pop(entry.document, None)
            return
        if entry.act in _BEGINNING:
            self.first = min(entry.document, self.first or entry.document)
            # SQLite gives the number of one that went to another.
            if self.known.pop(entry.document, None) is not None:
                self.vanished.append(entry.document)
        elif entry.act not in _GOING_ON:
            return
        before = self.known.get(entry.document, ToldDocument())
        self.known[entry.document] = _with(before, _read(entry.subject))

    def is_untold(self, document_id: int) -> bool:
        """True for one that should have been told of and was not; those before the journal are not."""
        return document_id not in self.known and self.first is not None and document_id > self.first


def _with(before: ToldDocument, told: dict[str, Any]) -> ToldDocument:
    sha256, quick_xor = told.get("sha256"), told.get("online_quick_xor")
    size, online_size = told.get("size"), told.get("online_size")
    return replace(
        before,
        sha256=sha256 if isinstance(sha256, str) else before.sha256,
        size=size if isinstance(size, int) else before.size,
        online_size=online_size if isinstance(online_size, int) else before.online_size,
        online_quick_xor=quick_xor if isinstance(quick_xor, str) else before.online_quick_xor,
    )


def _read(subject: str) -> dict[str, Any]:
    try:
        found = json.loads(subject)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
