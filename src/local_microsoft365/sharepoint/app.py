"""Routes of the SharePoint origin: pages for people, signed addresses for programs."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from local_microsoft365 import texts
from local_microsoft365.addresses import Addresses
from local_microsoft365.graph.signed_urls import sharepoint_api_routes
from local_microsoft365.html import ASSETS_PATH, asset, notice
from local_microsoft365.sharepoint.finding import (
    LIBRARY_ADDRESSES,
    Space,
    State,
    item_at,
    item_shared,
    space_at,
    space_of,
    spaces,
)
from local_microsoft365.sharepoint.listing import (
    PAGE,
    file_page,
    folder_page,
    library_address,
    spaces_page,
)
from local_microsoft365.tenant.item import Item, mime_of
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tenant.tree import Order

# What a browser shows by itself without running anything of it; the rest is downloaded.
_SHOWN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".txt", ".csv"})
_REFRESH_S = 5


def sharepoint_app(world: Tenant, addresses: Addresses) -> Starlette:
    """The whole origin. No sign-in is asked: only this computer reaches it."""
    pages = Pages(world)
    return Starlette(
        routes=[
            *sharepoint_api_routes(world, addresses),
            Route(ASSETS_PATH + "/{name}", asset),
            Route("/", pages.home),
            Route("/_layouts/groupstatus.aspx", pages.group_status),
            Route("/_layouts/15/groupstatus.aspx", pages.group_status),
            Route("/:{letter}:/s/{alias}/{link}", pages.shared),
            Route("/sites/{alias}", pages.site),
            Route("/sites/{alias}/{path:path}", pages.library),
        ]
    )


class Pages:
    """What a person's browser opens."""

    def __init__(self, world: Tenant) -> None:
        self._world = world

    async def home(self, request: Request) -> Response:
        return spaces_page(spaces(self._world))

    async def group_status(self, request: Request) -> Response:
        """Where a group's link points while its space is being made."""
        space = space_of(self._world, request.query_params.get("id", ""))
        return _not_found() if space is None else _unready(space) or _to_library(space)

    async def site(self, request: Request) -> Response:
        space = space_at(self._world, request.path_params["alias"])
        if space is None:
            return self._moved(request)
        return _unready(space) or _to_library(space)

    async def library(self, request: Request) -> Response:
        space = space_at(self._world, request.path_params["alias"])
        if space is None:
            return self._moved(request)
        if space.site is None:
            return _unready(space) or _not_found()
        library, _, path = request.path_params["path"].partition("/")
        if library.casefold() not in LIBRARY_ADDRESSES:
            return _not_found()
        item = item_at(self._world, space.site, path)
        if item is None:
            return _not_found()
        return self._folder(request, space, item) if item.folder else self._file(request, item)

    async def shared(self, request: Request) -> Response:
        """Where a sharing link leads: a file's own page, or its folder."""
        space = space_at(self._world, request.path_params["alias"])
        item = item_shared(self._world, request.path_params["link"])
        if space is None or item is None:
            return _not_found()
        if space.site is None or space.site.drive != item.drive:
            return _unready(space) or _not_found()
        names = self._world.tree.path(item)
        if item.folder:
            return RedirectResponse(library_address(space.alias, names), 302)
        return file_page(self._world.people, space, names, item)

    def _moved(self, request: Request) -> Response:
        """Where an address leads that was a site's before it was moved."""
        now = self._world.sites.moved_to(request.path_params["alias"])
        if now is None:
            return _not_found()
        old = f"/sites/{quote(request.path_params['alias'])}"
        return RedirectResponse(f"/sites/{quote(now)}{request.url.path.removeprefix(old)}", 308)

    def _folder(self, request: Request, space: Space, folder: Item) -> Response:
        asked = request.query_params.get("page", "0")
        number = int(asked) if asked.isdigit() else 0
        items = self._world.tree.children(folder, Order(), PAGE + 1, number * PAGE)
        names = self._world.tree.path(folder)
        more = f"{library_address(space.alias, names)}?page={number + 1}"
        return folder_page(
            self._world.people, space, names, items[:PAGE], more if len(items) > PAGE else ""
        )

    def _file(self, request: Request, item: Item) -> Response:
        shown = PurePosixPath(item.name).suffix.lower() in _SHOWN
        keep = not shown or "download" in request.query_params
        return FileResponse(
            self._world.blobs.path(item.blob or ""),
            media_type=mime_of(item.name, item.mime),
            filename=item.name,
            content_disposition_type="attachment" if keep else "inline",
            headers={
                "ETag": item.etag,
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )


def _to_library(space: Space) -> Response:
    return RedirectResponse(library_address(space.alias), 302)


def _unready(space: Space) -> Response | None:
    if space.state is State.PREPARING:
        hint = texts.PREPARING_HINT.format(name=space.name)
        return notice(texts.PREPARING, hint, refresh_s=_REFRESH_S)
    if space.state is State.DELETED:
        return notice(
            texts.GROUP_DELETED, texts.GROUP_DELETED_HINT.format(name=space.name), status=404
        )
    return None


def _not_found() -> Response:
    return notice(texts.NOT_FOUND, texts.NOT_FOUND_HINT, status=404)
