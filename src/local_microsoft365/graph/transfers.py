"""SharePoint's side of Graph: upload sessions and downloads, on addresses that carry their own pass.

The pieces of an upload session have rules of order and size, and go straight to disk.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from local_microsoft365.addresses import Addresses
from local_microsoft365.clock import epoch, timestamp
from local_microsoft365.graph.conversion import check_convertible, pdf_name, pdf_of
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.errors import GraphError, answer_to
from local_microsoft365.graph.request import answer, nothing
from local_microsoft365.graph.signed_links import blob_behind
from local_microsoft365.tenant.blobs import QuickXor
from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.items import Placed
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sessions import Session
from local_microsoft365.tenant.tenant import Tenant

MULTIPLE = 320 * 1024  # every piece but the last is a multiple of it
LARGEST = 60 * 1024 * 1024  # bytes in one request
_RANGE = re.compile(r"bytes\s+(\d+)-(\d+)/(\d+)")
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Range:
    """What a piece says of itself: first and last byte, and the size of the whole file."""

    first: int
    last: int
    total: int

    @property
    def length(self) -> int:
        """Bytes in the piece."""
        return self.last - self.first + 1

    @property
    def is_last(self) -> bool:
        """True when nothing comes after it."""
        return self.last + 1 == self.total


def announced(request: Request) -> Range:
    """The range of a piece. Raises Refused when it is missing or makes no sense."""
    found = _RANGE.fullmatch(request.headers.get("content-range", "").strip())
    if found is None:
        raise Refused(Why.INVALID_REQUEST, "The Content-Range header is missing or malformed.")
    piece = Range(*(int(number) for number in found.groups()))
    length = request.headers.get("content-length")
    if length is None:
        raise Refused(Why.LENGTH_REQUIRED)
    if piece.length <= 0 or piece.last >= piece.total or int(length) != piece.length:
        raise Refused(Why.INVALID_REQUEST, "The Content-Range header does not fit the content.")
    if piece.length > LARGEST:
        raise Refused(Why.TOO_LARGE)
    if not piece.is_last and piece.length % MULTIPLE:
        raise Refused(Why.INVALID_REQUEST, "The fragment is not a multiple of 320 KiB.")
    return piece


class Fragments:
    """Takes pieces, one at a time for each session. A piece counts only once it is whole.

    A sender who was cut may come back before its first connection is known to be dead: the latest
    one has the say, and the earlier one writes nothing more.
    """

    def __init__(self, world: Tenant) -> None:
        self._world = world
        self._senders: dict[str, Request] = {}

    async def take(self, session: Session, request: Request) -> Session:
        """Writes a piece. Raises Refused; what was received before stays."""
        piece = announced(request)
        if session.whole and piece.is_last and piece.total == session.total:
            return session  # all is here, only the last step was refused: it will be tried again
        self._check_order(session, piece)
        self._senders[session.id] = request
        try:
            xor = QuickXor(session.xor, session.received)
            await self._write(session, request, xor)
        finally:
            if self._senders.get(session.id) is request:
                del self._senders[session.id]
        if xor.length != piece.last + 1:
            raise Refused(Why.INVALID_REQUEST, "The fragment is shorter than announced.")
        return self._world.sessions.advance(session, piece.total, xor)

    def _check_order(self, session: Session, piece: Range) -> None:
        if piece.first != session.received:
            raise Refused(Why.INVALID_RANGE)
        if session.total not in (None, piece.total):
            raise Refused(Why.INVALID_REQUEST, "The size of the file changed between fragments.")

    async def _write(self, session: Session, request: Request, xor: QuickXor) -> None:
        with self._world.blobs.path(session.blob).open("r+b") as file:
            file.seek(session.received)
            file.truncate()  # what an interrupted piece may have left
            async for part in request.stream():
                self._check_latest(session, request)
                file.write(part)
                file.flush()  # nothing of ours may reach the file after a later sender began
                xor.update(part)
        self._check_latest(session, request)

    def _check_latest(self, session: Session, request: Request) -> None:
        if self._senders.get(session.id) is not request:
            raise Refused(Why.INVALID_RANGE)


def sharepoint_api_routes(world: Tenant, addresses: Addresses) -> list[Route]:
    """The routes to serve on SharePoint's origin."""
    signed = _Signed(world, addresses)
    upload = "/sites/{site}/_api/v2.0/drives/{drive}/items/{item}/uploadSession"
    return [
        Route(upload, signed.guarded(signed.upload), methods=["PUT", "GET", "POST", "DELETE"]),
        Route("/sites/{site}/_layouts/15/download.aspx", signed.guarded(signed.download)),
        Route("/sites/{site}/_layouts/15/embed.aspx", signed.guarded(signed.preview)),
        Route("/sites/{site}/_api/v2.0/monitor/{item}", signed.guarded(signed.monitor)),
    ]


