"""What is known of a document that waits for a place, and what to propose to the person who gives it one."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, TypeVar, cast

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.state_records import Status
from stockage_partage.company.third_parties.identity import CODE_LENGTH, normal_name
from stockage_partage.company.third_parties.learned_rules import LearnedRule, RuleSubject
from stockage_partage.documents.filing.clues import clues_in_name, clues_in_pages
from stockage_partage.documents.filing.deposit import candidates
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    UnknownDestination,
    filed_as,
    place,
    side_of,
)
from stockage_partage.documents.filing.outcomes import (
    NOTHING_PARTICULAR,
    MissingDetail,
    Particulars,
)
from stockage_partage.documents.filing.party_clues import party_in_name, party_on_pages
from stockage_partage.documents.filing.review import (
    NOTHING_SAID,
    identity,
    name_pattern,
    reviewed,
    said_of,
)
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    Unreadable,
    UnreadReason,
    recalled,
)
from stockage_partage.documents.invoices.invoice_in_pdf import PDF_READ_LIMIT
from stockage_partage.documents.tree.document_types import (
    DOMAIN_OF_KIND,
    Domain,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
    type_name,
)
from stockage_partage.documents.tree.filing_plan import FilingPlan, plan
from stockage_partage.documents.tree.segments import split_extension

_IN_MEMORY = 16 * 1024 * 1024
T = TypeVar("T")


NOTHING_READ = Unreadable(UnreadReason.OTHER_FILE)
#: A name read may be a thousand characters long; no person's is.
_NAME = 200


class ProposedField(StrEnum):
    """What a person is asked of a document that waits."""

    THIRD_PARTY = "third_party"
    TYPE = "document_type"
    NUMBER = "number"
    DATE = "date"


class Origin(StrEnum):
    """Where a proposal comes from, the surest first."""

    SAID = "said"  # a person said it of this document, when it was printed or handed over
    READ = "read"  # in the electronic invoice that the document is, or holds
    PAGES = "pages"  # printed on its pages
    FILE_NAME = "file_name"
    SIMILAR = "similar"  # what a person said of a document like this one
    LATEST = "latest"  # the type of the third party's latest document


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to fill in beforehand; '' or None where nothing is known.

    `document_type` is an exact name (`achats/facture`). `origins`: where each of those that are known
    comes from. `newcomer`: the third party to create from what was read, when it has a name.
    """

    third_party: ThirdParty | None = None
    document_type: str = ""
    number: str = ""
    date: date | None = None
    origins: Mapping[ProposedField, Origin] = field(default_factory=dict)
    newcomer: ThirdParty | None = None


@dataclass(frozen=True, slots=True)
class UnclassifiedDocument:
    """A document of `to_classify` with all that is known of it. `lacking` says why it waits.

    `answer`: what reading it came to.
    """

    row: DocumentRow
    reading: InvoiceReading | None
    unread: UnreadReason | None
    side: InvoiceSide | MissingDetail | None
    candidates: tuple[ThirdParty, ...]
    lacking: tuple[MissingDetail, ...]
    proposal: Suggestion = Suggestion()
    said: GivenDetails = NOTHING_SAID
    fiscal_start: FiscalStart = CALENDAR_YEAR
    particulars: Particulars = NOTHING_PARTICULAR
    answer: InvoiceReading | Unreadable = NOTHING_READ


def waiting(
    db: CompanyDatabase, document_id: int, pages: str | None = None
) -> UnclassifiedDocument | None:
    """The document that waits for a place, of that id; None when it does not wait any more.

    `pages`: the words on its pages, from which more is proposed; None where nobody is asked anything.
    """
    row = db.register.get(document_id)
    if row is None or row.status is not Status.TO_CLASSIFY:
        return None
    answer = recalled(row.read) or _read_again(db, row)
    reading = answer if isinstance(answer, InvoiceReading) else None
    company = db.company.get()
    side = side_of(reading, company) if reading is not None else None
    said = said_of(row, reading)
    found = tuple(candidates(db, said, side))
    start = company.fiscal_start
    placed = place(said, reading, side, found, printed_at(row), extension_of(row), start)
    # The template of a print says what it is; whether a person looked at it, it does not say.
    asked = replace(said, document_type=None)
    told = {"sha256": row.sha256, "extension": extension_of(row)}
    placed = reviewed(db, placed, asked, answer, side, **told)
    document = UnclassifiedDocument(
        row,
        reading,
        answer.reason if isinstance(answer, Unreadable) else None,
        side,
        found,
        placed.lacking if isinstance(placed, UnknownDestination) else (),
        fiscal_start=start,
        said=said,
        particulars=placed.particulars,
        answer=answer,
    )
    return replace(document, proposal=_proposal(db, document, pages))


