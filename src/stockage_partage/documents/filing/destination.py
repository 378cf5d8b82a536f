"""Where a document belongs, from what a person gave and what the document says of itself. Pure.

What a person gives wins over what was read. Nothing is guessed: a document whose place is not certain
is kept safe and waits for a person, with the reasons.

`side_of` tells who we are in an invoice, and who the other party is. Numbers decide. A name decides only
where no number contradicts it: a company of our name with another country's number is not us, and a
namesake with another number is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stockage_partage.company.document_records import AttachmentKind, ThirdParty
from stockage_partage.company.fiscal_years import FiscalStart, fiscal_year
from stockage_partage.company.state_records import Company
from stockage_partage.company.third_parties.identity import (
    is_quite_another_name,
    is_same_name,
    normal_vat,
    siren_of,
)
from stockage_partage.documents.filing.outcomes import (
    NOTHING_PARTICULAR,
    MissingDetail,
    Particulars,
)
from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading, InvoiceType
from stockage_partage.documents.tree.document_types import (
    DOMAIN_OF_KIND,
    DocumentType,
    Domain,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
)
from stockage_partage.documents.tree.filing_plan import (
    DocumentFacts,
    NumberedFile,
    Recovery,
    StateFile,
    ThirdPartyFolder,
)
from stockage_partage.documents.tree.segments import Naming

if TYPE_CHECKING:  # it brings the database along, which no page waits for
    from stockage_partage.company.register.pieces import SeenForms


@dataclass(frozen=True, slots=True)
class InvoiceSide:
    """The other party of an invoice, and what that makes of the document."""

    domain: Domain
    kind: ThirdPartyKind
    party: InvoiceParty


def side_of(reading: InvoiceReading, company: Company) -> InvoiceSide | MissingDetail:
    """Seller is us: a sale to the buyer; buyer is us: a purchase from the seller."""
    sells, buys = is_company(reading.seller, company), is_company(reading.buyer, company)
    if sells and buys:
        return MissingDetail.BOTH_OURS
    if sells:
        return InvoiceSide(Domain.SALES, ThirdPartyKind.CUSTOMER, reading.buyer)
    if buys:
        return InvoiceSide(Domain.PURCHASES, ThirdPartyKind.SUPPLIER, reading.seller)
    named = any(is_same_name(each.name, company.name) for each in (reading.seller, reading.buyer))
    return MissingDetail.OUR_NAMESAKE if named else MissingDetail.NOT_OURS


def is_company(party: InvoiceParty, company: Company) -> bool:
    """True when the party is the company: by SIREN, in any of its numbers, else by name.

    The name counts where one has no SIREN. A number of another register is none that we know to be ours.
    """
    numbers = (siren_of(party.siren, None, None), siren_of(None, party.siret, None))
    sirens = {*numbers, siren_of(None, None, party.vat)} - {""}
    if company.siren and sirens:
        return company.siren in sirens
    if company.siren and has_numbers(party):
        return False
    return is_same_name(party.name, company.name)


def has_numbers(party: InvoiceParty | ThirdParty) -> bool:
    """Whether anything but its name says who it is."""
    other = party.other if isinstance(party, InvoiceParty) else None
    return any((party.siren, party.siret, normal_vat(party.vat), other))


def agreeing(party: InvoiceParty, found: Sequence[ThirdParty]) -> list[ThirdParty]:
    """The third parties of `found` that no identifier contradicts: one with another number is another.

    Of several with the same identifier, the one that also has the name.
    """
    left = [known for known in found if not _contradicted(party, known)]
    named = [known for known in left if is_same_name(known.name, party.name)]
    return named if len(named) == 1 else left


def _contradicted(party: InvoiceParty, known: ThirdParty) -> bool:
    if not has_numbers(party) or not has_numbers(known):
        return False
    if party.siren and known.siren:
        return party.siren != known.siren
    vat = normal_vat(party.vat)
    # Numbers on both sides, and none that they share: nothing says that they are one.
    return not (vat and vat == normal_vat(known.vat))


def is_known_by_name_alone(party: InvoiceParty, known: ThirdParty) -> bool:
    """Whether the document has a number to know it by, and the company's record has none."""
    return has_numbers(party) and not has_numbers(known)


def has_quite_another_name(party: InvoiceParty, known: ThirdParty) -> bool:
    """Whether the number of one and the name of another are on the document."""
    return is_quite_another_name(party.name, known.name)


@dataclass(frozen=True, slots=True)
class GivenDetails:
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
class Destination:
    """A place, with the facts the register keeps of it.

    `role`, `attached_to`: of a file that lies beside a piece, what it is and which piece that is. `seen`: the
    forms of the same invoice that were known when this was decided, None where nobody looked for any.
    """

    facts: DocumentFacts
    document_type: DocumentType
    number: str
    date: date
    third_party: ThirdParty | None
    particulars: Particulars = NOTHING_PARTICULAR
    role: AttachmentKind = AttachmentKind.NOT
    attached_to: str = ""
    seen: SeenForms | None = None


@dataclass(frozen=True, slots=True)
class UnknownDestination:
    """No certain place; `lacking` says why, most telling first."""

    lacking: tuple[MissingDetail, ...]
    particulars: Particulars = NOTHING_PARTICULAR


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


def filed_as(reading: InvoiceReading | None) -> str | None:
    """The word of the folder type that a document says it is; None when it does not say."""
    kind = reading.document_type if reading is not None else None
    return FILED_AS.get(kind) if kind is not None else None


