"""The page of a structured invoice as HTML, for Qt's rich text and for any browser: plain tables, no script.

Nothing is fetched. Everything that comes from the invoice is escaped, and is text alone: no address in it is ever
followed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from stockage_partage.documents.dossier.index_page import PageLink, link
from stockage_partage.documents.invoices.invoice_checks import remarks_on
from stockage_partage.documents.invoices.invoice_view import InvoiceView
from stockage_partage.messages.invoice_page import (
    ATTACHED_FILES,
    LINES,
    NOT_THE_ORIGINAL,
    ORIGINAL,
    REMARKS,
    InvoicePage,
    PageLine,
    PageRow,
    PageSection,
    page_of,
)
from stockage_partage.plain_text import some_lines

_STYLE = """
body { font-size: 9pt; color: #1a2029; }
.name { font-size: 17pt; font-weight: 600; }
.title { font-size: 11pt; font-weight: 600; color: #0b6b4f; margin-top: 14px; margin-bottom: 4px; }
.gap { font-size: 4pt; }
.quiet { color: #56606d; }
td, th { padding-right: 8px; padding-top: 2px; padding-bottom: 2px; }
.label { color: #56606d; }
.remark { background-color: #fff4d6; padding-left: 8px; }
.head { background-color: #eef0f3; font-weight: 600; padding-left: 4px; }
.line { border-top: 1px solid #b9c0ca; padding-left: 4px; }
.figure { font-size: 8pt; }
.more { padding-left: 4px; font-size: 8pt; }
"""
#: What a browser needs besides, where there is no sheet of paper around the page.
_FOR_BROWSERS = """
body { font: 15px/1.45 "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
p { margin: .3rem 0; }
.name { font-size: 1.6rem; }
.title { font-size: 1.1rem; margin: 1.4rem 0 .4rem; border-bottom: 1px solid #d5dae1; }
.quiet.view { background: #eef0f3; border-radius: 6px; padding: .6rem .9rem; color: #1a2029; }
table { border-collapse: collapse; }
td { vertical-align: top; text-align: left; }
td.label { padding-right: 1.5rem; }
td[align="right"] { text-align: right; }
.figure, .more { font-size: .9rem; }
a { color: #0b6b4f; }
@media print { body { padding: 0; font-size: 11px; } }
"""
_WIDTHS = (7, 27, 18, 18, 10, 20)  # of the columns of the lines, in percent
_FIGURES = (2, 3, 4, 5)  # the columns of the lines that hold figures


def html_of(page: InvoicePage) -> str:
    """The whole page of an invoice, as HTML that nothing runs and nothing fetches."""
    return "".join(_page(page))


def browser_html_of(view: InvoiceView, original: str, files: Sequence[tuple[str, str]]) -> str:
    """The view as a page that any browser opens from a disk, with the way to the original and to its files.

    `original`: its address from where the page is; `files`: name and address of each, '' where it is not opened.
    """
    page = page_of(view, remarks_on(view))
    style = _STYLE + _FOR_BROWSERS
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    name = original.rpartition("/")[2]
    head = (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_text(page.title)}</title><style>{style}</style></head><body>"
        f"<p class='name'>{_text(page.title)}</p><p class='quiet view'>{_text(NOT_THE_ORIGINAL)}<br>"
        f"{_text(ORIGINAL)} {link(PageLink(name, original))}</p>"
    )
    return "".join((head, _attached(files), *_content(page)))


def _attached(files: Sequence[tuple[str, str]]) -> str:
    if not files:
        return ""
    links = "<br>".join(link(PageLink(name, address)) for name, address in files)
    return f"{_title(ATTACHED_FILES)}<p>{links}</p>"


def _page(page: InvoicePage) -> Iterator[str]:
    yield f"<html><head><style>{_STYLE}</style></head><body>"
    yield f"<p class='name'>{_text(page.title)}</p><p class='quiet'>{_text(NOT_THE_ORIGINAL)}</p>"
    yield from _content(page)


def _content(page: InvoicePage) -> Iterator[str]:
    if page.remarks:
        yield f"{_title(REMARKS)}<table width='100%' cellspacing='0'>"
        yield from (f"<tr><td class='remark'>{_text(each)}</td></tr>" for each in page.remarks)
        yield "</table>"
    for section in page.sections:
        yield from _section(section)
    yield "</body></html>"


def _section(section: PageSection) -> Iterator[str]:
    yield _title(section.title)
    for count, block in enumerate(section.blocks):
        if count:
            yield "<p class='gap'>\u00a0</p>"
        yield "<table width='100%' cellspacing='0'>"
        yield from (_row(row) for row in block)
        yield "</table>"
    if section.lines:
        yield from _lines(section.lines)


def _title(text: str) -> str:
    return f"<p class='title'>{_text(text)}</p>"


def _row(row: PageRow) -> str:
    return (
        f"<tr><td class='label' width='36%'>{_text(row.label)}</td><td>{_text(row.text)}</td></tr>"
    )


def _lines(lines: tuple[PageLine, ...]) -> Iterator[str]:
    yield "<table width='100%' cellspacing='0' border='0'><thead><tr>"
    yield from (_cell(place, name, "head") for place, name in enumerate(LINES))
    yield "</tr></thead>"
    for line in lines:
        yield "<tr>"
        shown = (cell.text if cell is not None else "" for cell in line.cells)
        yield from (_cell(place, text, "line") for place, text in enumerate(shown))
        yield "</tr>"
        if line.rows:
            said = "<br>".join(
                f"<span class='label'>{_text(row.label)}\u00a0:</span> {_text(row.text)}"
                for row in line.rows
            )
            yield f"<tr><td></td><td class='more' colspan='{len(LINES) - 1}'>{said}</td></tr>"
    yield "</table>"


def _cell(place: int, text: str, kind: str) -> str:
    cell = f"<td class='{kind}' width='{_WIDTHS[place]}%'"
    if place not in _FIGURES:
        return f"{cell}>{_text(text)}</td>"
    return f"{cell} align='right'><span class='figure'>{_text(text)}</span></td>"


def _text(text: str) -> str:
    return escape(some_lines(text)).replace("\n", "<br>")
