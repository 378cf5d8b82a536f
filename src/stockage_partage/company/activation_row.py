"""The activation row, shared by every application: who may turn storage on, and what came of it.

The words are those of `activation.states`; a change that its table does not have is refused here again,
because two workstations may ask at once.

Documents that wait for a group which is gone follow the company to its next one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.state_records import (
    ActivationRecord,
    ActivationStatus,
    Claim,
    KnownGroup,
    Status,
)
from stockage_partage.errors import ActivatingElsewhere, StorageAlreadyActive

_doc = tables.document
_FREE = {"owner": None, "lease_until": None}
INACTIVE, ACTIVATING, PROVISIONING, ACTIVE = (each.value for each in ActivationStatus)
ON = tuple(each.value for each in ActivationStatus if each.is_on)
HEALTHS = frozenset({"fine", "gone_restorable", "gone", "rights_lost"})
_row = tables.activation
_NO_CLAIM = {"claim_owner": None, "claim_who": None, "claim_until": None}


class ActivationRow:
    """Storage on or off for this company, and the one group it has."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def get(self) -> ActivationRecord:
        """The row as it is now."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_row)).one()
        claim = None
        if row.claim_owner is not None:
            claim = Claim(row.claim_owner, row.claim_who, row.claim_until)
        stored = ActivationStatus(row.stored)
        on = stored.is_on
        return ActivationRecord(
            stored=stored,
            group_id=row.group_id if on else None,
            group_name=row.group_name if on else None,
            group_url=row.group_url if on else None,
            drive_id=row.drive_id if on else None,
            health=row.health,
            activated_at=row.activated_at,
            activated_by=row.activated_by,
            activated_from=row.activated_from,
            claim=claim,
        )

    def known_group(self) -> KnownGroup | None:
        """The group this company has or had: a later activation looks for it first."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_row)).one()
        if row.group_id is None:
            return None
        return KnownGroup(row.group_id, row.group_name, row.group_url, row.drive_id)

    def claim(self, owner: str, who: str, application: str, lease: timedelta) -> None:
        """Takes the activation for `owner` until the lease ends; again by the same owner renews it.

        Raises StorageAlreadyActive, or ActivatingElsewhere while somebody else's lease runs. A claim
        whose lease has ended is taken over.
        """
        with self._transactions.changing() as change:
            row = _locked(change)
            if row.stored in ON:
                raise StorageAlreadyActive
            if _held_by_another(row, owner, change.now):
                raise ActivatingElsewhere(row.claim_who)
            _set(
                change,
                stored=ACTIVATING,
                activated_from=application,
                claim_owner=owner,
                claim_who=who,
                claim_until=change.now + lease,
            )

    def renew(self, owner: str, lease: timedelta) -> bool:
        """Keeps the claim alive while the person signs in; False when it is no longer `owner`'s.

        Writes only once half of the lease is over, so that asking every second is cheap.
        """
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_row)).one()
        if not _is_claimed_by(row, owner):
            return False
        if row.claim_until - self._transactions.clock() > lease / 2:
            return True
        with self._transactions.changing() as change:
            if not _is_claimed_by(_locked(change), owner):
                return False
            change.execute(sa.update(_row).values(claim_until=change.now + lease))
            return True

    def give_up(self, owner: str) -> bool:
        """Cancelled, refused or found dead: storage is inactive again. False when not `owner`'s."""
        with self._transactions.changing() as change:
            if not _is_claimed_by(_locked(change), owner):
                return False
            _set(change, stored=INACTIVE, activated_from=None, **_NO_CLAIM)
            return True

    def hold_group(
        self,
        owner: str,
        group_id: str,
        group_name: str,
        url: str | None,
        by: str,
        application: str,
    ) -> None:
        """The group exists: its id is kept at once, and Microsoft prepares its library.

        Raises StorageAlreadyActive or ActivatingElsewhere when the claim was lost meanwhile: whoever
        has it now finds the same group online.
        """
        with self._transactions.changing() as change:
            row = _locked(change)
            if row.stored in ON:
                raise StorageAlreadyActive
            if not _is_claimed_by(row, owner):
                raise ActivatingElsewhere(row.claim_who or "")
            if row.group_id != group_id:
                move_unfiled(change, row.group_id, group_id)
            same = row.group_id == group_id
            told = {"group": group_id, "name": group_name}
            change.enter(JournalAct.STORAGE_ON, told, by=by, application=application)
            _set(
                change,
                stored=PROVISIONING,
                group_id=group_id,
                group_name=group_name,
                group_url=url or (row.group_url if same else None),
                drive_id=row.drive_id if same else None,
                health="fine",
                activated_at=change.now,
                activated_by=by,
                activated_from=application,
                **_NO_CLAIM,
            )

    def library_seen(self, group_id: str, drive_id: str, url: str) -> bool:
        """The group's library answered: storage is active and well. False when it is not that group.

        Seeing what is already known writes nothing, so that looking often is cheap.
        """
        return self._seen(group_id, stored=ACTIVE, drive_id=drive_id, group_url=url, health="fine")

    def set_health(self, group_id: str, health: str) -> bool:
        """What was last seen of the group (a word of `activation.states.GroupHealth`)."""
        if health not in HEALTHS:
            raise ValueError(health)
        return self._seen(group_id, health=health)

    def rename_group(self, group_id: str, name: str) -> bool:
        """The group was renamed online, by us or by somebody."""
        return self._seen(group_id, group_name=name)

    def deactivate(self, by: str, application: str) -> int:
        """Storage off for every application. How many documents wait; they and the group stay known.

        Harmless when storage is already off. Raises ActivatingElsewhere while an activation runs.
        """
        with self._transactions.changing() as change:
            row = _locked(change)
            if row.stored == ACTIVATING:
                raise ActivatingElsewhere(row.claim_who)
            if row.stored in ON:
                _set(
                    change,
                    stored=INACTIVE,
                    activated_at=None,
                    activated_by=by,
                    activated_from=application,
                )
                told = {"group": row.group_id, "not_online": _unfiled(change)}
                change.enter(JournalAct.STORAGE_OFF, told, by=by, application=application)
            return _unfiled(change)

    def _seen(self, group_id: str, **values: Any) -> bool:
        wanted = _row.c.group_id == group_id, _row.c.stored.in_(ON)
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_row).where(*wanted)).first()
        if row is None:
            return False
        if all(getattr(row, name) == value for name, value in values.items()):
            return True
        with self._transactions.changing() as change:
            done = change.execute(sa.update(_row).where(*wanted).values(**values))
            change.announce()
            return bool(done.rowcount)


