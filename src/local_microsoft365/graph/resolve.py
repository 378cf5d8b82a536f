"""From an address to the group, site, drive or item it means, and whether the caller may go there.

`/shares/{…}` means a sharing link or a page's address, written as Graph has it encoded: `u!` and the base64url of
the address, without padding; the id of a link is understood too.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.item import Item, Spot
from local_microsoft365.tenant.members import Part
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Site
from local_microsoft365.tenant.store import Row

_LINK_STEPS = 4  # :b: / s / alias / id
_UNIQUE = "uniqueName="


def unique_name(ask: Ask) -> str | None:
    """The alternate key by which the group is addressed, if it is."""
    key = ask.parameters["group"]
    return key.removeprefix(_UNIQUE) if key.startswith(_UNIQUE) else None


def group_of(ask: Ask) -> Group:
    """The group of the address. Raises Refused."""
    wanted = unique_name(ask)
    if wanted is None:
        return ask.world.groups.get(ask.parameters["group"].lower())
    group = ask.world.groups.named(wanted)
    if group is None:
        raise Refused(Why.GROUP_NOT_FOUND)
    return group


def site_of(ask: Ask) -> Site:
    """The site of the address, open to the caller. Raises Refused."""
    if "share" in ask.parameters:
        return shared_by(ask).site
    site = _site(ask)
    if "drive" in ask.parameters and ask.parameters["drive"] != site.drive:
        raise Refused(Why.DRIVE_NOT_FOUND)
    ask.world.groups.get_of_site(site)
    if not ask.world.may_enter(ask.user, site):
        raise Refused(Why.ACCESS_DENIED)
    return site


def _site(ask: Ask) -> Site:
    if "group" in ask.parameters:
        group = group_of(ask)
        if not group.unified:
            raise Refused(Why.SITE_NOT_FOUND)
        if not _sees(ask, group):
            raise Refused(Why.ACCESS_DENIED)
        return ask.world.sites.of_group(group.id)
    if "site" in ask.parameters:
        return _addressed_site(ask)
    if "drive" in ask.parameters:
        return ask.world.sites.of_drive(ask.parameters["drive"])
    raise Refused(Why.NO_PERSONAL_SITE)


def _sees(ask: Ask, group: Group) -> bool:
    # Asked before the site exists: a stranger must not start its provisioning.
    return not group.private or ask.world.members.holds(group.id, ask.user, *Part)


def _addressed_site(ask: Ask) -> Site:
    key = ask.parameters["site"]
    parts = key.split(",")
    if len(parts) == 3:
        return ask.world.sites.by_id(parts[1])
    if ask.names[:1] == ("sites",) and len(ask.names) == 2 and _is_our_host(ask, key):
        return ask.world.sites.at(ask.names[1])
    return ask.world.sites.by_id(key)


def _is_our_host(ask: Ask, key: str) -> bool:
    ours = urlsplit(ask.addresses.sharepoint)
    return key in (ours.hostname, ours.netloc)


def shapes_of(ask: Ask, site: Site | None = None) -> DriveShapes:
    """What describes the items of the address's site."""
    return DriveShapes(ask.world, ask.addresses, site or site_of(ask))


def spot_of(ask: Ask, site: Site) -> Spot:
    """The place of the address, whether or not something is there. Raises Refused."""
    if "share" in ask.parameters:
        return Spot(shared_by(ask).item, ask.names)
    key = ask.parameters.get("item", "root")
    return Spot(ask.world.tree.get(site.drive, key), ask.names)


def item_at(ask: Ask, site: Site) -> Item:
    """The item of the address. Raises Refused(ITEM_NOT_FOUND)."""
    return ask.world.tree.find(spot_of(ask, site))


@dataclass(frozen=True)
class Shared:
    """An item, its site, and the link that led to it; None when its page's address did."""

    site: Site
    item: Item
    link: Row | None


def shared_by(ask: Ask) -> Shared:
    """What is shared, if the caller may see it. Raises Refused."""
    found = _found(ask)
    ask.world.groups.get_of_site(found.site)
    if not ask.world.may_enter(ask.user, found.site) and not _opens(ask, found.link):
        raise Refused(Why.ACCESS_DENIED)
    return found


def _opens(ask: Ask, link: Row | None) -> bool:
    """A link for the organisation is enough to read; one for editing, to write."""
    if link is None or link["scope"] == "users":
        return False
    return ask.request.method == "GET" or link["type"] == "edit"


def _found(ask: Ask) -> Shared:
    key = ask.parameters["share"]
    if not key.startswith("u!"):
        return _by_link(ask, key)
    address = urlsplit(_decoded(key.removeprefix("u!")))
    if address.netloc != urlsplit(ask.addresses.sharepoint).netloc:
        raise Refused(Why.ITEM_NOT_FOUND)
    steps = tuple(unquote(step) for step in address.path.split("/") if step)
    if steps[1:2] == ("s",) and len(steps) == _LINK_STEPS:
        return _by_link(ask, steps[-1])
    if steps[:1] != ("sites",) or len(steps) < 3:
        raise Refused(Why.ITEM_NOT_FOUND)
    site = ask.world.sites.at(steps[1])
    root = ask.world.tree.root(site.drive)
    return Shared(site, ask.world.tree.find(Spot(root, steps[3:])), None)


def _by_link(ask: Ask, link_id: str) -> Shared:
    link = ask.world.store.row("SELECT * FROM links WHERE id = ?", link_id)
    if link is None:
        raise Refused(Why.ITEM_NOT_FOUND)
    item = ask.world.tree.anywhere(link["item"])
    return Shared(ask.world.sites.of_drive(item.drive), item, link)


def _decoded(text: str) -> str:
    try:
        whole = text + "=" * (-len(text) % 4)
        return base64.b64decode(whole, altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise Refused(Why.INVALID_REQUEST, "The sharing token is not valid.") from error
