"""What an address of the SharePoint origin leads to: a group, its state, an item of its library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.item import Item, Spot
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import LIBRARY, Site
from local_microsoft365.tenant.tenant import Tenant

# The library answers to its French address and to the one that English sites have.
LIBRARY_ADDRESSES = frozenset({LIBRARY.casefold(), "shared documents"})


class State(StrEnum):
    """What a group's space is at."""

    READY = "ready"
    PREPARING = "preparing"
    DELETED = "deleted"


@dataclass(frozen=True)
class Space:
    """A group's online space. `site` is there once it is ready."""

    group: Group
    alias: str
    state: State
    site: Site | None = None

    @property
    def name(self) -> str:
        return str(self.group.facts.get("displayName", self.alias))


def spaces(world: Tenant) -> list[Space]:
    """The live groups' spaces, oldest first."""
    return [_space(world, group) for group in world.groups.all() if group.unified]


def space_at(world: Tenant, alias: str) -> Space | None:
    """The space of an address, None when no group ever had it; looking starts its preparation."""
    wanted = alias.casefold()
    for group in _every(world):
        if world.sites.address_of(group.id).casefold() == wanted:
            return _space(world, group)
    return None


def space_of(world: Tenant, group_id: str) -> Space | None:
    """The space of a group's id, None for an unknown one."""
    for group in _every(world):
        if group.id == group_id.lower():
            return _space(world, group)
    return None


def item_at(world: Tenant, site: Site, path: str) -> Item | None:
    """The item of a path below the library, None when nothing is there."""
    names = tuple(name for name in path.split("/") if name)
    try:
        return world.tree.find(Spot(world.tree.root(site.drive), names))
    except Refused as refused:
        if refused.why is Why.ITEM_NOT_FOUND:
            return None
        raise


def item_shared(world: Tenant, link_id: str) -> Item | None:
    """What a sharing link leads to, None when the link or the item is gone."""
    link = world.store.row("SELECT item FROM links WHERE id = ?", link_id)
    if link is None:
        return None
    try:
        return world.tree.anywhere(link["item"])
    except Refused:
        return None


def _every(world: Tenant) -> Iterator[Group]:
    yield from world.groups.all()
    yield from world.groups.deleted()


def _space(world: Tenant, group: Group) -> Space:
    alias = world.sites.address_of(group.id)
    if group.deleted is not None:
        return Space(group, alias, State.DELETED)
    try:
        return Space(group, alias, State.READY, world.sites.of_group(group.id))
    except Refused as refused:
        if refused.why is Why.PROVISIONING:
            return Space(group, alias, State.PREPARING)
        raise