def _locked(change: Change) -> sa.Row[Any]:
    return change.execute(sa.select(_row).with_for_update()).one()


def _set(change: Change, **values: Any) -> None:
    change.execute(sa.update(_row).values(**values))
    change.announce()


def _is_claimed_by(row: sa.Row[Any], owner: str) -> bool:
    return bool(row.stored == ACTIVATING and row.claim_owner == owner)


def _held_by_another(row: sa.Row[Any], owner: str, now: datetime) -> bool:
    runs = instants.is_running(row.claim_until, now)
    return bool(row.stored == ACTIVATING and row.claim_owner != owner and runs)


def _unfiled(change: Change) -> int:
    meta = tables.meta.c
    columns = [meta[status.value] for status in Status if status is not Status.FILED]
    return sum(change.execute(sa.select(*columns)).one())


def move_unfiled(change: Change, old_group: str | None, new_group: str) -> None:
    """Points everything not yet filed at `new_group`: from `old_group`, or from any when it is None.

    Where the new group already holds that document or that place (the company came back to an
    earlier group), the document goes to `to_classify`: a person decides, nothing is lost.
    Nobody holds any of them any more: what is being sent to the group before is not filed in this one.
    """
    there = _doc.alias("there")
    left = _doc.c.group_id != new_group if old_group is None else _doc.c.group_id == old_group
    unfiled = left & (_doc.c.status != Status.FILED)
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
