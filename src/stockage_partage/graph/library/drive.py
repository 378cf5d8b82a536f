"""Documents of a library: filed with one request, never replaced; found, listed, brought back.

What changed comes a page at a time, so that whoever follows can stop and go on anywhere. Facts (Graph
reference, driveItem: delta): the links are opaque; an item may come several times, the last counts; a
business drive tells neither the path of a parent nor the name of a deleted item; a token that is too old
is answered by 410.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.graph.http.answer_headers import Meter
from stockage_partage.graph.http.http_types import Body, Chunk, ChunkHashes, ChunkSource
from stockage_partage.graph.http.responses import (
    PUT_LIMIT,
    Operation,
    is_bookmark_gone,
    pieces_of,
    redirect_of,
    value_of,
)
from stockage_partage.graph.library.items import (
    SELECT,
    DriveItem,
    QuickXor,
    is_named,
    item_of,
    items_of,
)
from stockage_partage.graph.library.names import path_segments, url_literal
from stockage_partage.streams import chunks_of, copy

if TYPE_CHECKING:
    from stockage_partage.graph.graph_client import GraphClient


@dataclass(frozen=True, slots=True)
class DeltaPage:
    """Some changes, each item once. `link` is where to ask next: at once, or later when `last`.

    The link is kept without the address of Graph: it may be read again by a program set up otherwise,
    and it never names a host to which a token would be shown.
    """

    items: tuple[DriveItem, ...]
    link: str
    last: bool


def page_of_changes(
    graph: GraphClient, drive_id: str, link: str | None, most: int | None = None
) -> DeltaPage | None:
    """The page at `link`, or the first of everything there is; None when the link is too old.

    `most` items a page, where the service heeds it. Raises the troubles of a request.
    """
    if link is not None and not link.startswith("/"):
        return None  # none of those that `DeltaPage` gives
    answer = graph.ask("GET", link or _start(drive_id, most))
    if link is not None and is_bookmark_gone(answer):
        return None
    found = value_of(answer, Operation.SITE)
    seen: dict[str, DriveItem] = {}
    for item in items_of(found["value"]):
        seen.pop(item.id, None)
        seen[item.id] = item
    last = found.get("@odata.deltaLink")
    return DeltaPage(
        tuple(seen.values()), graph.below(last or found["@odata.nextLink"]), bool(last)
    )


def _start(drive_id: str, most: int | None) -> str:
    return f"/drives/{quote(drive_id)}/root/delta" + (f"?$top={most}" if most else "")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a bookmark. `fresh_start`: forget everything known, this is the whole."""

    items: tuple[DriveItem, ...]
    bookmark: str
    fresh_start: bool = False


