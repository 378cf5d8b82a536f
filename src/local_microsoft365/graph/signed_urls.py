"""SharePoint's side of Graph: upload sessions and downloads, on addresses that carry their own pass."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from local_microsoft365.addresses import Addresses
from local_microsoft365.clock import epoch, timestamp
from local_microsoft365.graph.answers import answer, nothing
from local_microsoft365.graph.conversion import check_convertible, pdf_name, pdf_of
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.errors import GraphError, answer_to
from local_microsoft365.graph.fragments import Fragments
from local_microsoft365.graph.signed_links import blob_behind
from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.items import Placed
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sessions import Session
from local_microsoft365.tenant.tenant import Tenant

Endpoint = Callable[[Request], Awaitable[Response]]


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
