"""Documents that the drive copies by itself: a row with a place, no bytes here, sent like the others."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from stockage_partage.company import outbox_adding as adding
from stockage_partage.company import tables
from stockage_partage.company.facts import Added, NewDocument, Online, Outcome, Status
from stockage_partage.company.transactions import Change

_doc = tables.document
_THERE = sa.select(
    _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.version, _doc.c.size,
    _doc.c.item_id, _doc.c.quick_xor, _doc.c.online,
).where(_doc.c.group_id == sa.bindparam("in_group"), _doc.c.key == sa.bindparam("wanted_key"))  # fmt: skip


def add(change: Change, document: NewDocument, path_of: adding.PathOf) -> Added:
    """The row of a copy to be made, or the one that already holds these bytes under that key.

    Raises StorageInactive, PlaceTaken and the database troubles.
    """
    adding.lock_key(change, document.key)
    group_id = adding.group_now(change.connection, document.group_id)
    there = change.execute(_THERE, {"in_group": group_id, "wanted_key": document.key}).all()
    same = next((row for row in there if _is_same(row, document)), None)
    if same is not None:
        filed = same.status == Status.FILED
        outcome = Outcome.ALREADY_FILED if filed else Outcome.ALREADY_WAITING
        return Added(same.id, outcome, same.path, same.version)
    version = 1 + max((row.version or 0 for row in there), default=0)
    return adding.insert(change, document, group_id, version, None, path_of)


def _is_same(row: sa.Row[Any], document: NewDocument) -> bool:
    if row.online == Online.DELETED:
        return False
    if row.item_id == document.copied_from:
        return True  # the very file, chosen where it is already
    return bool(row.quick_xor) and (row.quick_xor, row.size) == (document.quick_xor, document.size)
