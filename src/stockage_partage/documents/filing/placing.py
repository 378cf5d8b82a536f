"""From what a person gave and what the document said to where it belongs. Pure.

What a person gives wins over what was read. Nothing is guessed: a document whose place is not certain
is kept safe and waits for a person, with the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockage_partage.company.facts import Company, ThirdParty
from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.company.identity import normal_name, normal_vat, siren_of
from stockage_partage.documents.reading.invoice import InvoiceType, Party, Reading
from stockage_partage.documents.tree.document_types import (
    DocumentType,
    Domain,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
)
from stockage_partage.documents.tree.filing_plan import (
    DocumentFacts,
    Piece,
    Recovery,
    State,
    Tiers,
)
from stockage_partage.documents.tree.fiscal_years import fiscal_year


class Lacking(StrEnum):
    """What keeps a document from its place; the first four are also `errors.DetailsMissing` words."""

    THIRD_PARTY = "third_party"
    TYPE = "type"
    NUMBER = "number"
    DATE = "date"
    THIRD_PARTY_UNKNOWN = "third_party_unknown"  # the code given is nobody's
    CUSTOMER_NOT_FOUND = "customer_not_found"  # the document names somebody we do not know as such
    SUPPLIER_NOT_FOUND = "supplier_not_found"
    THIRD_PARTY_SEVERAL = "third_party_several"
    TYPE_UNKNOWN = "type_unknown"  # the type given is none of the trade's
    NOT_OURS = "not_ours"  # neither seller nor buyer is this company
    BOTH_OURS = "both_ours"


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of a document; None where nothing was said.

    `document_type`: a word or label, or with its domain where a word is not enough (`achats/facture`,
    `internes/Note de frais`). `title`: of a recovery case.
    """

    third_party: str | None = None
    document_type: str | None = None
    number: str | None = None
    date: date | None = None
    provisional: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The other party of an invoice, and what that makes of the document."""

    domain: Domain
    kind: ThirdPartyKind
    party: Party


@dataclass(frozen=True, slots=True)
class Placed:
    """A place, with the facts the register keeps of it."""

    facts: DocumentFacts
    document_type: DocumentType
    number: str
    date: date
    third_party: ThirdParty | None


@dataclass(frozen=True, slots=True)
class ToClassify:
    """No certain place; `lacking` says why, most telling first."""

    lacking: tuple[Lacking, ...]


#: The folder type of each thing an invoice may call itself, by its word in `document_types`.
FILED_AS: dict[InvoiceType, str] = {
    InvoiceType.INVOICE: "facture",
    InvoiceType.CREDIT_NOTE: "facture-d-avoir",
    InvoiceType.CORRECTED: "facture",
    InvoiceType.PREPAYMENT: "facture",
    InvoiceType.SELF_BILLED: "facture",
    InvoiceType.SELF_BILLED_CREDIT_NOTE: "facture-d-avoir",
    InvoiceType.PREPAYMENT_CREDIT_NOTE: "facture-d-avoir",
    InvoiceType.DEBIT_NOTE: "facture",
    InvoiceType.FACTORED: "facture",
    InvoiceType.FACTORED_CREDIT_NOTE: "facture-d-avoir",
    InvoiceType.PARTIAL: "facture",
}


def filed_as(reading: Reading | None) -> str | None:
    """The word of the folder type that a document says it is; None when it does not say."""
    kind = reading.document_type if reading is not None else None
    return FILED_AS.get(kind) if kind is not None else None


def side_of(reading: Reading, company: Company) -> Side | Lacking:
    """Seller is us: a sale to the buyer; buyer is us: a purchase from the seller."""
    sells, buys = is_company(reading.seller, company), is_company(reading.buyer, company)
    if sells and buys:
        return Lacking.BOTH_OURS
    if sells:
        return Side(Domain.SALES, ThirdPartyKind.CUSTOMER, reading.buyer)
    if buys:
        return Side(Domain.PURCHASES, ThirdPartyKind.SUPPLIER, reading.seller)
    return Lacking.NOT_OURS


def is_company(party: Party, company: Company) -> bool:
    """By SIREN, whichever of its numbers holds it, where both have one; by name otherwise."""
    numbers = (siren_of(party.siren, None, None), siren_of(None, party.siret, None))
    sirens = {*numbers, siren_of(None, None, party.vat)} - {""}
    if sirens and company.siren:
        return company.siren in sirens
    return bool(party.name) and normal_name(party.name) == normal_name(company.name)


def agreeing(party: Party, found: Sequence[ThirdParty]) -> list[ThirdParty]:
    """Those of `found` that no identifier contradicts: a namesake with another SIREN is another.

    Of several with the same identifier, the one that also has the name.
    """
    left = [known for known in found if not _contradicted(party, known)]
    named = [known for known in left if normal_name(known.name) == normal_name(party.name)]
    return named if len(named) == 1 else left


def _contradicted(party: Party, known: ThirdParty) -> bool:
    read, kept = normal_vat(party.vat), normal_vat(known.vat)
    # French VAT numbers are compared by their SIREN: their key is often mistyped.
    french = read.startswith("FR") and kept.startswith("FR")
    return _differ(party.siren, known.siren) or (not french and _differ(read, kept))


def _differ(read: str | None, known: str | None) -> bool:
    return bool(read) and bool(known) and read != known


def place(
    given: Given,
    reading: Reading | None,
    side: Side | Lacking | None,
    candidates: Sequence[ThirdParty],
    printed_at: datetime,
    extension: str,
    start: FiscalStart,
) -> Placed | ToClassify:
    """The place, or what is lacking.

    `candidates`: the third party of the code given, or those that match `side`. `printed_at` names
    what has no number of its own, in local time: the file's own time, so that it is always the same.
    `start`: on which day the company's fiscal years begin.
    """
    lacking: list[Lacking] = []
    tiers = _third_party(given, side, candidates, lacking)
    kind = _type(given, reading, side, tiers, lacking)
    number = (given.number or (reading.number if reading else "")).strip()
    day = given.date or (reading.date if reading else None)
    if kind is not None and kind.domain in _OF_NOBODY:
        # Stocks are nobody's; an internal document may be somebody's.
        tiers = None if kind.domain is Domain.STOCKS else tiers
        lacking = [lack for lack in lacking if lack not in _ABOUT_THIRD_PARTY]
    if day is None:
        lacking.append(Lacking.DATE)
    if not number and (kind is None or not _is_unnumbered(kind)):
        lacking.append(Lacking.NUMBER)
    if lacking or kind is None or day is None:
        return ToClassify(tuple(lacking))
    facts = _facts(kind, number, day, tiers, given, printed_at, extension, start)
    return Placed(facts, kind, number, day, tiers)


_OF_NOBODY = (Domain.STOCKS, Domain.INTERNAL)
_ABOUT_THIRD_PARTY = {
    Lacking.THIRD_PARTY,
    Lacking.CUSTOMER_NOT_FOUND,
    Lacking.SUPPLIER_NOT_FOUND,
    Lacking.THIRD_PARTY_SEVERAL,
    Lacking.NOT_OURS,
    Lacking.BOTH_OURS,
}


_NOT_FOUND = {
    Domain.SALES: Lacking.CUSTOMER_NOT_FOUND,
    Domain.PURCHASES: Lacking.SUPPLIER_NOT_FOUND,
}


def _third_party(
    given: Given,
    side: Side | Lacking | None,
    candidates: Sequence[ThirdParty],
    lacking: list[Lacking],
) -> ThirdParty | None:
    if len(candidates) == 1:
        return candidates[0]
    if given.third_party:
        lacking.append(Lacking.THIRD_PARTY_UNKNOWN)
    elif candidates:
        lacking.append(Lacking.THIRD_PARTY_SEVERAL)
    elif isinstance(side, Side):
        lacking.append(_NOT_FOUND[side.domain])
    else:
        lacking.append(side or Lacking.THIRD_PARTY)
    return None


_DOMAIN_OF_KIND = {
    ThirdPartyKind.CUSTOMER: Domain.SALES,
    ThirdPartyKind.SUPPLIER: Domain.PURCHASES,
}


def _type(
    given: Given,
    reading: Reading | None,
    side: Side | Lacking | None,
    tiers: ThirdParty | None,
    lacking: list[Lacking],
) -> DocumentType | None:
    name = given.document_type or filed_as(reading)
    if name is None:
        lacking.append(Lacking.TYPE)
        return None
    if (exact := named_type(name)) is not None:
        return exact
    domains = domains_of(name)
    if not domains:
        lacking.append(Lacking.TYPE_UNKNOWN)
        return None
    domain = domains[0] if len(domains) == 1 else _domain(given, side, tiers)
    found = find_type(name, domain) if domain is not None else None
    if found is None and tiers is not None:
        lacking.append(Lacking.TYPE)  # sold or bought: the kind of this third party does not tell
    return found


def _domain(given: Given, side: Side | Lacking | None, tiers: ThirdParty | None) -> Domain | None:
    """Sold or bought: as the document tells of itself, whoever it is filed under.

    What a customer sells to us is a purchase, and never takes the place of a sale of that number. Where
    a person says what the document is, the kind of their third party comes first.
    """
    read = side.domain if isinstance(side, Side) else None
    of_kind = _DOMAIN_OF_KIND.get(ThirdPartyKind(tiers.kind)) if tiers else None
    return of_kind or read if given.document_type else read or of_kind


def _is_unnumbered(kind: DocumentType) -> bool:
    return kind.domain is Domain.ACCOUNTING and bool(kind.folder)


def _facts(
    kind: DocumentType,
    number: str,
    day: date,
    tiers: ThirdParty | None,
    given: Given,
    printed_at: datetime,
    extension: str,
    start: FiscalStart,
) -> DocumentFacts:
    owner = Tiers(ThirdPartyKind(tiers.kind), tiers.code) if tiers else None
    if tiers is None or owner is None or kind.domain is not Domain.ACCOUNTING:
        provisional_at = printed_at if given.provisional else None
        return Piece(kind, number, day, owner, extension, provisional_at)
    if _is_unnumbered(kind):
        return State(kind, owner, fiscal_year(day, start), printed_at, extension)
    return Recovery(owner, number, given.title or tiers.name, printed_at, extension)