def _read_again(db: CompanyDatabase, row: DocumentRow) -> InvoiceReading | Unreadable:
    """Reads the stored document again, of which an earlier version kept less."""
    if row.size > PDF_READ_LIMIT:
        return Unreadable(UnreadReason.TOO_LARGE)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        for piece in db.contents.of(row.id):
            content.write(piece)
        return invoice_file.read(cast(BinaryIO, content), row.title)


def preview(
    document: UnclassifiedDocument, given: GivenDetails, third_party: ThirdParty | None
) -> FilingPlan | tuple[MissingDetail, ...]:
    """Where its first file would go, or what is still needed. Pure."""
    chosen = (third_party,) if third_party is not None else document.candidates
    row = document.row
    given = replace(given, provisional=given.provisional or row.provisional)
    placed = place(
        given,
        document.reading,
        document.side,
        chosen,
        printed_at(row),
        extension_of(row),
        document.fiscal_start,
    )
    return plan(placed.facts) if isinstance(placed, Destination) else placed.lacking


def suited(name: str, third_party: ThirdParty) -> str:
    """The name of the type as sold to a customer, or as bought from a supplier, whichever they are.

    `name` itself when it is no known type, or when there is none on that side.
    """
    kind, side = named_type(name), DOMAIN_OF_KIND.get(third_party.kind)
    if kind is None or side is None or kind.domain not in DOMAIN_OF_KIND.values():
        return name
    other = find_type(kind.word, side)
    return type_name(other) if other is not None else name


def printed_at(row: DocumentRow) -> datetime:
    """The hour that names what has no number: when it came in, local time."""
    return row.created_at.astimezone().replace(tzinfo=None)


def extension_of(row: DocumentRow) -> str:
    """A PDF is called one, whatever its file is."""
    return ".pdf" if row.content_type == "application/pdf" else split_extension(row.title)[1]


def proposed_code(name: str, taken: Sequence[str] | frozenset[str]) -> str:
    """A free code out of a name: its letters and digits, upper case, at most 17 of them."""
    bare = unicodedata.normalize("NFKD", normal_name(name)).upper()
    code = re.sub(r"[^A-Z0-9]", "", bare)[:CODE_LENGTH] or "TIERS"
    number, free = 2, code
    while free in taken:
        free = f"{code[: CODE_LENGTH - len(str(number))]}{number}"
        number += 1
    return free


# --- what to propose -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """What one source tells; '' and None for what it does not. `kind`: a type's word, or exact name."""

    origin: Origin
    party: ThirdParty | None = None
    kind: str = ""
    number: str = ""
    date: date | None = None


def _proposal(db: CompanyDatabase, document: UnclassifiedDocument, pages: str | None) -> Suggestion:
    """Of each thing what the surest source says. A guess never stands against what a person said."""
    sources = [_said(db, document), _read(document), _looked_like(db, document)]
    if pages is not None:
        sources[2:2] = _seen(db, document, pages)
    origins: dict[ProposedField, Origin] = {}

    party = _first(sources, origins, ProposedField.THIRD_PARTY, lambda each: each.party)
    if party is not None:
        sources.append(_of_latest(db, party))
    kind = _first(
        sources,
        origins,
        ProposedField.TYPE,
        lambda each: _exact(each.kind, document.side, party) or None,
    )
    number = _first(sources, origins, ProposedField.NUMBER, lambda each: each.number or None)
    day = _first(sources, origins, ProposedField.DATE, lambda each: each.date)
    newcomer = None
    if party is None and isinstance(document.side, InvoiceSide):
        newcomer = _newcomer(db, document.side.party, document.side.kind)
    return Suggestion(party, kind or "", number or "", day, origins, newcomer)


