"""What has really happened in the drives: the journal that tests count on, and the clock of delta."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from local_microsoft365.clock import Clock
from local_microsoft365.tenant.dates import as_text
from local_microsoft365.tenant.store import Store


class Kind(StrEnum):
    """What was done to an item."""

    FOLDER = "folder"
    CREATED = "created"
    REPLACED = "replaced"
    CHANGED = "changed"
    MOVED = "moved"
    COPIED = "copied"
    RESTORED = "restored"
    DELETED = "deleted"


WRITES = (Kind.CREATED, Kind.REPLACED)


@dataclass(frozen=True)
class Effect:
    """One thing done to one item. `path` is decoded, from the library's root, without a leading slash."""

    sequence: int
    at: str
    kind: Kind
    drive: str
    item: str
    path: str
    size: int | None


class Effects:
    """Only grows. The sequence of an effect is also the edition of the drive for delta."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, kind: Kind, drive: str, item: str, path: str, size: int | None = None) -> int:
        """Writes an effect down; returns its sequence."""
        return self._store.insert(
            "effects",
            at=as_text(self._clock.now()),
            kind=kind,
            drive=drive,
            item=item,
            path=path,
            size=size,
        )

    def of(self, path: str) -> list[Effect]:
        """Everything that happened to a path, whatever its case."""
        rows = self._store.rows("SELECT * FROM effects WHERE path = ? COLLATE NOCASE", path)
        return [_effect(row) for row in rows]

    def all(self) -> list[Effect]:
        """Everything that ever happened, oldest first."""
        return [_effect(row) for row in self._store.rows("SELECT * FROM effects ORDER BY sequence")]

    def last(self) -> int:
        """The sequence of the latest effect; 0 at the beginning."""
        return self._store.count("SELECT max(sequence) FROM effects")


def _effect(row: object) -> Effect:
    facts = dict(row)  # type: ignore[call-overload]
    return Effect(**{**facts, "kind": Kind(facts["kind"])})
