"""What `/shares/{…}` means: a sharing link or a page's address, written as Graph has it encoded.

`u!` and the base64url of the address, without padding; the id of a link is understood too.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.item import Item, Spot
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Site
from local_microsoft365.tenant.store import Row

_LINK_STEPS = 4  # :b: / s / alias / id


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