def _first(
    sources: Sequence[_Source],
    origins: dict[ProposedField, Origin],
    asked: ProposedField,
    value_of: Callable[[_Source], T | None],
) -> T | None:
    for source in sources:
        value = value_of(source)
        if value is not None:
            origins[asked] = source.origin
            return value
    return None


def _exact(
    name: str | None, side: InvoiceSide | MissingDetail | None, party: ThirdParty | None
) -> str:
    """The exact name of the type that was said; '' when that was none, or of either side."""
    if not name or named_type(name) is not None:
        return name or ""
    domains = domains_of(name)
    domain = domains[0] if len(domains) == 1 else _domain(side, party)
    found = find_type(name, domain) if domain is not None else None
    return type_name(found) if found is not None else ""


def _said(db: CompanyDatabase, document: UnclassifiedDocument) -> _Source:
    """What a person said of this very document."""
    said = document.said
    known = db.third_parties.get(said.third_party) if said.third_party else None
    return _Source(Origin.SAID, known, said.document_type or "", said.number or "", said.date)


def _read(document: UnclassifiedDocument) -> _Source:
    """What the electronic invoice says."""
    reading = document.reading
    party = document.candidates[0] if len(document.candidates) == 1 else None
    if reading is None:
        return _Source(Origin.READ)
    word = filed_as(reading) or ""
    return _Source(Origin.READ, party, word, reading.number, reading.date)


def _seen(db: CompanyDatabase, document: UnclassifiedDocument, pages: str) -> list[_Source]:
    """What is printed on the pages, and what the file is called."""
    title = document.row.title
    printed, named = clues_in_pages(pages), clues_in_name(title, pages)
    there: ThirdParty | None = None
    called: ThirdParty | None = None
    # Whom an electronic invoice names and nobody knows is none of those: a person decides.
    if document.reading is None and not document.said.third_party:
        parties, ours = db.third_parties.all(), db.company.get()
        there, called = party_on_pages(pages, parties, ours), party_in_name(title, parties, ours)
    return [
        _Source(Origin.PAGES, there, printed.word, printed.number, printed.date),
        _Source(Origin.FILE_NAME, called, named.word, named.number, named.date),
    ]


def _looked_like(db: CompanyDatabase, document: UnclassifiedDocument) -> _Source:
    """What a person said of a document like this one."""
    reading = document.reading
    if reading is None:
        habit = db.habits.find(RuleSubject.FILE, name_pattern(document.row.title))
    elif document.candidates or isinstance(document.side, InvoiceSide):
        habit = None
    else:
        habit = _of_either(db, reading)
    if habit is None:
        return _Source(Origin.SIMILAR)
    code = habit.third_party_code
    known = db.third_parties.get(code) if code else None
    # Of an invoice, the type is what it says.
    return _Source(Origin.SIMILAR, known, habit.type if reading is None else "")


def _of_either(db: CompanyDatabase, reading: InvoiceReading) -> LearnedRule | None:
    """Our company was not recognised: what was said of one of the two is proposed, never taken."""
    for party, kind in (
        (reading.seller, ThirdPartyKind.SUPPLIER),
        (reading.buyer, ThirdPartyKind.CUSTOMER),
    ):
        habit = db.habits.find(RuleSubject.PARTY, identity(party, kind))
        if habit is not None:
            return habit
    return None


def _of_latest(db: CompanyDatabase, party: ThirdParty) -> _Source:
    """The type of the third party's latest document."""
    latest = next(iter(db.pieces.of(party.code, 1)), None)
    return _Source(Origin.LATEST, kind=latest.type if latest is not None else "")


def _newcomer(db: CompanyDatabase, party: InvoiceParty, kind: ThirdPartyKind) -> ThirdParty | None:
    if not normal_name(party.name):
        return None
    code = proposed_code(party.name, ())
    # Long enough that nobody else begins so, short enough that numbered ones do.
    taken = db.third_parties.codes_beginning_with(code[: CODE_LENGTH - 4])
    name = party.name[:_NAME]
    return ThirdParty(
        proposed_code(party.name, taken), kind.value, name, party.siren, party.siret, party.vat
    )


def _domain(
    side: InvoiceSide | MissingDetail | None, third_party: ThirdParty | None
) -> Domain | None:
    if isinstance(side, InvoiceSide):
        return side.domain
    return DOMAIN_OF_KIND.get(third_party.kind) if third_party is not None else None
