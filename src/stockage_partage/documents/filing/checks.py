"""What a person should look at before a document is filed: it waits then, with its reason.

`destination` is pure and knows the document alone. Here it is compared with what the company already has.
"""

from __future__ import annotations

from dataclasses import replace

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.company.third_parties.learned_rules import RuleSubject
from stockage_partage.documents.filing.beside_invoices import place_message
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    UnknownDestination,
    has_quite_another_name,
    is_known_by_name_alone,
)
from stockage_partage.documents.filing.other_forms import (
    among_its_forms,
    as_readable_form,
    is_issued,
)
from stockage_partage.documents.filing.outcomes import MissingDetail, Particulars
from stockage_partage.documents.filing.person_details import identity, is_another
from stockage_partage.documents.invoices.invoice import InvoiceReading, LifeCycleMessage, Unreadable
from stockage_partage.documents.tree.document_types import DOMAIN_FOLDERS, Domain
from stockage_partage.documents.tree.filing_plan import NumberedFile, document_key
from stockage_partage.documents.tree.segments import Naming


def settled(
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


#: How long accounting documents are kept (C. com. L123-22).
_YEARS_KEPT = 10


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
