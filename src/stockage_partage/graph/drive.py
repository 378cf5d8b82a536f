"""Documents of a library: filed with one request, never replaced; found, listed, brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.graph.answers import (
    PUT_LIMIT,
    Asking,
    is_bookmark_gone,
    pieces_of,
    redirect_of,
    value_of,
)
from stockage_partage.graph.client import Graph
from stockage_partage.graph.delta import Page, page_of_changes
from stockage_partage.graph.items import SELECT, Item, item_of
from stockage_partage.graph.names import path_segments, url_literal
from stockage_partage.graph.piece import Piece, Proof, Source
from stockage_partage.graph.quickxor import QuickXor
from stockage_partage.graph.rate import Meter
from stockage_partage.graph.wire import Body

_READING = 1024 * 1024  # bytes held at once while a fingerprint is taken


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a bookmark. `fresh_start`: forget everything known, this is the whole."""

    items: tuple[Item, ...]
    bookmark: str
    fresh_start: bool = False


class Drive:
    """The files of any library that the person may reach, addressed by drive id."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @property
    def meter(self) -> Meter:
        """What its requests cost, and what Microsoft says is left."""
        return self._graph.door.meter

    @property
    def graph(self) -> Graph:
        """What it asks through, for the other works on a library."""
        return self._graph

    def put_new(
        self,
        drive_id: str,
        path: str,
        content: bytes | Source,
        size: int,
        content_type: str = "application/octet-stream",
        *,
        fingerprint: str = "",
        go_on: Callable[[], None] = lambda: None,
    ) -> Item:
        """Files the bytes at `path` (folders appear as needed) with one request.

        Those of a source are sent little by little; `fingerprint` is their SHA-256, "" for whatever
        they are, and `go_on` is called often and may raise.
        If the place is taken by the very same bytes, that item with `already`; PlaceTaken by others.
        Raises FileTooLarge above 250 MB, NameRefused, LibraryFull, LockedOnline, …; FileUnreadable when
        the bytes are not those of the fingerprint: then nothing is filed.
        """
        if size > PUT_LIMIT:
            raise errors.FileTooLarge(PUT_LIMIT)
        address = f"/drives/{quote(drive_id)}/root:/{path_segments(path)}:/content"
        data: Body = (
            content
            if isinstance(content, bytes)
            else (Piece(content, 0, size, Proof(content, fingerprint), last=True, go_on=go_on))
        )
        answer = self._graph.ask(
            "PUT",
            f"{address}?@microsoft.graph.conflictBehavior=fail",
            data=data,
            headers={"Content-Type": content_type, "Content-Length": str(size)},
        )
        try:
            # SharePoint may rewrite what it has taken: a size other than ours is no failure here.
            return item_of(value_of(answer, Asking.FILING))
        except errors.PlaceTaken:
            there = self.by_path(drive_id, path)
            if there is None or not same_bytes(there, content, size):
                raise
            return replace(there, already=True)

    def by_path(self, drive_id: str, path: str) -> Item | None:
        """The item at that path, None when there is none."""
        address = f"/drives/{quote(drive_id)}/root:/{path_segments(path)}?{SELECT}"
        found = self._graph.find(address, Asking.ITEM)
        return item_of(found) if found else None

    def by_id(self, drive_id: str, item_id: str) -> Item | None:
        """The item of that id, None when it is gone."""
        address = f"/drives/{quote(drive_id)}/items/{quote(item_id)}?{SELECT}"
        found = self._graph.find(address, Asking.ITEM)
        return item_of(found) if found else None

    def is_open(self, drive_id: str) -> bool:
        """False when the account does not reach the library at all."""
        try:
            self._graph.get(f"/drives/{quote(drive_id)}/root?$select=id", Asking.ITEM)
        except errors.RightsLost:
            return False
        return True

    def may_write(self, drive_id: str, path: str) -> bool:
        """False when the account may write nowhere in the tree that `path` lies in.

        Told by making the folder that the tree begins with, which is there or would be made for the
        path anyway: whoever may not write is refused before the name is looked at.
        """
        *above, folder = path.split("/")[:2]
        place = f"root:/{path_segments(above[0])}:" if above else "root"
        wanted = {"name": folder, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        try:
            address = f"/drives/{quote(drive_id)}/{place}/children"
            self._graph.post(address, Asking.FILING, json=wanted)
        except errors.PlaceTaken:
            return True
        except errors.RightsLost:
            return False
        return True

    def search(self, drive_id: str, text: str) -> Iterator[Item]:
        """Items whose name or content matches; Microsoft's index runs minutes to hours late."""
        address = f"/drives/{quote(drive_id)}/root/search(q={url_literal(text)})?$top=200"
        return (item_of(found) for found in self._graph.pages(address, Asking.ITEM))

    def children(self, drive_id: str, path: str = "") -> Iterator[Item]:
        """What a folder holds; the root when `path` is empty."""
        place = f"root:/{path_segments(path)}:/children" if path else "root/children"
        address = f"/drives/{quote(drive_id)}/{place}?$top=200&{SELECT}"
        return (item_of(found) for found in self._graph.pages(address, Asking.ITEM))

    def delta(self, drive_id: str, bookmark: str | None = None) -> Changes:
        """Everything that changed since `bookmark`, or everything; an item's last mention counts.

        A bookmark that Microsoft no longer keeps gives the whole again, with `fresh_start`.
        """
        start = f"/drives/{quote(drive_id)}/root/delta"
        answer = self._graph.ask("GET", bookmark or start)
        fresh_start = bookmark is None
        if bookmark is not None and is_bookmark_gone(answer):
            answer, fresh_start = self._graph.ask("GET", start), True
        seen: dict[str, Item] = {}
        while True:
            page = value_of(answer, Asking.ITEM)
            for found in page["value"]:
                seen.pop(found["id"], None)
                seen[found["id"]] = item_of(found)
            if "@odata.deltaLink" in page:
                return Changes(tuple(seen.values()), page["@odata.deltaLink"], fresh_start)
            answer = self._graph.ask("GET", page["@odata.nextLink"])

    def changes_page(self, drive_id: str, link: str | None, most: int | None = None) -> Page | None:
        """The next page of what changed, kept by the caller; None when `link` is too old to go on."""
        return page_of_changes(self._graph, drive_id, link, most)

    def download(self, drive_id: str, item_id: str) -> Iterator[bytes]:
        """The bytes, piece by piece. The token is not shown to the host that holds them."""
        address = f"/drives/{quote(drive_id)}/items/{quote(item_id)}/content"
        answer = self._graph.ask("GET", address)
        location = redirect_of(answer, Asking.ITEM)
        if location is None:
            yield answer.body
            return
        fetched = self._graph.door.send("GET", location, stream=True)
        yield from pieces_of(fetched, Asking.UPLOAD)


def same_bytes(there: Item, content: bytes | Source, size: int) -> bool:
    """True when the item holds exactly `content`, by its size and its fingerprint."""
    if there.is_folder or there.size != size or there.quick_xor_hash is None:
        return False
    fingerprint = QuickXor()
    if isinstance(content, bytes):
        fingerprint.update(content)
    else:
        content.seek(0)
        while piece := content.read(_READING):
            fingerprint.update(piece)
    return fingerprint.base64() == there.quick_xor_hash