def place(
    given: GivenDetails,
    reading: InvoiceReading | None,
    side: InvoiceSide | MissingDetail | None,
    candidates: Sequence[ThirdParty],
    printed_at: datetime,
    extension: str,
    start: FiscalStart,
) -> Destination | UnknownDestination:
    """The place, or what is lacking.

    `candidates`: the third party of the code given, or those that match `side`. `printed_at` names
    what has no number of its own, in local time: the file's own time, so that it is always the same.
    `start`: on which day the company's fiscal years begin.
    """
    lacking: list[MissingDetail] = []
    tiers = _third_party(given, side, candidates, lacking)
    kind = _type(given, reading, side, tiers, lacking)
    number = (given.number or (reading.number if reading else "")).strip()
    day = given.date or (reading.date if reading else None)
    if kind is not None and kind.domain in _OF_NOBODY:
        # Stocks are nobody's; an internal document may be somebody's.
        tiers = None if kind.domain is Domain.STOCKS else tiers
        lacking = [lack for lack in lacking if lack not in _ABOUT_THIRD_PARTY]
    if day is None:
        lacking.append(MissingDetail.DATE)
    if not number and (kind is None or not _is_unnumbered(kind)):
        lacking.append(MissingDetail.NUMBER)
    if lacking or kind is None or day is None:
        odd = reading.odd_date if reading is not None and day is None else ""
        return UnknownDestination(tuple(lacking), Particulars(odd_date=odd))
    facts = _facts(kind, number, day, tiers, given, printed_at, extension, start)
    return Destination(facts, kind, number, day, tiers)


_OF_NOBODY = (Domain.STOCKS, Domain.INTERNAL)
_ABOUT_THIRD_PARTY = {
    MissingDetail.THIRD_PARTY,
    MissingDetail.CUSTOMER_NOT_FOUND,
    MissingDetail.SUPPLIER_NOT_FOUND,
    MissingDetail.THIRD_PARTY_SEVERAL,
    MissingDetail.NOT_OURS,
    MissingDetail.BOTH_OURS,
    MissingDetail.OUR_NAMESAKE,
}


_NOT_FOUND = {
    Domain.SALES: MissingDetail.CUSTOMER_NOT_FOUND,
    Domain.PURCHASES: MissingDetail.SUPPLIER_NOT_FOUND,
}


def _third_party(
    given: GivenDetails,
    side: InvoiceSide | MissingDetail | None,
    candidates: Sequence[ThirdParty],
    lacking: list[MissingDetail],
) -> ThirdParty | None:
    if len(candidates) == 1:
        return candidates[0]
    if given.third_party:
        lacking.append(MissingDetail.THIRD_PARTY_UNKNOWN)
    elif candidates:
        lacking.append(MissingDetail.THIRD_PARTY_SEVERAL)
    elif isinstance(side, InvoiceSide):
        lacking.append(_NOT_FOUND[side.domain])
    else:
        lacking.append(side or MissingDetail.THIRD_PARTY)
    return None


def _type(
    given: GivenDetails,
    reading: InvoiceReading | None,
    side: InvoiceSide | MissingDetail | None,
    tiers: ThirdParty | None,
    lacking: list[MissingDetail],
) -> DocumentType | None:
    name = given.document_type or filed_as(reading)
    if name is None:
        lacking.append(MissingDetail.TYPE)
        return None
    if (exact := named_type(name)) is not None:
        return exact
    domains = domains_of(name)
    if not domains:
        lacking.append(MissingDetail.TYPE_UNKNOWN)
        return None
    domain = domains[0] if len(domains) == 1 else _domain(given, side, tiers)
    found = find_type(name, domain) if domain is not None else None
    if found is None and tiers is not None:
        # Sold or bought: the kind of this third party does not tell.
        lacking.append(MissingDetail.TYPE)
    return found


def _domain(
    given: GivenDetails, side: InvoiceSide | MissingDetail | None, tiers: ThirdParty | None
) -> Domain | None:
    """Sold or bought: as the document tells of itself, whoever it is filed under.

    What a customer sells to us is a purchase, and never takes the place of a sale of that number. Where
    a person says what the document is, the kind of their third party comes first.
    """
    read = side.domain if isinstance(side, InvoiceSide) else None
    of_kind = DOMAIN_OF_KIND.get(tiers.kind) if tiers else None
    return of_kind or read if given.document_type else read or of_kind


def _is_unnumbered(kind: DocumentType) -> bool:
    return kind.domain is Domain.ACCOUNTING and bool(kind.folder)


def _facts(
    kind: DocumentType,
    number: str,
    day: date,
    tiers: ThirdParty | None,
    given: GivenDetails,
    printed_at: datetime,
    extension: str,
    start: FiscalStart,
) -> DocumentFacts:
    owner = ThirdPartyFolder(ThirdPartyKind(tiers.kind), tiers.code) if tiers else None
    if tiers is None or owner is None or kind.domain is not Domain.ACCOUNTING:
        provisional_at = printed_at if given.provisional else None
        return NumberedFile(kind, number, day, owner, extension, provisional_at, Naming.READABLE)
    if _is_unnumbered(kind):
        return StateFile(kind, owner, fiscal_year(day, start), printed_at, extension)
    return Recovery(owner, number, given.title or tiers.name, printed_at, extension)
