"""What is known of a document that waits for a place, and what to propose to the person who gives it one."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO, cast

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import DocumentRow, Status, ThirdParty
from stockage_partage.company.fiscal_start import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.habits import HabitAbout
from stockage_partage.company.identity import normal_name
from stockage_partage.company.third_party_checks import CODE_LENGTH
from stockage_partage.documents.filing.deposit import candidates
from stockage_partage.documents.filing.habits import identity, name_pattern
from stockage_partage.documents.filing.placing import (
    Given,
    Lacking,
    Placed,
    Side,
    ToClassify,
    filed_as,
    place,
    side_of,
)
from stockage_partage.documents.reading import factur_x
from stockage_partage.documents.reading.invoice import Party, Reading, Unread, Unreadable, recalled
from stockage_partage.documents.tree.document_types import (
    DocumentType,
    Domain,
    ThirdPartyKind,
    find_type,
    named_type,
    type_name,
)
from stockage_partage.documents.tree.filing_plan import FilingPlan, plan
from stockage_partage.documents.tree.segments import split_extension

_IN_MEMORY = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to fill in beforehand; '' or None where nothing is known.

    `document_type` is an exact name (`achats/facture`). `remembered`: what comes from what somebody said
    of such a document before (THIRD_PARTY, TYPE). `newcomer`: the third party to create from what was read, when it has a name.
    """

    third_party: ThirdParty | None = None
    document_type: str = ""
    number: str = ""
    date: date | None = None
    remembered: tuple[Lacking, ...] = ()
    newcomer: ThirdParty | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document of `to_classify` with all that is known of it. `lacking` says why it waits."""

    row: DocumentRow
    reading: Reading | None
    unread: Unread | None
    side: Side | Lacking | None
    candidates: tuple[ThirdParty, ...]
    lacking: tuple[Lacking, ...]
    proposal: Proposal = Proposal()
    fiscal_start: FiscalStart = CALENDAR_YEAR


def waiting(db: CompanyDatabase, document_id: int) -> Waiting | None:
    """That document; None when it does not wait for a place any more."""
    row = db.register.get(document_id)
    if row is None or row.status is not Status.TO_CLASSIFY:
        return None
    answer = recalled(row.read) or _read_again(db, row)
    reading = answer if isinstance(answer, Reading) else None
    company = db.company.get()
    side = side_of(reading, company) if reading is not None else None
    found = tuple(candidates(db, Given(), side))
    start = company.fiscal_start
    placed = place(Given(), reading, side, found, printed_at(row), extension_of(row), start)
    document = Waiting(
        row,
        reading,
        answer.reason if isinstance(answer, Unreadable) else None,
        side,
        found,
        placed.lacking if isinstance(placed, ToClassify) else (),
        fiscal_start=start,
    )
    return replace(document, proposal=_proposal(db, document))


def preview(
    document: Waiting, given: Given, third_party: ThirdParty | None
) -> FilingPlan | tuple[Lacking, ...]:
    """Where its first file would go, or what is still needed. Pure."""
    chosen = (third_party,) if third_party is not None else document.candidates
    row = document.row
    placed = place(
        given,
        document.reading,
        document.side,
        chosen,
        printed_at(row),
        extension_of(row),
        document.fiscal_start,
    )
    return plan(placed.facts) if isinstance(placed, Placed) else placed.lacking


_SIDES = {"clients": Domain.SALES, "fournisseurs": Domain.PURCHASES}


def suited(name: str, third_party: ThirdParty) -> str:
    """The same type as sold to a customer, or as bought from a supplier, when both sides have it."""
    kind, side = named_type(name), _SIDES.get(third_party.kind)
    if kind is None or side is None or kind.domain not in _SIDES.values():
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


def _proposal(db: CompanyDatabase, document: Waiting) -> Proposal:
    reading = document.reading
    if reading is None:
        return _by_file_name(db, document.row.title)
    third_party, newcomer = None, None
    remembered: tuple[Lacking, ...] = ()
    if len(document.candidates) == 1:
        third_party = document.candidates[0]
    elif isinstance(document.side, Side):
        newcomer = _newcomer(db, document.side.party, document.side.kind)
    else:
        third_party = _remembered_of_either(db, reading)
        remembered = (Lacking.THIRD_PARTY,) if third_party is not None else ()
    return Proposal(
        third_party,
        _type(reading, document.side, third_party),
        reading.number,
        reading.date,
        remembered,
        newcomer,
    )


def _by_file_name(db: CompanyDatabase, title: str) -> Proposal:
    habit = db.habits.find(HabitAbout.FILE, name_pattern(title))
    if habit is None:
        return Proposal()
    known = db.third_parties.get(habit.third_party_code) if habit.third_party_code else None
    proposed = ((Lacking.THIRD_PARTY, known), (Lacking.TYPE, habit.type))
    return Proposal(known, habit.type, remembered=tuple(fact for fact, value in proposed if value))


def _remembered_of_either(db: CompanyDatabase, reading: Reading) -> ThirdParty | None:
    """Our company was not recognised: what was said of one of the two is proposed, never taken."""
    for party, kind in (
        (reading.seller, ThirdPartyKind.SUPPLIER),
        (reading.buyer, ThirdPartyKind.CUSTOMER),
    ):
        habit = db.habits.find(HabitAbout.PARTY, identity(party, kind))
        if habit is not None:
            return db.third_parties.get(habit.third_party_code)
    return None


def _newcomer(db: CompanyDatabase, party: Party, kind: ThirdPartyKind) -> ThirdParty | None:
    if not normal_name(party.name):
        return None
    code = proposed_code(party.name, ())
    # Long enough that nobody else begins so, short enough that numbered ones do.
    taken = db.third_parties.codes_beginning_with(code[: CODE_LENGTH - 4])
    name = party.name[:_NAME]
    return ThirdParty(
        proposed_code(party.name, taken), kind.value, name, party.siren, party.siret, party.vat
    )


#: A name read may be a thousand characters long; no person's is.
_NAME = 200


def _type(reading: Reading, side: Side | Lacking | None, third_party: ThirdParty | None) -> str:
    word = filed_as(reading)
    domain = _domain(side, third_party)
    found: DocumentType | None = find_type(word, domain) if word and domain else None
    return type_name(found) if found is not None else ""


def _domain(side: Side | Lacking | None, third_party: ThirdParty | None) -> Domain | None:
    if isinstance(side, Side):
        return side.domain
    return _SIDES.get(third_party.kind) if third_party is not None else None


def _read_again(db: CompanyDatabase, row: DocumentRow) -> Reading | Unreadable:
    """For what an earlier version kept less of."""
    if row.size > factur_x.PDF_READ_LIMIT:
        return Unreadable(Unread.TOO_LARGE)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        for piece in db.outbox.content(row.id):
            content.write(piece)
        return factur_x.read(cast(BinaryIO, content), row.title)
