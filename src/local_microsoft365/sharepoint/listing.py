"""A folder as a page: breadcrumb, folders first, then files, with dates and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from starlette.responses import HTMLResponse

from local_microsoft365 import texts
from local_microsoft365.html import heading, page, paragraph
from local_microsoft365.people import People
from local_microsoft365.sharepoint.finding import Space
from local_microsoft365.tenant.dates import as_moment
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.sites import LIBRARY

PAGE = 500


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
