"""Changes made online, brought into the register a page at a time: the page and the bookmark together.

Everything here may be done again without harm. A page is applied only while the bookmark is where the
page began: one that was fetched before another workstation went on tells of an older time, and is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.online.online_applying import PageApplier
from stockage_partage.company.online.online_records import (
    ChangeKind,
    ChangesPage,
    DeltaBookmark,
    DocumentChange,
)
from stockage_partage.company.outbox.adding import lock_key, place_of
from stockage_partage.company.state_records import Status

#: A path, before or after -> whether this run is asked to bring it into the register.
Concerns = Callable[[str], bool]
#: Where each other account's bookmarks are.
Others = frozenset[tuple[Any, ...]]

_delta = tables.delta
_folder = tables.folder
_doc = tables.document
_UNSEEN = 200  # documents looked at in one go
_MINE = sa.select(_delta).where(
    _delta.c.drive_id == sa.bindparam("of_drive"), _delta.c.account == sa.bindparam("of_account")
)


class OnlineChanges:
    """What was seen online of the libraries of this company, and how far.

    How far is told of each account: Microsoft tells none of what it may not see, and goes on.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def bookmarks(
        self, drive_id: str, account: str, parts: Collection[str]
    ) -> dict[str, DeltaBookmark]:
        """How far each of these parts is known to that account."""
        with self._transactions.reading() as connection:
            return _known(connection.execute(_MINE, _of(drive_id, account)), parts)

    def others(self, drive_id: str, account: str) -> Others:
        """How far the other accounts are: asked before a page is fetched, told with what it held."""
        with self._transactions.reading() as connection:
            return _others(connection, drive_id, account)

    def last_time(self, drive_id: str, account: str) -> datetime | None:
        """When that account last brought changes in to their end; None when it never has."""
        wanted = sa.select(sa.func.max(_delta.c.at)).where(
            _delta.c.drive_id == drive_id, _delta.c.account == account, _delta.c.finished
        )
        with self._transactions.reading() as connection:
            found: datetime | None = connection.execute(wanted).scalar()
        return found

    def start(
        self, drive_id: str, parts: Collection[str], at: DeltaBookmark, by: str
    ) -> DeltaBookmark:
        """These parts are gone through anew, from the beginning; nothing known is forgotten.

        Another workstation that went on from `at` meanwhile is left alone: where it is, is told.
        """
        with self._transactions.changing() as change:
            lock_key(change, drive_id)
            there = _bookmarks(change, drive_id, by, parts)
            if any(bookmark != at for bookmark in there.values()):
                return next(each for each in there.values() if each != at)
            anew = DeltaBookmark(None, False, change.now)
            _put(change, drive_id, by, parts, anew)
            return anew

    def folders(self, drive_id: str, item_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """The known folders among these ids: id -> (parent id, name)."""
        wanted = sa.select(_folder.c.item_id, _folder.c.parent_id, _folder.c.name).where(
            _folder.c.drive_id == drive_id, _folder.c.item_id.in_(list(item_ids))
        )
        with self._transactions.reading() as connection:
            return {row.item_id: (row.parent_id, row.name) for row in connection.execute(wanted)}

    def apply(
        self,
        seen: ChangesPage,
        parts: Collection[str],
        start: DeltaBookmark,
        after: DeltaBookmark,
        concerns: Concerns,
        by: str,
        others: Others,
    ) -> list[DocumentChange] | None:
        """The page and how far it leads, in one transaction.

        None when another workstation has gone on since `others`: nothing is written.
        """
        with self._transactions.changing() as change:
            lock_key(change, seen.drive_id)
            there = _bookmarks(change, seen.drive_id, by, parts)
            if any(bookmark != start for bookmark in there.values()):
                return None
            if _others(change.connection, seen.drive_id, by) != others:
                return None
            done = PageApplier(change, seen, concerns).run()
            _put(change, seen.drive_id, by, parts, after)
            return done

    def look(self, seen: ChangesPage, concerns: Concerns) -> list[DocumentChange]:
        """Brings in, at once, single documents that were looked at by their id, without any bookmark."""
        with self._transactions.changing() as change:
            lock_key(change, seen.drive_id)
            return PageApplier(change, seen, concerns).run()

    def unseen(self, group_id: str, began: datetime, after_id: int) -> list[tuple[int, str, str]]:
        """Filed before the enumeration and not found by it: (document id, item id, path), in order."""
        wanted = (
            sa.select(_doc.c.id, _doc.c.item_id, _doc.c.path)
            .where(
                _doc.c.id > after_id,
                _doc.c.group_id == group_id,
                tables.is_filed,
                _doc.c.item_id.is_not(None),
                _doc.c.online != OnlineState.DELETED.value,
                _doc.c.filed_at < began,
                _doc.c.seen_at.is_(None) | (_doc.c.seen_at < began),
            )
            .order_by(_doc.c.id)
            .limit(_UNSEEN)
        )
        with self._transactions.reading() as connection:
            return [(row.id, row.item_id, row.path) for row in connection.execute(wanted)]

    def holders(self, group_id: str, paths: Collection[str]) -> dict[str, str]:
        """The paths among these that a filed document has: path -> that document's item id."""
        by_place = {place_of(path): path for path in paths}
        wanted = sa.select(_doc.c.place, _doc.c.item_id).where(
            _doc.c.group_id == group_id,
            _doc.c.place.in_(list(by_place)),
            _doc.c.status.concat("") == Status.FILED.value,  # by the places, as in `PageApplier`
            _doc.c.online != OnlineState.DELETED.value,
        )
        with self._transactions.reading() as connection:
            return {by_place[row.place]: row.item_id for row in connection.execute(wanted)}

    def settle(
        self, drive_id: str, account: str, parts: Collection[str], at: DeltaBookmark, link: str
    ) -> None:
        """The parts have come to their end: they go on together from `link`, which is not later."""
        with self._transactions.changing() as change:
            lock_key(change, drive_id)
            there = _bookmarks(change, drive_id, account, parts)
            mine = [part for part, bookmark in there.items() if bookmark == at]
            if mine:
                _put(change, drive_id, account, mine, DeltaBookmark(link, True, None))

    def note(self, by: str, application: str, counts: Mapping[ChangeKind, int]) -> None:
        """A line of the journal, when something had changed."""
        told = {kind.value: count for kind, count in counts.items() if count}
        if told:
            with self._transactions.changing() as change:
                change.enter(JournalAct.SYNCHRONISED, told, by=by, application=application)


def _others(connection: sa.Connection, drive_id: str, account: str) -> Others:
    wanted = sa.select(_delta.c.account, _delta.c.part, _delta.c.link, _delta.c.at).where(
        _delta.c.drive_id == drive_id, _delta.c.account != account
    )
    return frozenset(tuple(row) for row in connection.execute(wanted))


def _of(drive_id: str, account: str) -> dict[str, str]:
    return {"of_drive": drive_id, "of_account": account}


def _known(rows: sa.Result[Any], parts: Collection[str]) -> dict[str, DeltaBookmark]:
    known = {row.part: DeltaBookmark(row.link or None, row.finished, row.began) for row in rows}
    return {part: known.get(part, DeltaBookmark()) for part in parts}


def _bookmarks(
    change: Change, drive_id: str, account: str, parts: Collection[str]
) -> dict[str, DeltaBookmark]:
    return _known(change.execute(_MINE.with_for_update(), _of(drive_id, account)), parts)


def _put(
    change: Change, drive_id: str, account: str, parts: Collection[str], at: DeltaBookmark
) -> None:
    values: dict[str, Any] = {
        "link": at.link or "",
        "finished": at.finished,
        "began": at.began,
        "at": change.now,
    }
    key = {"drive_id": drive_id, "account": account}
    mine = sa.and_(*(_delta.c[name] == value for name, value in key.items()))
    for part in parts:
        known = sa.update(_delta).where(mine, _delta.c.part == part)
        if not change.execute(known.values(values)).rowcount:
            change.execute(sa.insert(_delta).values(**key, part=part, **values))
