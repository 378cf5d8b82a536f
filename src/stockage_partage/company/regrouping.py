"""Documents that wait for a group which is gone follow the company to its next group."""

from __future__ import annotations

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import Status
from stockage_partage.company.transactions import Change

_doc = tables.document
_FREE = {"owner": None, "lease_until": None}


def move_unfiled(change: Change, old_group: str, new_group: str) -> None:
    """Points everything not yet filed at `new_group`.

    Where the new group already holds that document or that place (the company came back to an
    earlier group), the document goes to `to_classify`: a person decides, nothing is lost.
    Nobody holds any of them any more: what is being sent to the group before is not filed in this one.
    """
    there = _doc.alias("there")
    unfiled = (_doc.c.group_id == old_group) & (_doc.c.status != Status.FILED)
    clash = sa.exists().where(
        there.c.group_id == new_group,
        (there.c.place == _doc.c.place)
        | ((there.c.key == _doc.c.key) & (there.c.version == _doc.c.version)),
    )
    clashing = change.execute(
        sa.select(_doc.c.id, _doc.c.status).where(unfiled, clash).with_for_update()
    ).all()
    for row in clashing:
        change.execute(
            sa.update(_doc)
            .where(_doc.c.id == row.id)
            .values(
                status=Status.TO_CLASSIFY, key=None, version=None, path=None, place=None, **_FREE
            )
        )  # fmt: skip
        change.move(Status(row.status), Status.TO_CLASSIFY)
    change.execute(sa.update(_doc).where(unfiled).values(group_id=new_group, **_FREE))
