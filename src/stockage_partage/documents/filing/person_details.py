"""What a person said of a document that waits for a place: kept in its row, and never asked again.

By the same details the next document of that kind is recognised, once a person has said what one is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath

from stockage_partage.company.document_records import DocumentRow, NewDocument, ThirdParty
from stockage_partage.company.third_parties.identity import (
    SIREN_LENGTH,
    normal_name,
    normal_vat,
    siren_of,
)
from stockage_partage.company.third_parties.learned_rules import LearnedRule, RuleSubject
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    filed_as,
)
from stockage_partage.documents.filing.outcomes import MissingDetail
from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading
from stockage_partage.documents.tree.document_types import (
    DocumentType,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
    type_name,
)

NOTHING_SAID = GivenDetails()


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


#: Longer names are cut: a pattern is proposed to a person, it need not tell everything apart.
_LONGEST = 200


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
