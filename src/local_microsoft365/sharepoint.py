"""The SharePoint origin: pages behind a group's link, uploads and downloads by signed address.

An address leads to a group, its state, or an item of its library; a folder is shown as a page: breadcrumb,
folders first, then files, with dates and sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from local_microsoft365 import texts
from local_microsoft365.addresses import Addresses
from local_microsoft365.graph.transfers import sharepoint_api_routes
from local_microsoft365.html import ASSETS_PATH, asset, heading, notice, page, paragraph
from local_microsoft365.people import People
from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.item import Item, Spot, mime_of
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import LIBRARY, Site
from local_microsoft365.tenant.store import as_moment
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tenant.tree import Order

# The library answers to its French address and to the one that English sites have.
LIBRARY_ADDRESSES = frozenset({LIBRARY.casefold(), "shared documents"})
PAGE = 500
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


def library_address(alias: str, names: Sequence[str] = ()) -> str:
    """The path of an item of a library, percent-encoded."""
    return "/".join(("/sites", quote(alias), quote(LIBRARY), *(quote(name) for name in names)))


def folder_page(
    people: People, space: Space, names: Sequence[str], items: Sequence[Item], next_page: str
) -> HTMLResponse:
    """One page of a folder. `names` lead down to it; `next_page` is the address of the rest, if any."""
    title = names[-1] if names else space.name
    folders_first = sorted(items, key=lambda item: not item.folder)
    here = [_row(people, space, names, item) for item in folders_first]
    rest = f'<p><a id="next" href="{escape(next_page)}">{texts.NEXT}</a></p>' if next_page else ""
    body = (
        _trail(space, names)
        + heading(title, texts.WHO_MAY_SEE)
        + (_table(here) if here else f'<div class="sheet empty">{texts.FOLDER_EMPTY}</div>')
        + rest
    )
    return page(title, body, wide=True)


def file_page(people: People, space: Space, names: Sequence[str], item: Item) -> HTMLResponse:
    """One file: where it lies, and its row, from which it opens."""
    body = (
        _trail(space, names)
        + heading(item.name, texts.WHO_MAY_SEE)
        + _table([_row(people, space, names[:-1], item)])
    )
    return page(item.name, body, wide=True)


def spaces_page(spaces: Sequence[Space]) -> HTMLResponse:
    """Every space of the organisation."""
    links = "".join(
        f'<tr><td class="name"><span class="glyph folder" aria-hidden="true"></span>'
        f'<a href="{library_address(space.alias)}">{escape(space.name)}</a></td></tr>'
        for space in spaces
    )
    body = heading(texts.SITES) + (
        f'<div class="sheet"><table>{links}</table></div>'
        if links
        else paragraph(texts.SITES_NONE, "hint")
    )
    return page(texts.SITES, body, wide=True)


def size_text(size: int) -> str:
    """A size as people read it: `512 octets`, `1,4 Mo`."""
    units = iter(texts.SIZE_UNITS)
    amount, unit = float(size), next(units)
    for larger in units:
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    shown = f"{amount:.0f}" if unit == texts.SIZE_UNITS[0] or amount >= 100 else f"{amount:.1f}"
    return f"{shown.replace('.', ',')}\N{NO-BREAK SPACE}{unit}"


def date_text(moment: str) -> str:
    """`24/11/2026 08:30`, in this computer's time."""
    return as_moment(moment).astimezone().strftime("%d/%m/%Y %H:%M")


def _trail(space: Space, names: Sequence[str]) -> str:
    steps = [("/", texts.SITES), (library_address(space.alias), space.name)]
    steps += [
        (library_address(space.alias, names[: depth + 1]), name) for depth, name in enumerate(names)
    ]
    items = "".join(
        f'<li><a href="{address}">{escape(label)}</a></li>' for address, label in steps[:-1]
    )
    last = f'<li aria-current="page">{escape(steps[-1][1])}</li>'
    return f'<nav aria-label="{texts.BREADCRUMB}"><ol class="trail">{items}{last}</ol></nav>'


def _table(rows: Sequence[str]) -> str:
    heads = (
        ("", texts.COLUMN_NAME),
        ("", texts.COLUMN_DATE),
        ("by", texts.COLUMN_BY),
        ("number version", texts.COLUMN_VERSION),
        ("number", texts.COLUMN_SIZE),
        ("get", ""),
    )
    head = "".join(f'<th scope="col" class="{css}">{label}</th>' for css, label in heads)
    return (
        f'<div class="sheet"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(people: People, space: Space, names: Sequence[str], item: Item) -> str:
    address = library_address(space.alias, (*names, item.name))
    by = people.by_id(item.modified_by)
    glyph, kind = ("folder", texts.FOLDER) if item.folder else ("file", texts.FILE)
    get = "" if item.folder else f'<a href="{address}?download=1">{texts.DOWNLOAD}</a>'
    return (
        f'<tr><td class="name"><span class="glyph {glyph}" role="img" aria-label="{kind}"></span>'
        f'<a href="{address}">{escape(item.name)}</a></td>'
        f'<td class="date">{date_text(item.modified)}</td>'
        f'<td class="by">{escape(by.display_name if by else "")}</td>'
        f'<td class="number version">{"" if item.folder else item.version}</td>'
        f'<td class="number">{"" if item.folder else size_text(item.size)}</td>'
        f'<td class="get">{get}</td></tr>'
    )