class _Signed:
    def __init__(self, world: Tenant, addresses: Addresses) -> None:
        self._world = world
        self._addresses = addresses
        self._fragments = Fragments(world)

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint, its refusals turned into Graph's answers."""

        async def answered(request: Request) -> Response:
            try:
                return await endpoint(request)
            except ClientDisconnect:
                return nothing(499)
            except (Refused, GraphError) as error:
                refusal = answer_to(error) if isinstance(error, Refused) else error
                request_id = new_guid()
                date = timestamp(self._world.clock).removesuffix("Z")
                body = refusal.body(request_id, request_id, date)
                return answer(body, refusal.status, {"request-id": request_id})

        return answered

    async def upload(self, request: Request) -> Response:
        """The protocol of an upload session."""
        session = self._session(request)
        if request.method == "DELETE":
            self._world.sessions.cancel(session)
            return nothing()
        if request.method == "PUT":
            session = await self._fragments.take(session, request)
            if not session.whole or session.defer:
                return self._status(session, 202)
        elif request.method == "GET":
            return self._status(session, 200)
        elif not session.whole:
            raise Refused(Why.INVALID_REQUEST, "The upload session is not complete.")
        return self._finished(session)

    async def download(self, request: Request) -> Response:
        """The bytes of a file; ranges are understood."""
        return self._bytes(request, "attachment")

    async def preview(self, request: Request) -> Response:
        """The bytes of a file, for a page to show."""
        return self._bytes(request, "inline")

    def _bytes(self, request: Request, disposition: str) -> Response:
        item_id, blob = blob_behind(self._world, request.query_params.get("tempauth", ""))
        item = self._world.tree.anywhere(item_id)
        self._check_group(item.drive)
        wanted = request.query_params.get("format")
        if wanted is not None:
            check_convertible(item, wanted)
        headers = {
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{_named(item, wanted)}",
            "ETag": item.etag,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        }
        if wanted is not None:
            return Response(pdf_of(item), headers=headers, media_type="application/pdf")
        return FileResponse(self._world.blobs.path(blob), media_type=item.mime, headers=headers)

    async def monitor(self, request: Request) -> Response:
        """How far a copy is: made at once, but `copy_s` may say that it lasts. Wants no token."""
        if "authorization" in request.headers:
            raise Refused(Why.BAD_TEMPAUTH)
        item = request.path_params["item"]
        since = int(request.query_params.get("since", "0"))
        lasts = self._world.switches.now.copy_s
        if epoch(self._world.clock) < since + lasts:
            return answer({"status": "inProgress", "percentageComplete": 50.0}, 202)
        return answer({"status": "completed", "percentageComplete": 100.0, "resourceId": item})

    def _session(self, request: Request) -> Session:
        if "authorization" in request.headers:
            raise Refused(Why.BAD_TEMPAUTH)
        guid = request.query_params.get("guid", "").strip("'")
        session = self._world.sessions.get(guid)
        if request.query_params.get("tempauth") != session.secret:
            raise Refused(Why.BAD_TEMPAUTH)
        self._check_group(session.drive)
        return session

    def _check_group(self, drive: str) -> None:
        """Raises Refused when the library went away with its group."""
        self._world.groups.get_of_site(self._world.sites.of_drive(drive))

    def _status(self, session: Session, status: int) -> Response:
        # SharePoint gives the end as well, once a piece has told it the size of the file.
        end = "" if session.total is None else session.total - 1
        missing = [] if session.whole else [f"{session.received}-{end}"]
        body = {
            "expirationDateTime": self._world.sessions.expires_text(session),
            "nextExpectedRanges": missing,
        }
        return answer(body, status)

    def _finished(self, session: Session) -> Response:
        placed: Placed = self._world.sessions.finish(session)
        site = self._world.sites.of_drive(session.drive)
        shapes = DriveShapes(self._world, self._addresses, site)
        return answer(shapes.item(placed.item), 201 if placed.created else 200)


def _named(item: Item, wanted: str | None) -> str:
    return quote(item.name if wanted is None else pdf_name(item))
