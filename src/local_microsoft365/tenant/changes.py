"""What has really happened in the drives: the journal that tests count on, and what changed since a token was given."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from enum import StrEnum

from local_microsoft365.clock import Clock
from local_microsoft365.tenant.item import Item, item_of
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store, as_text
from local_microsoft365.tenant.tree import Tree


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


@dataclass(frozen=True)
class Token:
    """A position: all up to `seen` is known; deletions up to `ignore` were never shown."""

    seen: int
    ignore: int
    epoch: int

    @property
    def text(self) -> str:
        """The position as a text that clients hand back without reading it."""
        raw = json.dumps([self.seen, self.ignore, self.epoch]).encode("ascii")
        return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


@dataclass(frozen=True)
class Changes:
    """A page of changes; `more` says whether another page follows."""

    items: list[Item]
    token: Token
    more: bool


class Delta:
    """Changes are the items ordered by the sequence of their last effect."""

    def __init__(self, store: Store, tree: Tree, effects: Effects) -> None:
        self._store = store
        self._tree = tree
        self._effects = effects

    @property
    def epoch(self) -> int:
        """Tokens of an earlier epoch are too old."""
        return self._store.count("SELECT value FROM switches WHERE name = 'delta epoch'")

    def forget(self) -> None:
        """Makes every token given so far too old."""
        self._store.run(
            "INSERT OR REPLACE INTO switches VALUES ('delta epoch', ?)", str(self.epoch + 1)
        )

    def start(self) -> Token:
        """The token of a client that knows nothing."""
        return Token(0, self._effects.last(), self.epoch)

    def latest(self) -> Token:
        """The token of a client that wants nothing of the past."""
        return Token(self._effects.last(), 0, self.epoch)

    def read(self, text: str) -> Token:
        """A token that came back. Raises Refused(RESYNC) when it is too old, or none of ours."""
        try:
            padded = text + "=" * (-len(text) % 4)
            seen, ignore, epoch = json.loads(base64.urlsafe_b64decode(padded))
        except ValueError as error:
            raise Refused(Why.RESYNC) from error
        if epoch != self.epoch or seen > self._effects.last():
            raise Refused(Why.RESYNC)
        return Token(seen, ignore, epoch)

    def since(self, drive: str, token: Token, limit: int, *, with_parents: bool = True) -> Changes:
        """The next page of changes."""
        rows = self._store.rows(
            "SELECT * FROM items WHERE drive = ? AND sequence > ?"
            " AND (deleted IS NULL OR sequence > ?) ORDER BY sequence LIMIT ?",
            drive,
            token.seen,
            token.ignore,
            limit + 1,
        )
        more = len(rows) > limit
        items = [item_of(row) for row in rows[:limit]]
        seen = items[-1].sequence if items else token.seen
        if with_parents:
            items = self._with_parents(items)
        return Changes(items, Token(seen, token.ignore, token.epoch), more)

    def _with_parents(self, items: list[Item]) -> list[Item]:
        known = {item.id for item in items}
        parents: list[Item] = []
        for item in items:
            chain: list[Item] = []
            parent = item.parent
            while parent is not None and parent not in known:
                known.add(parent)
                row = self._store.row(
                    "SELECT * FROM items WHERE id = ? AND deleted IS NULL", parent
                )
                if row is None:
                    break
                chain.insert(0, item_of(row))
                parent = row["parent"]
            parents += chain
        return parents + items
