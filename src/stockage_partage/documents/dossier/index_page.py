"""The index of a dossier as one page: it opens in any browser, from a disk, without a network.

Whole without its script, which only hides the lines that are not looked for. Everything in it is escaped, nothing
is fetched, and a policy in the page itself lets nothing else run: neither what a document is called nor what a
person wrote can become a part of the page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from stockage_partage.plain_text import one_line

_STYLE = """
:root { color-scheme: light dark; --text: #1a2029; --quiet: #56606d; --edge: #d5dae1; --band: #f4f6f8;
  --link: #0b6b4f; --warn: #fff4d6; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebef; --quiet: #a7b0bb; --edge: #3a424d;
  --band: #242a32; --link: #6fd3ae; --warn: #4a3b12; --page: #1a1f26; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 2rem 1.5rem; background: var(--page); color: var(--text);
  font: 15px/1.45 "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; font-weight: 600; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
a { color: var(--link); }
.quiet { color: var(--quiet); }
.warn { background: var(--warn); padding: .6rem .9rem; border-radius: 6px; margin: 1rem 0; }
details { margin: 1rem 0; border: 1px solid var(--edge); border-radius: 6px; padding: .6rem .9rem; }
summary { cursor: pointer; font-weight: 600; }
pre { background: var(--band); padding: .5rem .7rem; border-radius: 4px; overflow-x: auto; margin: .25rem 0; }
.search { display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; margin: 1rem 0; }
.search[hidden] { display: none; }
input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet); border-radius: 4px;
  padding: .4rem .6rem; min-width: 24rem; max-width: 100%; }
input:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid #2f7ed8; outline-offset: 1px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0 0 .4rem; font-weight: 600; }
th { text-align: left; font-weight: 600; background: var(--band); position: sticky; top: 0; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--edge); vertical-align: top; }
td.figure { text-align: right; white-space: nowrap; }
td.date { white-space: nowrap; }
td p { margin: 0; }
code { font: 12px/1.4 Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
td code { display: block; min-width: 15rem; color: var(--quiet); }
@media print { .search, details { display: none; } body { padding: 0; max-width: none; font-size: 11px; }
  th { position: static; } tr { break-inside: avoid; } }
"""

#: The words looked for, each anywhere in a line, without case and accents.
_SCRIPT = """
(function () {
  "use strict";
  var plain = function (text) {
    return text.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/[\\u00a0\\u202f]/g, " ");
  };
  var field = document.getElementById("words");
  var told = document.getElementById("told");
  var rows = document.getElementById("documents").rows;
  var texts = [];
  var look = function () {
    var words = plain(field.value).split(/\\s+/).filter(Boolean);
    var shown = 0;
    for (var at = 0; at < rows.length; at += 1) {
      if (texts[at] === undefined) { texts[at] = plain(rows[at].textContent); }
      var holds = words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      if (rows[at].hidden === holds) { rows[at].hidden = !holds; }
      if (holds) { shown += 1; }
    }
    var said = shown === 1 ? told.dataset.one : shown ? told.dataset.many : told.dataset.none;
    told.textContent = said.replace("{n}", shown).replace("{total}", rows.length);
  };
  field.addEventListener("input", look);
  document.getElementById("search").hidden = false;
  look();
}());
"""


@dataclass(frozen=True, slots=True)
class PageLink:
    """Something of the dossier that can be opened. `path` in it; '' where it is only named."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One document on the page, as people read it. Each of `about` and `state` is a line of its own."""

    day: str
    about: tuple[str, ...]
    party: tuple[str, ...]
    amount: str
    links: tuple[PageLink, ...]
    state: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The words of the page. `counted`: how many lines are shown, for none, one and several; with {n} and {total}.

    `checks`: what to do to verify, each a sentence and the lines to type.
    """

    title: str
    facts: tuple[str, ...]
    attention: tuple[str, ...]
    notes: tuple[str, ...]
    check_title: str
    checks: tuple[tuple[str, tuple[str, ...]], ...]
    search: str
    counted: tuple[str, str, str]
    caption: str
    headings: tuple[str, ...]
    files: tuple[PageLink, ...]


def before(texts: PageTexts) -> Iterator[str]:
    """The page up to its first document."""
    yield '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(texts.title)}</title><style>{_STYLE}</style></head>\n<body>"
    yield f"<h1>{_text(texts.title)}</h1>\n"
    yield from (f'<p class="quiet">{_text(each)}</p>\n' for each in texts.facts)
    yield from (f'<p class="warn" role="note">{_text(each)}</p>\n' for each in texts.attention)
    yield f"<p>{' · '.join(link(each) for each in texts.files)}</p>\n"
    yield from _checks(texts)
    none, one, many = map(_text, texts.counted)
    yield (
        f'<p class="search" id="search" hidden><label for="words">{_text(texts.search)}</label>'
        '<input id="words" type="search" autocomplete="off" spellcheck="false">'
        f'<output id="told" for="words" data-none="{none}" data-one="{one}" data-many="{many}"></output></p>\n'
    )
    yield f'<div class="wide"><table><caption>{_text(texts.caption)}</caption><thead><tr>'
    yield from (f'<th scope="col">{_text(each)}</th>' for each in texts.headings)
    yield '</tr></thead>\n<tbody id="documents">\n'


def row(told: IndexRow) -> str:
    """One document's line of the table."""
    links = "".join(f"<p>{link(each)}</p>" for each in told.links)
    cells = (
        f'<td class="date">{_text(told.day)}</td>',
        f"<td>{_lines(told.about)}</td>",
        f"<td>{_lines(told.party)}</td>",
        f'<td class="figure">{_text(told.amount)}</td>',
        f"<td>{links}</td>",
        f"<td>{_lines(told.state)}</td>",
        f"<td><code>{_text(told.sha256)}</code></td>",
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def after() -> Iterator[str]:
    """The page from its last document on."""
    yield "</tbody></table></div>\n"
    yield f"<script>{_SCRIPT}</script>\n</body></html>\n"


def _checks(texts: PageTexts) -> Iterator[str]:
    yield f"<details><summary>{_text(texts.check_title)}</summary>\n"
    yield from (f"<p>{_text(each)}</p>\n" for each in texts.notes)
    for sentence, lines in texts.checks:
        yield f"<h2>{_text(sentence)}</h2>\n"
        if lines:
            yield f"<pre>{escape(chr(10).join(map(one_line, lines)))}</pre>\n"
    yield "</details>\n"


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{_text(each)}</p>" for each in lines if each)


def link(to: PageLink) -> str:
    """The link as HTML, harmless whatever its path holds; its words alone where it leads nowhere."""
    if not to.path:
        return _text(to.text)
    address = escape(quote(to.path.encode("utf-8", "replace"), safe="/"))
    return f'<a href="{address}">{_text(to.text)}</a>'


def _text(text: str) -> str:
    return escape(one_line(text))


def _policy() -> str:
    """Only the page's own script and style; nothing is fetched, sent or framed."""
    style, script = (
        "'sha256-" + base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() + "'"
        for each in (_STYLE, _SCRIPT)
    )
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )
