"""Upload sessions: large files in pieces, in order, resumable, on a signed address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from local_microsoft365.clock import Clock
from local_microsoft365.people import People, User
from local_microsoft365.tenant.blobs import Blobs, QuickXor
from local_microsoft365.tenant.ids import new_guid, new_item_id
from local_microsoft365.tenant.item import Item, Spot, folded
from local_microsoft365.tenant.items import Conditions, Items, OnConflict, Placed, check_etag
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Row, Store, as_moment, as_text, packed, unpacked
from local_microsoft365.tenant.tree import Tree

LIFE = timedelta(minutes=15)  # moves on with each piece


@dataclass(frozen=True)
class Session:
    """A file on its way. `received` bytes are safe; `total` is unknown before the first piece."""

    id: str
    drive: str
    parent: str
    name: str
    item: str
    behaviour: OnConflict
    defer: bool
    owner: str
    secret: str
    blob: str
    facts: dict[str, Any]
    total: int | None
    received: int
    xor: bytes
    expires: str

    @property
    def whole(self) -> bool:
        """True when nothing is missing."""
        return self.total is not None and self.received == self.total


class Sessions:
    """The uploads under way, kept across restarts."""

    def __init__(
        self, store: Store, clock: Clock, blobs: Blobs, tree: Tree, items: Items, people: People
    ) -> None:
        self._store = store
        self._clock = clock
        self._blobs = blobs
        self._tree = tree
        self._items = items
        self._people = people

    def open(
        self, spot: Spot, wanted: Conditions, by: User, *, size: int | None, defer: bool
    ) -> Session:
        """Begins an upload. Raises Refused; BEING_UPLOADED while another one holds the name."""
        with self._store.change():
            parent, name = self._destination(spot, by)
            there = self._tree.child(parent, name)
            self._check(parent, name, there, wanted, by, size)
            session = new_guid()
            blob = self._blobs.new()
            blob.close()
            self._store.insert(
                "sessions",
                id=session,
                drive=parent.drive,
                parent=parent.id,
                name=name,
                folded=folded(name),
                item=_promised(there, wanted),
                behaviour=wanted.on_conflict,
                defer=int(defer),
                owner=by.id,
                secret=secrets.token_urlsafe(48),
                blob=blob.name,
                facts=packed(wanted.facts or {}),
                xor=b"",
                expires=(self._clock.now() + LIFE).isoformat(),
            )
        return self.get(session)

    def get(self, session_id: str) -> Session:
        """A session that lives. Raises Refused(SESSION_GONE)."""
        row = self._store.row("SELECT * FROM sessions WHERE id = ?", session_id)
        if row is None or self._is_over(row):
            raise Refused(Why.SESSION_GONE)
        return _session(row)

    def advance(self, session: Session, total: int, xor: QuickXor) -> Session:
        """Notes that a piece is safely on disk; the session lives on from now."""
        self._store.update(
            "sessions",
            ("id", session.id),
            total=total,
            received=xor.length,
            xor=xor.state,
            expires=(self._clock.now() + LIFE).isoformat(),
        )
        return self.get(session.id)

    def finish(
        self, session: Session, spot: Spot | None = None, wanted: Conditions | None = None
    ) -> Placed:
        """Turns the bytes into an item, where the session said or elsewhere.

        On a conflict the bytes stay, and so does the session.
        """
        content = self._blobs.received(session.blob, QuickXor(session.xor, session.received))
        owner = self._people.by_id(session.owner)
        if owner is None:
            raise Refused(Why.SESSION_GONE)
        usual = Conditions(session.behaviour, facts=session.facts, item_id=session.item)
        with self._store.change():
            parent = self._tree.get(session.drive, session.parent)
            spot = spot or Spot(parent, (session.name,))
            placed = self._items.place(spot, content, wanted or usual, owner)
            self._store.run("DELETE FROM sessions WHERE id = ?", session.id)
        return placed

    def cancel(self, session: Session) -> None:
        """Gives up: the bytes are forgotten, the name is free again."""
        self._store.run("DELETE FROM sessions WHERE id = ?", session.id)
        self._blobs.drop(session.blob)

    def expire_all(self) -> None:
        """Every session under way is over, as after a long silence."""
        self._store.run("UPDATE sessions SET expires = ?", "2000-01-01T00:00:00+00:00")

    def expires_text(self, session: Session) -> str:
        """When it ends unless a piece comes."""
        return as_text(as_moment(session.expires))

    def _destination(self, spot: Spot, by: User) -> tuple[Item, str]:
        if spot.names:
            return self._items.parent_at(spot, by), spot.names[-1]
        if spot.base.is_root:
            raise Refused(Why.INVALID_REQUEST, "Cannot create an upload session for a folder.")
        return self._tree.get(spot.base.drive, spot.base.parent or "root"), spot.base.name

    def _check(
        self,
        parent: Item,
        name: str,
        there: Item | None,
        wanted: Conditions,
        by: User,
        size: int | None,
    ) -> None:
        self._items.check_name_at(parent, name, folder=False)
        self._items.check_room(parent.drive, size or 0)
        if there is not None:
            self._items.check_unlocked(there, by)
            check_etag(there, wanted.if_match)
            if wanted.if_none_match == "*":
                raise Refused(Why.ETAG_MISMATCH)
            if there.folder or wanted.on_conflict is OnConflict.FAIL:
                raise Refused(Why.NAME_EXISTS)
        rows = self._store.rows(
            "SELECT * FROM sessions WHERE drive = ? AND parent = ? AND folded = ?",
            parent.drive,
            parent.id,
            folded(name),
        )
        if not all(self._is_over(row) for row in rows):
            raise Refused(Why.BEING_UPLOADED)

    def _is_over(self, row: Row) -> bool:
        return as_moment(row["expires"]) <= self._clock.now()


def _promised(there: Item | None, wanted: Conditions) -> str:
    if there is not None and wanted.on_conflict is OnConflict.REPLACE:
        return there.id
    return new_item_id()


def _session(row: Row) -> Session:
    facts = dict(row)
    del facts["folded"]
    facts |= {
        "behaviour": OnConflict(facts["behaviour"]),
        "defer": bool(facts["defer"]),
        "facts": unpacked(facts["facts"]),
    }
    return Session(**facts)
