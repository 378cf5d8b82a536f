"""What a person should review before a document is filed, and what that person said, which is never asked again.

`destination` is pure and knows the document alone. Here its answer is compared with what the company already
has: where a person should look first, the document waits, with the reason. What the person then says is kept in
the document's row, and by the same details the next document of that kind is recognised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, NewDocument, ThirdParty
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.company.third_parties.identity import (
    SIREN_LENGTH,
    normal_name,
    normal_vat,
    siren_of,
)
from stockage_partage.company.third_parties.learned_rules import LearnedRule, RuleSubject
from stockage_partage.documents.filing.beside_invoices import place_message
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    UnknownDestination,
    filed_as,
    has_quite_another_name,
    is_known_by_name_alone,
)
from stockage_partage.documents.filing.other_forms import (
    among_its_forms,
    as_readable_form,
    is_issued,
)
from stockage_partage.documents.filing.outcomes import MissingDetail, Particulars
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    LifeCycleMessage,
    Unreadable,
)
from stockage_partage.documents.tree.document_types import (
    DOMAIN_FOLDERS,
    DocumentType,
    Domain,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
    type_name,
)
from stockage_partage.documents.tree.filing_plan import NumberedFile, document_key
from stockage_partage.documents.tree.segments import Naming

NOTHING_SAID = GivenDetails()
#: Longer names are cut: a pattern is proposed to a person, it need not tell everything apart.
_LONGEST = 200
#: How long accounting documents are kept (C. com. L123-22).
_YEARS_KEPT = 10


def reviewed(
    db: CompanyDatabase,
    placed: Destination | UnknownDestination,
    given: GivenDetails,
    answer: InvoiceReading | Unreadable,
    side: InvoiceSide | MissingDetail | None,
    by: str | None = None,
    *,
    sha256: str = "",
    extension: str = "",
) -> Destination | UnknownDestination:
    """The place with what is to be said of it, or why a person should look first.

    `by`: who files it now, None for a mere look. What a person said of the document is not asked again:
    its number, its type, its third party. `sha256`: of its bytes, to know them again.
    `answer`: what it says of itself; a message on an invoice goes where that one is.
    """
    if isinstance(answer, LifeCycleMessage):
        at = _where_it_was(db, placed) if isinstance(placed, Destination) else placed
        return place_message(db, answer, at, extension)
    if isinstance(placed, UnknownDestination):
        return placed
    placed = _where_it_was(db, placed)
    reading = answer if isinstance(answer, InvoiceReading) else None
    if reading is None:
        return as_readable_form(db, placed, sha256)
    placed, met = among_its_forms(db, placed, reading, sha256)
    held, particulars = _to_look_at(db, placed, given, reading, met)
    other = _other_name(db, placed, given, side)
    particulars = replace(particulars, named=other[0], known_as=other[1])
    if not _is_who_it_was(db, placed, given, side, None if held else by):
        held = (MissingDetail.NAMESAKE, *held)
    return (
        UnknownDestination(held, particulars) if held else replace(placed, particulars=particulars)
    )


def with_digest(placed: Destination) -> Destination:
    """The place under a name that no other number has; unchanged for what has no number."""
    if not isinstance(placed.facts, NumberedFile):
        return placed
    return replace(placed, facts=replace(placed.facts, naming=Naming.DIGEST))


def _where_it_was(db: CompanyDatabase, placed: Destination) -> Destination:
    """The number as people write it, unless the document already has a place under another name."""
    facts = placed.facts
    if not isinstance(facts, NumberedFile):
        return placed
    unmistakable = replace(facts, naming=Naming.UNMISTAKABLE)
    key = document_key(unmistakable)
    if document_key(facts) == key or db.pieces.keyed(key) is None:
        return placed
    return replace(placed, facts=unmistakable)


# --- what a person should look at ----------------------------------------------------------------


def _to_look_at(
    db: CompanyDatabase,
    placed: Destination,
    given: GivenDetails,
    reading: InvoiceReading,
    met: Particulars | None,
) -> tuple[tuple[MissingDetail, ...], Particulars]:
    held: list[MissingDetail] = []
    particulars = Particulars()
    if not given.document_type:
        held += [MissingDetail.TEST] if reading.is_test else []
    if not given.number and met is not None:
        issued = is_issued(placed)
        held.append(MissingDetail.ALREADY_ISSUED if issued else MissingDetail.ALREADY_RECEIVED)
        particulars = met
    elif not given.number and (earlier := _received_before(db, placed)) is not None:
        held.append(MissingDetail.ALREADY_RECEIVED)
        row = db.register.get(earlier.document_id)
        came = row.created_at.astimezone().date() if row is not None else None
        particulars = Particulars(earlier_date=earlier.date, received_on=came)
    return tuple(held), particulars


def _received_before(db: CompanyDatabase, placed: Destination) -> NumberedDocument | None:
    """A document of that supplier, type and number in another month, filed or on its way."""
    if placed.document_type.domain is not Domain.PURCHASES or placed.third_party is None:
        return None
    month = _month(placed.date.year, placed.date.month)
    bought = DOMAIN_FOLDERS[Domain.PURCHASES]
    found = db.pieces.filed_numbered(placed.number, placed.third_party.code)
    for known in (*found, *db.pieces.any_keyed(_in_other_months(placed))):
        folders = known.path.split("/")
        if known.type == placed.document_type.word and bought in folders and month not in folders:
            return known
    return None


def _in_other_months(placed: Destination) -> list[str]:
    """Where it would be in another month: a key is looked up, however many documents wait."""
    year, month = placed.date.year, _month(placed.date.year, placed.date.month)
    key = document_key(placed.facts)
    stem = key.removesuffix(key[key.rfind(".") :] if "." in key.rpartition("/")[2] else "")
    months = (_month(y, m) for y in range(year - _YEARS_KEPT, year + 2) for m in range(1, 13))
    return [
        f"{stem.replace(f'/{month}/', f'/{other}/', 1)}{extension}"
        for other in months
        if other != month
        for extension in (".pdf", ".xml")
    ]


def _month(year: int, month: int) -> str:
    return f"{year:04d}{month:02d}"


def _other_name(
    db: CompanyDatabase,
    placed: Destination,
    given: GivenDetails,
    side: InvoiceSide | MissingDetail | None,
) -> tuple[str, str]:
    """How the document names its third party, and how the company does, when these have nothing in common.

    '' each once a person has said that it is the one.
    """
    known = placed.third_party
    if given.third_party or not isinstance(side, InvoiceSide) or known is None:
        return "", ""
    if not has_quite_another_name(side.party, known):
        return "", ""
    said = db.habits.find(RuleSubject.PARTY, identity(side.party, side.kind))
    return (side.party.name, known.name) if said is None else ("", "")


def _is_who_it_was(
    db: CompanyDatabase,
    placed: Destination,
    given: GivenDetails,
    side: InvoiceSide | MissingDetail | None,
    by: str | None,
) -> bool:
    """A third party known by its name alone is the first company that came under that name."""
    known = placed.third_party
    if given.third_party or not isinstance(side, InvoiceSide) or known is None:
        return True
    if not is_known_by_name_alone(side.party, known):
        return True
    who = identity(side.party, side.kind)
    others = db.habits.known_as(known.code)
    if who in others:
        return True
    if by is not None:
        return db.habits.claim(who, known.code, by, is_another)
    return not any(is_another(who, each) for each in others)


# --- what a person said ---------------------------------------------------------------------------


def with_said(
    document: NewDocument, given: GivenDetails, third_party: ThirdParty | None
) -> NewDocument:
    """The row of a document without a place, with what was said of it beside what was read.

    `third_party`: the one of the code given, None where nobody has it. `said` names the columns.
    """
    kind = _type_given(given)
    values: dict[str, object] = {}
    if third_party is not None:
        values |= {"third_party_kind": third_party.kind, "third_party_code": third_party.code}
    if kind is not None:
        values["type"] = kind.word
    if given.number and given.number.strip():
        values["number"] = given.number.strip()
    if given.date is not None:
        values["date"] = given.date
    if given.provisional:
        values["provisional"] = True
    if document.model:
        values["model"] = document.model
    return replace(document, said=tuple(values), **values)  # type: ignore[arg-type]  # by column


def said_of(row: DocumentRow, reading: InvoiceReading | None) -> GivenDetails:
    """What a person said of the document; what the document says of itself is left out."""
    read_type = filed_as(reading) or ""
    number, day = (reading.number.strip(), reading.date) if reading is not None else ("", None)
    return GivenDetails(
        third_party=row.third_party_code or None,
        # The template's name says sold or bought as well.
        document_type=row.model or _word_said(row.type, read_type),
        number=row.number if row.number and row.number != number else None,
        date=row.date if row.date != day else None,
        provisional=row.provisional,
    )


def completed(given: GivenDetails, said: GivenDetails) -> GivenDetails:
    """What is given now, and what was said before where nothing is."""
    return GivenDetails(
        given.third_party or said.third_party,
        given.document_type or said.document_type,
        given.number or said.number,
        given.date or said.date,
        given.provisional or said.provisional,
        given.title or said.title,
    )


def _word_said(word: str, read: str) -> str | None:
    """None for a type that each company names: its word alone does not say which."""
    return word if word and word != read and domains_of(word) else None


def _type_given(given: GivenDetails) -> DocumentType | None:
    """The type of the name given, of any domain: its word is the same in all of them."""
    name = given.document_type
    if not name:
        return None
    exact = named_type(name)
    domains = domains_of(name)
    return exact if exact is not None or not domains else find_type(name, domains[0])


def identity(party: InvoiceParty, kind: ThirdPartyKind) -> str:
    """Who the party is, exactly as the invoice says: '' when it says nothing.

    The strongest number and the name together: another establishment, or a namesake, is another.
    """
    numbers = {
        "siret": party.siret,
        "siren": party.siren,
        "tva": normal_vat(party.vat),
        "autre": re.sub(r"\s", "", party.other or ""),
    }
    number = next((f"{what}:{value}" for what, value in numbers.items() if value), "")
    name = normal_name(party.name)
    return f"{kind} {number} {name}" if number or name else ""


def is_another(one: str, other: str) -> bool:
    """Whether two identities have numbers, and these tell two companies. Establishments are of one."""
    ours, theirs = _company_in(one), _company_in(other)
    return bool(ours) and bool(theirs) and ours != theirs


def _company_in(identity: str) -> str:
    what, _, value = identity.split(" ", 2)[1].partition(":") if " " in identity else ("", "", "")
    if what in ("siren", "siret"):
        return value[:SIREN_LENGTH]
    return siren_of(None, None, value) or value


def name_pattern(file_name: str) -> str:
    """`Facture Orange 2026-03.pdf` -> `facture orange #-#.pdf`; '' for a name without letters."""
    name = PurePath(unicodedata.normalize("NFC", file_name)).name.casefold()
    pattern = re.sub(r"\d+", "#", name)[:_LONGEST]
    stem = pattern.rpartition(".")[0] or pattern
    return pattern if re.search(r"[^\W\d_]", stem) else ""


def to_remember(
    placed: Destination,
    given: GivenDetails,
    reading: InvoiceReading | None,
    side: InvoiceSide | MissingDetail | None,
    file_name: str,
) -> tuple[LearnedRule, ...]:
    """What a person just taught: who the other party is, or what a file of that name is."""
    owner, kind = placed.third_party, placed.document_type
    if reading is None:
        pattern = name_pattern(file_name)
        if not pattern or not (given.third_party or given.document_type):
            return ()
        return (
            LearnedRule(RuleSubject.FILE, pattern, owner.code if owner else "", type_name(kind)),
        )
    if owner is None or not given.third_party:
        return ()
    other = other_party(reading, side, owner)
    key = identity(*other) if other is not None else ""
    return (LearnedRule(RuleSubject.PARTY, key, owner.code, type_name(kind)),) if key else ()


def other_party(
    reading: InvoiceReading, side: InvoiceSide | MissingDetail | None, owner: ThirdParty
) -> tuple[InvoiceParty, ThirdPartyKind] | None:
    """Who of the two the third party is; when our company was not recognised, its kind tells."""
    if isinstance(side, InvoiceSide):
        return side.party, side.kind
    if side is MissingDetail.BOTH_OURS:
        return None
    match ThirdPartyKind(owner.kind):
        case ThirdPartyKind.CUSTOMER:
            return reading.buyer, ThirdPartyKind.CUSTOMER
        case ThirdPartyKind.SUPPLIER:
            return reading.seller, ThirdPartyKind.SUPPLIER
    return None
