"""A folder as a page: breadcrumb, folders first, then files, with dates and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from starlette.responses import HTMLResponse

from stockage_partage.emulator import words
from stockage_partage.emulator.look import heading, page, paragraph
from stockage_partage.emulator.people import People
from stockage_partage.emulator.sharepoint.finding import Space
from stockage_partage.emulator.world.dates import as_moment
from stockage_partage.emulator.world.item import Item
from stockage_partage.emulator.world.sites import LIBRARY

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
    rest = f'<p><a id="next" href="{escape(next_page)}">{words.NEXT}</a></p>' if next_page else ""
    body = (
        _trail(space, names)
        + heading(title, words.WHO_MAY_SEE)
        + (_table(here) if here else f'<div class="sheet empty">{words.FOLDER_EMPTY}</div>')
        + rest
    )
    return page(title, body, wide=True)


def spaces_page(spaces: Sequence[Space]) -> HTMLResponse:
    """Every space of the organisation."""
    links = "".join(
        f'<tr><td class="name"><span class="glyph folder" aria-hidden="true"></span>'
        f'<a href="{library_address(space.alias)}">{escape(space.name)}</a></td></tr>'
        for space in spaces
    )
    body = heading(words.SITES) + (
        f'<div class="sheet"><table>{links}</table></div>'
        if links
        else paragraph(words.SITES_NONE, "hint")
    )
    return page(words.SITES, body, wide=True)


def size_text(size: int) -> str:
    """A size as people read it: `512 octets`, `1,4 Mo`."""
    units = iter(words.SIZE_UNITS)
    amount, unit = float(size), next(units)
    for larger in units:
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    shown = f"{amount:.0f}" if unit == words.SIZE_UNITS[0] or amount >= 100 else f"{amount:.1f}"
    return f"{shown.replace('.', ',')}\N{NO-BREAK SPACE}{unit}"


def date_text(moment: str) -> str:
    """`24/11/2026 08:30`, in this computer's time."""
    return as_moment(moment).astimezone().strftime("%d/%m/%Y %H:%M")


def _trail(space: Space, names: Sequence[str]) -> str:
    steps = [("/", words.SITES), (library_address(space.alias), space.name)]
    steps += [
        (library_address(space.alias, names[: depth + 1]), name) for depth, name in enumerate(names)
    ]
    items = "".join(
        f'<li><a href="{address}">{escape(label)}</a></li>' for address, label in steps[:-1]
    )
    last = f'<li aria-current="page">{escape(steps[-1][1])}</li>'
    return f'<nav aria-label="{words.BREADCRUMB}"><ol class="trail">{items}{last}</ol></nav>'


def _table(rows: Sequence[str]) -> str:
    heads = (
        ("", words.COLUMN_NAME),
        ("", words.COLUMN_DATE),
        ("by", words.COLUMN_BY),
        ("number version", words.COLUMN_VERSION),
        ("number", words.COLUMN_SIZE),
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
    glyph, kind = ("folder", words.FOLDER) if item.folder else ("file", words.FILE)
    get = "" if item.folder else f'<a href="{address}?download=1">{words.DOWNLOAD}</a>'
    return (
        f'<tr><td class="name"><span class="glyph {glyph}" role="img" aria-label="{kind}"></span>'
        f'<a href="{address}">{escape(item.name)}</a></td>'
        f'<td class="date">{date_text(item.modified)}</td>'
        f'<td class="by">{escape(by.display_name if by else "")}</td>'
        f'<td class="number version">{"" if item.folder else item.version}</td>'
        f'<td class="number">{"" if item.folder else size_text(item.size)}</td>'
        f'<td class="get">{get}</td></tr>'
    )
