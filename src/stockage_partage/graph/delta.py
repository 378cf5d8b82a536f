"""What changed in a library, a page at a time, so that whoever follows can stop and go on anywhere.

Facts (Graph reference, driveItem: delta): the links are opaque; an item may come several times, the
last counts; a business drive tells neither the path of a parent nor the name of a deleted item; a
token that is too old is answered by 410.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from stockage_partage.graph.answers import Asking, is_bookmark_gone, value_of
from stockage_partage.graph.items import Item, item_of

if TYPE_CHECKING:
    from stockage_partage.graph.client import Graph


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes, each item once. `link` is where to ask next: at once, or later when `last`.

    The link is kept without the address of Graph: it may be read again by a program set up otherwise,
    and it never names a host to which a token would be shown.
    """

    items: tuple[Item, ...]
    link: str
    last: bool


def page_of_changes(
    graph: Graph, drive_id: str, link: str | None, most: int | None = None
) -> Page | None:
    """The page at `link`, or the first of everything there is; None when the link is too old.

    `most` items a page, where the service heeds it. Raises the troubles of the door.
    """
    if link is not None and not link.startswith("/"):
        return None  # none of those that `Page` gives
    answer = graph.ask("GET", link or _start(drive_id, most))
    if link is not None and is_bookmark_gone(answer):
        return None
    found = value_of(answer, Asking.ITEM)
    seen: dict[str, Item] = {}
    for each in found["value"]:
        seen.pop(each["id"], None)
        seen[each["id"]] = item_of(each)
    last = found.get("@odata.deltaLink")
    return Page(tuple(seen.values()), graph.below(last or found["@odata.nextLink"]), bool(last))


def _start(drive_id: str, most: int | None) -> str:
    return f"/drives/{quote(drive_id)}/root/delta" + (f"?$top={most}" if most else "")
