"""Finding, creating and renaming the company's one group.

It is looked for in this order: the group known from before, by id; ours by its unique name; groups of the
same name that are not ours, for the person to choose; only then a new one, by an upsert that is harmless to
repeat. Nothing is written to the database meanwhile: the caller holds the id at once.

Renamed to the raison sociale of today, the group is still known by its id: it is never lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.activation.states import GroupHealth
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.errors import (
    GroupGone,
    GroupNameRefused,
    GroupNameTaken,
    GroupRenameForbidden,
    NewGroupNameRefused,
    RightsLost,
    StorageInactive,
)
from stockage_partage.graph.library import names
from stockage_partage.graph.library.groups import DirectoryGroup, Groups


class GroupChoice(StrEnum):
    """The person's answer when the group cannot be decided without them."""

    USE_EXISTING = "use_existing"
    CREATE_ANOTHER = "create_another"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class WantedGroup:
    """Which group a company needs. `known_id`: the group of an earlier activation."""

    company_id: str
    company_name: str
    known_id: str | None = None

    @property
    def display_name(self) -> str:
        """`Sage – <Raison sociale>`."""
        return names.group_display_name(self.company_name)

    @property
    def unique_name(self) -> str:
        """The key that makes the group ours, whatever is repeated or killed."""
        return names.unique_name(self.company_id)


def find_or_create(
    groups: Groups,
    wanted: WantedGroup,
    choice: GroupChoice | None = None,
    chosen_id: str | None = None,
) -> DirectoryGroup:
    """The company's group, created at most once.

    Raises GroupNameTaken or GroupGone(restorable) when the person must choose, and what the
    organisation may refuse: GroupCreationForbidden, GroupNameRefused, GroupAliasTaken, ….
    """
    steps: tuple[Callable[[], DirectoryGroup | None], ...] = (
        lambda: _known(groups, wanted, choice),
        lambda: groups.by_unique_name(wanted.unique_name),
        lambda: _chosen(groups, wanted, choice, chosen_id),
    )
    for step in steps:
        group = step()
        if group is not None:
            return group
    return groups.create(
        unique_name=wanted.unique_name,
        display_name=wanted.display_name,
        mail_nickname=names.mail_nickname(wanted.company_name, wanted.company_id),
        description=wanted.company_name,
    )


def _known(
    groups: Groups, wanted: WantedGroup, choice: GroupChoice | None
) -> DirectoryGroup | None:
    if choice is GroupChoice.RESTORE:
        return _restored(groups, wanted)
    if wanted.known_id is None or choice is GroupChoice.USE_EXISTING:
        return None
    group = groups.by_id(wanted.known_id)
    if group is None and choice is None and groups.is_restorable(wanted.known_id):
        raise GroupGone(restorable=True)
    return group


def _restored(groups: Groups, wanted: WantedGroup) -> DirectoryGroup | None:
    if wanted.known_id is not None:
        # The administrator may have been quicker than the person who chooses.
        return groups.by_id(wanted.known_id) or groups.restore(wanted.known_id)
    # Made by an activation that was killed before the id was kept, then deleted online.
    deleted = groups.deleted(unique_name=wanted.unique_name)
    return groups.restore(deleted.id) if deleted is not None else None


def _chosen(
    groups: Groups, wanted: WantedGroup, choice: GroupChoice | None, chosen_id: str | None
) -> DirectoryGroup | None:
    if choice in (GroupChoice.CREATE_ANOTHER, GroupChoice.RESTORE):
        return None
    # Another company's own group is never offered: two companies of one name must not mix.
    foreign = [
        group for group in groups.named(wanted.display_name) if not names.is_ours(group.unique_name)
    ]
    if choice is GroupChoice.USE_EXISTING:
        for group in foreign:
            if group.id == chosen_id:
                # A key set by another program cannot be changed: the id alone then makes it ours.
                return group if group.unique_name else groups.adopt(group, wanted.unique_name)
    if foreign:
        raise GroupNameTaken(
            tuple((group.id, group.display_name, group.mail_nickname) for group in foreign)
        )
    return None


@dataclass(frozen=True, slots=True)
class GroupRenamed:
    """The name now. `already`: it was called so before, nothing was asked."""

    name: str
    already: bool = False


def rename_group(database: CompanyDatabase, groups: Groups) -> GroupRenamed:
    """Gives the company's group its wanted name, online then here.

    Raises StorageInactive, GroupRenameForbidden, NewGroupNameRefused, GroupGone, and the troubles of
    the way there. Doing it twice, or on two workstations, is harmless.
    """
    activation = database.activation.get()
    if activation.group_id is None:
        raise StorageInactive
    wanted = names.group_display_name(database.company.get().name)
    there = groups.by_id(activation.group_id)
    if there is None:
        raise _gone(database, groups, activation.group_id)
    if there.display_name != wanted:
        _rename(groups, activation.group_id, wanted)
    database.activation.rename_group(activation.group_id, wanted)
    return GroupRenamed(wanted, already=there.display_name == wanted)


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
