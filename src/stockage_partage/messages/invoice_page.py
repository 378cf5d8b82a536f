"""A structured invoice as a page in French: titles, labels and values, for the window, the command line and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, amount
from stockage_partage.documents.invoices.invoice_checks import (
    MissingTerm,
    NotOnPages,
    Remark,
    SumRemark,
    WrongSum,
    not_on_pages,
)
from stockage_partage.documents.invoices.invoice_view import (
    EmbeddedDocument,
    InvoiceView,
    ShownGroup,
    ShownValue,
)
from stockage_partage.messages.invoice_terms import (
    ATTRIBUTES,
    GROUPS,
    MEANINGS,
    SCHEMES,
    TERMS,
    UNITS,
)
from stockage_partage.messages.typography import NBSP, THIN, day, plural, typeset
from stockage_partage.messages.waiting_reasons import unread_sentence

TITLE = "Facture électronique"
CREDIT_NOTE = "Avoir électronique"
#: Above every page: it is none of the invoice.
NOT_THE_ORIGINAL = typeset(
    "Vue lisible établie par Stockage et partage. L’original est le fichier de la facture, qui n’est pas modifié."
)
#: Before the names of what a view leads to.
ORIGINAL = typeset("Original :")
ATTACHED_FILES = "Fichiers joints à la facture"
REMARKS = "À vérifier"
OTHERS = "Autres informations de la facture"
LINES = ("N°", "Désignation", "Quantité", "Prix net", "TVA", "Montant net")
_ATTACHMENT = "BT-125"

_SUMS: dict[WrongSum, str] = {
    WrongSum.LINES: "La somme des lignes fait {found}, et la facture indique {said}.",
    WrongSum.WITHOUT_VAT: "Le total hors TVA se calcule à {found}, et la facture indique {said}.",
    WrongSum.VAT: "La somme de la TVA par taux fait {found}, et la facture indique {said}.",
    WrongSum.VAT_RATE: "La TVA à {rate} se calcule à {found}, et la facture indique {said}.",
    WrongSum.WITH_VAT: "Le total TVA comprise se calcule à {found}, et la facture indique {said}.",
    WrongSum.TO_PAY: "Le montant à payer se calcule à {found}, et la facture indique {said}.",
}


@dataclass(frozen=True, slots=True)
class PageRow:
    """A label and what the invoice says. `code`: that of the business term, '' where there is none.

    `raw`: the value as it stands in the invoice; '' for an attached file.
    """

    label: str
    text: str
    code: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the invoice: the cells under `LINES`, None for what it does not say, and all else that it says."""

    cells: tuple[PageRow | None, ...]
    rows: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A title with one block of rows for each time that the invoice has it, or with the invoice's lines."""

    title: str
    blocks: tuple[tuple[PageRow, ...], ...] = ()
    lines: tuple[PageLine, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A whole invoice to be read. `remarks`: sentences about what does not agree."""

    title: str
    remarks: tuple[str, ...]
    sections: tuple[PageSection, ...]


def page_of(
    view: InvoiceView, remarks: Sequence[Remark], more: tuple[str, ...] = ()
) -> InvoicePage:
    """The page, with every value of the invoice on it. `more`: sentences that follow the remarks."""
    currency = view.text("BT-5")
    sections = [
        _section(code, list(groups), view, currency)
        for code, groups in groupby(view.groups, key=lambda group: group.code)
    ]
    if view.others:
        rows = tuple(
            PageRow(_way(each), _shown(each, currency), raw=each.text) for each in view.others
        )
        sections.append(PageSection(OTHERS, (rows,)))
    title = CREDIT_NOTE if _is_credit(view) else TITLE
    number = view.text("BT-1")
    return InvoicePage(
        f"{title} {number}".strip(),
        (*remark_sentences(view, remarks), *more),
        tuple(sections),
    )


def why_not_shown(answer: Unreadable) -> str:
    """Why an invoice cannot be shown."""
    return " ".join(unread_sentence(answer)) or NOTHING_TO_SHOW


FILE = "Facture à lire : XML ou PDF."
PDF = "Écrire la vue lisible dans ce fichier PDF."
ATTACHMENTS = "Écrire dans ce dossier les fichiers joints à la facture ; rien n’y est remplacé."
PDF_TARGET = "Donnez un nom de fichier qui se termine par .pdf."
PDF_ELSEWHERE = "Donnez un autre fichier que la facture elle-même, qui serait remplacée."


def written(path: str) -> str:
    """What was written, for a person."""
    return typeset(f"Écrit : {path}")


NOTHING_TO_SHOW = "Ce fichier ne contient pas de facture électronique à montrer."


def _is_credit(view: InvoiceView) -> bool:
    return view.name == "CreditNote" or view.text("BT-3") in ("381", "396", "261", "502", "503")


def _section(code: str, groups: list[ShownGroup], view: InvoiceView, currency: str) -> PageSection:
    title = GROUPS.get(code, code)
    if code == "BG-25":
        return PageSection(title, lines=tuple(_line(group, currency) for group in groups))
    blocks = (tuple(_rows(group, view.attachments, currency)) for group in groups)
    return PageSection(title, tuple(blocks))


def _rows(
    group: ShownGroup, attachments: Sequence[EmbeddedDocument], currency: str
) -> Iterator[PageRow]:
    for value in group.values:
        if value.code == _ATTACHMENT and attachments:
            attached = _attached(attachments[int(value.text)])
            yield PageRow(TERMS[_ATTACHMENT], attached, _ATTACHMENT)
        else:
            yield PageRow(_label(value), _shown(value, currency), _code(value), value.text)
    for below in group.groups:
        title = GROUPS.get(below.code, below.code)
        for row in _rows(below, attachments, currency):
            yield replace(row, label=f"{title} – {row.label}")


def _attached(document: EmbeddedDocument) -> str:
    size = len(document.content) if document.content is not None else 0
    said = (document.name or "sans nom", document.mime, _size(size) if size else "illisible")
    return ", ".join(filter(None, said))


def _size(size: int) -> str:
    if size < 1024:
        return plural(size, "{n} octet", "{n} octets")
    return f"{-(-size // 1024)}{NBSP}Ko"


_IN_CELLS = ("BT-126", "BT-153", "BT-129", "BT-146", "BT-131", "BT-152")


def _line(group: ShownGroup, currency: str) -> PageLine:
    """The first value of each cell; whatever else it says stands below."""
    cells: dict[str, PageRow] = {}
    rest: list[ShownValue] = []
    for value in group.values:
        if value.code in _IN_CELLS and value.code not in cells:
            text = _shown(value, currency)
            cells[value.code] = PageRow(_label(value), text, value.code, value.text)
        else:
            rest.append(value)
    below = ShownGroup(group.code, tuple(rest), group.groups)
    order = ("BT-126", "BT-153", "BT-129", "BT-146", "BT-152", "BT-131")
    return PageLine(tuple(map(cells.get, order)), tuple(_rows(below, (), currency)))


def _label(value: ShownValue) -> str:
    return TERMS.get(value.code) or TERMS.get(value.word) or value.code


def _code(value: ShownValue) -> str:
    return value.code if value.code.startswith(("BT-", "EXT-")) else ""


def _way(value: ShownValue) -> str:
    return " › ".join(value.path)


# --- values --------------------------------------------------------------------------------------

_AMOUNTS = {
    *(f"BT-{number}" for number in (*range(106, 118), 131, 146, 147, 148)),
    *("amount", "base", "line_vat", "EXT-FR-FE-184"),
}
_PERCENTS = ("BT-119", "BT-152", "rate", "vat_rate")
_QUANTITIES = ("BT-129", "BT-149", "gross_base", "EXT-FR-FE-160")
_TYPE_CODES = ("EXT-FR-FE-02", "EXT-FR-FE-137")
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")


def _shown(value: ShownValue, currency: str) -> str:
    """The value as a French reader expects it; as it stands where it is not what it should be."""
    said, text = dict(value.about), value.text
    figure = amount(text)
    if value.code in _AMOUNTS and figure is not None:
        text = _money(figure, said.pop("currencyID", "") or currency, text)
    elif value.code in _PERCENTS and figure is not None:
        text = f"{_figure(text)}{NBSP}%"
    elif value.code in _QUANTITIES and figure is not None:
        unit = said.pop("unitCode", "")
        text = f"{_figure(text)}{NBSP}{_unit(unit)}" if unit else _figure(text)
    elif (read := _day(text, said.get("format", ""))) is not None and not value.path:
        said.pop("format", None)
        text = day(read)
    else:
        text = _meant(value, text)
    notes = [
        _note(name, about) for name, about in said.items() if about and value.code != _ATTACHMENT
    ]
    return f"{text} ({', '.join(notes)})" if notes else text


def _meant(value: ShownValue, text: str) -> str:
    code = "BT-3" if value.code in _TYPE_CODES else value.code
    meanings = MEANINGS.get(code) or MEANINGS.get(value.word) or {}
    meaning = meanings.get(text)
    return f"{text} – {meaning}" if meaning else text


def _note(name: str, about: str) -> str:
    label = ATTRIBUTES.get(name, name)
    known = SCHEMES.get(about) if name == "schemeID" else None
    return f"{label}{NBSP}: {about} – {known}" if known else f"{label}{NBSP}: {about}"


def _unit(code: str) -> str:
    known = UNITS.get(code)
    return f"{known} ({code})" if known else code


def _money(figure: Decimal, currency: str, text: str) -> str:
    symbol = "€" if currency == "EUR" else currency
    decimals = text.partition(".")[2]
    shown = _figure(text if len(decimals) > 1 else f"{figure:.2f}")
    return f"{shown}{NBSP}{symbol}".strip()


def _figure(text: str) -> str:
    """`-1234.50` → « -1 234,50 », every decimal kept."""
    whole, _, decimals = text.lstrip("+").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits or '0'):,}".replace(",", THIN)
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def _day(text: str, code: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None or ("-" not in text and code != "102"):
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


# --- remarks -------------------------------------------------------------------------------------


_NOT_ON_PAGES = {
    "BT-1": "Le numéro {value} de la facture électronique n’apparaît pas sur les pages du PDF.",
    "BT-2": "La date du {value} de la facture électronique n’apparaît pas sur les pages du PDF.",
    "BT-112": "Le total de {value} de la facture électronique n’apparaît pas sur les pages du PDF.",
}


def contradictions(reading: InvoiceReading, text: str) -> tuple[str, ...]:
    """What the invoice inside a PDF says and its pages do not show; `text` is that of all pages."""
    return tuple(
        typeset(_NOT_ON_PAGES[each.code].format(value=_on_pages(each, reading.currency)))
        for each in not_on_pages(reading, text)
    )


def _on_pages(missing: NotOnPages, currency: str) -> str:
    if missing.code == "BT-2":
        return day(date.fromisoformat(missing.value))
    figure = amount(missing.value) if missing.code == "BT-112" else None
    return missing.value if figure is None else _money(figure, currency, missing.value)


def remark_sentences(view: InvoiceView, remarks: Sequence[Remark]) -> tuple[str, ...]:
    """What does not agree in an invoice, in sentences."""
    return tuple(_remark(each, view.text("BT-5")) for each in remarks)


def _remark(remark: Remark, currency: str) -> str:
    if isinstance(remark, MissingTerm):
        label = TERMS.get(remark.code) or GROUPS.get(remark.code) or _of_party(remark.code)
        return typeset(f"Il manque : {label}.")
    return typeset(_SUMS[remark.kind].format(**_facts(remark, currency)))


def _facts(remark: SumRemark, currency: str) -> dict[str, str]:
    return {
        "said": _money(remark.said, currency, f"{remark.said:f}"),
        "found": _money(remark.found, currency, f"{remark.found:f}"),
        "rate": f"{_figure(f'{remark.rate:f}')}{NBSP}%" if remark.rate is not None else "",
    }


_PARTIES = {
    "BT-27": "Raison sociale du vendeur",
    "BT-40": "Code de pays du vendeur",
    "BT-44": "Raison sociale de l’acheteur",
    "BT-55": "Code de pays de l’acheteur",
}


def _of_party(code: str) -> str:
    return _PARTIES.get(code, code)


def as_lines(page: InvoicePage) -> Iterator[str]:
    """The page as plain text, a line a value."""
    yield page.title
    yield NOT_THE_ORIGINAL
    if page.remarks:
        yield from ("", REMARKS, *(f"  {each}" for each in page.remarks))
    for section in page.sections:
        yield from ("", section.title)
        for count, block in enumerate(section.blocks):
            if count:
                yield ""
            yield from (f"  {row.label}{NBSP}: {row.text}" for row in block)
        for line in section.lines:
            said = (f"{cell.label}{NBSP}: {cell.text}" for cell in line.cells if cell is not None)
            yield f"  {' · '.join(said)}"
            yield from (f"    {row.label}{NBSP}: {row.text}" for row in line.rows)
