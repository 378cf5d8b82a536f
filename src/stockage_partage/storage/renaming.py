"""The group online, given the name of the raison sociale of today. Known by id, it is never lost."""

from __future__ import annotations

from dataclasses import dataclass

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.errors import (
    GroupGone,
    GroupNameRefused,
    GroupRenameForbidden,
    NewGroupNameRefused,
    RightsLost,
    StorageInactive,
)
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.names import group_display_name
from stockage_partage.storage.states import GroupHealth


@dataclass(frozen=True, slots=True)
class Renamed:
    """The name now. `already`: it was called so before, nothing was asked."""

    name: str
    already: bool = False


def rename_group(database: CompanyDatabase, groups: Groups) -> Renamed:
    """Gives the company's group its wanted name, online then here.

    Raises StorageInactive, GroupRenameForbidden, NewGroupNameRefused, GroupGone, and the troubles of
    the way there. Doing it twice, or on two workstations, is harmless.
    """
    activation = database.activation.get()
    if activation.group_id is None:
        raise StorageInactive
    wanted = group_display_name(database.company.get().name)
    there = groups.by_id(activation.group_id)
    if there is None:
        raise _gone(database, groups, activation.group_id)
    if there.display_name != wanted:
        _rename(groups, activation.group_id, wanted)
    database.activation.rename_group(activation.group_id, wanted)
    return Renamed(wanted, already=there.display_name == wanted)


def learn_name(database: CompanyDatabase, groups: Groups, group_id: str) -> None:
    """Somebody may have renamed the group online: the name shown is the one it has."""
    there = groups.by_id(group_id)
    if there is not None and there.display_name:
        database.activation.rename_group(group_id, there.display_name)


def _rename(groups: Groups, group_id: str, wanted: str) -> None:
    try:
        groups.rename(group_id, wanted)
    except GroupNameRefused as refused:
        raise NewGroupNameRefused(refused.suggested, refused.detail) from refused
    except RightsLost as refused:
        # It was there a moment ago: reaching it is one right, changing it another.
        raise GroupRenameForbidden(refused.detail) from refused


def _gone(database: CompanyDatabase, groups: Groups, group_id: str) -> GroupGone:
    restorable = groups.is_restorable(group_id)
    health = GroupHealth.GONE_RESTORABLE if restorable else GroupHealth.GONE
    database.activation.set_health(group_id, health)
    return GroupGone(restorable=restorable)