class Drive:
    """The files of any library that the person may reach, addressed by drive id."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    @property
    def meter(self) -> Meter:
        """What its requests cost, and what Microsoft says is left."""
        return self._graph.http_client.meter

    @property
    def graph(self) -> GraphClient:
        """What it asks through, for the other works on a library."""
        return self._graph

    def put_new(
        self,
        drive_id: str,
        path: str,
        content: bytes | ChunkSource,
        size: int,
        content_type: str = "application/octet-stream",
        *,
        fingerprint: str = "",
        go_on: Callable[[], None] = lambda: None,
    ) -> DriveItem:
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
            else (
                Chunk(content, 0, size, ChunkHashes(content, fingerprint), last=True, go_on=go_on)
            )
        )
        answer = self._graph.ask(
            "PUT",
            f"{address}?@microsoft.graph.conflictBehavior=fail",
            data=data,
            headers={"Content-Type": content_type, "Content-Length": str(size)},
        )
        try:
            # SharePoint may rewrite what it has taken: a size other than ours is no failure here.
            return item_of(value_of(answer, Operation.FILING))
        except errors.PlaceTaken:
            there = self.by_path(drive_id, path)
            if there is None:
                raise
            if not is_named(there, path) or not same_bytes(there, content, size):
                raise errors.PlaceTaken(occupant=there.name) from None
            return replace(there, already=True)

    def by_path(self, drive_id: str, path: str) -> DriveItem | None:
        """The item at that path, None when there is none."""
        address = f"/drives/{quote(drive_id)}/root:/{path_segments(path)}?{SELECT}"
        found = self._graph.find(address, Operation.ITEM)
        return item_of(found) if found else None

    def by_id(self, drive_id: str, item_id: str) -> DriveItem | None:
        """The item of that id, None when it is gone."""
        address = f"/drives/{quote(drive_id)}/items/{quote(item_id)}?{SELECT}"
        found = self._graph.find(address, Operation.ITEM)
        return item_of(found) if found else None

    def is_open(self, drive_id: str) -> bool:
        """False when the account does not reach the library at all. Raises SiteLocked."""
        try:
            self._graph.get(f"/drives/{quote(drive_id)}/root?$select=id", Operation.SITE)
        except errors.RightsLost:
            return False
        return True

    def may_write(self, drive_id: str, path: str) -> bool:
        """False when the account may write nowhere in the tree that `path` lies in.

        Told by making the folder that the tree begins with, which is there or would be made for the
        path anyway: whoever may not write is refused before the name is looked at. Raises SiteLocked
        where nobody may, an administrator having locked the site.
        """
        *above, folder = path.split("/")[:2]
        place = f"root:/{path_segments(above[0])}:" if above else "root"
        wanted = {"name": folder, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        try:
            address = f"/drives/{quote(drive_id)}/{place}/children"
            self._graph.post(address, Operation.FILING, json=wanted)
        except errors.PlaceTaken:
            return True
        except errors.RightsLost:
            return False
        except errors.LockedOnline as locked:  # not that document: nothing of the library
            raise errors.SiteLocked(locked.detail) from None
        return True

    def search(self, drive_id: str, text: str) -> Iterator[DriveItem]:
        """Items whose name or content matches; Microsoft's index runs minutes to hours late."""
        address = f"/drives/{quote(drive_id)}/root/search(q={url_literal(text)})?$top=200"
        return items_of(self._graph.pages(address, Operation.SITE))

    def children(self, drive_id: str, path: str = "") -> Iterator[DriveItem]:
        """What a folder holds; the root when `path` is empty."""
        place = f"root:/{path_segments(path)}:/children" if path else "root/children"
        address = f"/drives/{quote(drive_id)}/{place}?$top=200&{SELECT}"
        return items_of(self._graph.pages(address, Operation.SITE))

    def delta(self, drive_id: str, bookmark: str | None = None) -> Changes:
        """Everything that changed since `bookmark`, or everything; an item's last mention counts.

        A bookmark that Microsoft no longer keeps gives the whole again, with `fresh_start`.
        """
        start = f"/drives/{quote(drive_id)}/root/delta"
        answer = self._graph.ask("GET", bookmark or start)
        fresh_start = bookmark is None
        if bookmark is not None and is_bookmark_gone(answer):
            answer, fresh_start = self._graph.ask("GET", start), True
        seen: dict[str, DriveItem] = {}
        while True:
            page = value_of(answer, Operation.SITE)
            for item in items_of(page["value"]):
                seen.pop(item.id, None)
                seen[item.id] = item
            if "@odata.deltaLink" in page:
                return Changes(tuple(seen.values()), page["@odata.deltaLink"], fresh_start)
            answer = self._graph.ask("GET", page["@odata.nextLink"])

    def changes_page(
        self, drive_id: str, link: str | None, most: int | None = None
    ) -> DeltaPage | None:
        """The next page of what changed, kept by the caller; None when `link` is too old to go on."""
        return page_of_changes(self._graph, drive_id, link, most)

    def is_record(self, drive_id: str, item_id: str) -> bool:
        """True for a record locked by its retention label: nobody renames, moves or deletes it."""
        address = f"/drives/{quote(drive_id)}/items/{quote(item_id)}/retentionLabel"
        label = self._graph.find(address, Operation.ITEM)
        settings = label.get("retentionSettings") if isinstance(label, dict) else None
        return isinstance(settings, dict) and settings.get("isRecordLocked") is True

    def _check_held_back(self, drive_id: str, item_id: str) -> None:
        """Raises ArchivedOnline or RecordLocked; returns when it is something else that locks it."""
        there = self.by_id(drive_id, item_id)
        if there is not None and there.archived:
            raise errors.ArchivedOnline
        if there is not None and self.is_record(drive_id, item_id):
            raise errors.RecordLocked

    def download(self, drive_id: str, item_id: str) -> Iterator[bytes]:
        """The bytes, piece by piece. The token is not shown to the host that holds them.

        Raises ArchivedOnline for a file that somebody must reactivate first.
        """
        address = f"/drives/{quote(drive_id)}/items/{quote(item_id)}/content"
        answer = self._graph.ask("GET", address)
        if answer.status == 423:
            self._check_held_back(drive_id, item_id)
        location = redirect_of(answer, Operation.CONTENT)
        if location is None:
            yield answer.body
            return
        address = self._graph.vouched(drive_id, location)
        fetched = self._graph.http_client.send("GET", address, stream=True)
        yield from pieces_of(fetched, Operation.DOWNLOAD)


def same_bytes(there: DriveItem, content: bytes | ChunkSource, size: int) -> bool:
    """True when the item holds exactly `content`, by its size and its fingerprint."""
    if there.is_folder or there.size != size or there.quick_xor_hash is None:
        return False
    fingerprint = QuickXor()
    if isinstance(content, bytes):
        fingerprint.update(content)
    else:
        content.seek(0)
        copy(chunks_of(content), None, fingerprint)
    return fingerprint.base64() == there.quick_xor_hash
