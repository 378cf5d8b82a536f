"""What changed in a drive since a token was given."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from local_microsoft365.tenant.effects import Effects
from local_microsoft365.tenant.item import Item, item_of
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store
from local_microsoft365.tenant.tree import Tree


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
