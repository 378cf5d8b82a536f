"""Takes a file in: read once, understood, given its place, kept with its row before anything else.

After `deposit` returns, the document cannot be lost: its bytes and its row are in the company
database, whatever happens to the file, the network or this program.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Added, NewDocument, Outcome, ThirdParty
from stockage_partage.company.habits import HabitAbout
from stockage_partage.documents.filing.habits import identity, to_remember
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import (
    Given,
    Lacking,
    Placed,
    Side,
    ToClassify,
    agreeing,
    filed_as,
    place,
    side_of,
)
from stockage_partage.documents.filing.taking import Taken, taken
from stockage_partage.documents.reading import factur_x
from stockage_partage.documents.reading.invoice import Reading, Unreadable
from stockage_partage.documents.tree.filing_plan import document_key, plan
from stockage_partage.documents.tree.segments import split_extension

_PDF = b"%PDF-"
#: Types that an operating system may not know.
_CONTENT_TYPES = {".pdf": "application/pdf", ".xml": "application/xml"}


#: What adding to the outbox came to, as the command line says it.
STATUSES = {
    Outcome.NEW: Filing.WAITING,
    Outcome.ALREADY_WAITING: Filing.WAITING,
    Outcome.ALREADY_FILED: Filing.ALREADY_FILED,
}


def deposit(
    db: CompanyDatabase,
    path: Path,
    given: Given,
    by: str,
    application: Application,
    *,
    source: str = "",
    interactive: bool = True,
    model: str = "",
    remember: bool = False,
) -> Deposited:
    """Keeps the file for filing, or says that it is there already.

    `interactive`: a person is waiting, it leaves before the queue. `model`: the template it was printed
    with. `remember`: what is given is a person's word, worth proposing the next time. Whether the
    application may file is the caller's to check. Raises FileMissing, FileUnreadable, FileEmpty,
    PlaceTaken, StorageInactive and the database troubles.
    """
    with taken(path) as file:
        answer = factur_x.read(file.content, path.name)
        reading = answer if isinstance(answer, Reading) else None
        extension = _extension(file, path.name)
        company = db.company.get()
        side = side_of(reading, company) if reading is not None else None
        found = candidates(db, given, side)
        placed = place(
            given, reading, side, found, file.written_at, extension, company.fiscal_start
        )
        document = replace(
            _document(path.name, extension, file, given, placed, answer),
            by=by,
            application=application,
            source=source,
            interactive=interactive,
            model=model,
        )
        file.content.seek(0)
        added = db.outbox.add(document, file.content, path_of(placed))
    if remember and isinstance(placed, Placed):
        db.habits.remember(to_remember(placed, given, reading, side, path.name), by)
    return _deposited(added, placed, answer)


def _deposited(
    added: Added, placed: Placed | ToClassify, answer: Reading | Unreadable
) -> Deposited:
    return Deposited(
        STATUSES[added.outcome] if added.path is not None else Filing.TO_CLASSIFY,
        added.document_id,
        added.path,
        added.version,
        answer if isinstance(answer, Reading) else None,
        placed.lacking if isinstance(placed, ToClassify) else (),
        None if isinstance(answer, Reading) else answer.reason,
    )


def look(path: Path) -> Reading | None:
    """What the file says of itself; nothing is kept. Raises FileMissing, FileUnreadable, FileEmpty."""
    with taken(path) as file:
        answer = factur_x.read(file.content, path.name)
    return answer if isinstance(answer, Reading) else None


def candidates(
    db: CompanyDatabase, given: Given, side: Side | Lacking | None
) -> Sequence[ThirdParty]:
    """The third party of the code given, or those that the other party of the invoice may be.

    One: certain. When the numbers and the name leave none or several, what a person said the last time
    of exactly that party decides.
    """
    if given.third_party:
        known = db.third_parties.get(given.third_party)
        return () if known is None else (known,)
    if not isinstance(side, Side):
        return ()
    party = side.party
    found = db.third_parties.matching(party.siren, party.siret, party.vat, party.name, side.kind)
    left = agreeing(party, found)
    if len(left) == 1:
        return left
    remembered = db.habits.find(HabitAbout.PARTY, identity(party, side.kind))
    once = db.third_parties.get(remembered.third_party_code) if remembered is not None else None
    return left if once is None else (once,)


def path_of(placed: Placed | ToClassify) -> Callable[[int], str]:
    """Where each version goes. Never asked for without a place: such a document has no key."""

    def path(version: int) -> str:
        assert isinstance(placed, Placed)  # noqa: S101
        return plan(placed.facts, version).path

    return path


def _document(
    name: str,
    extension: str,
    file: Taken,
    given: Given,
    placed: Placed | ToClassify,
    answer: Reading | Unreadable,
) -> NewDocument:
    reading = answer if isinstance(answer, Reading) else None
    document = NewDocument(
        key="",
        title=name,
        size=file.size,
        sha256=file.sha256,
        content_type=_content_type(extension),
        provisional=given.provisional,
        read=answer.as_text(),
        amount=reading.cents if reading else None,
        currency=reading.currency[:3] if reading else "",
    )
    if isinstance(placed, ToClassify):
        # What is known already is what it is looked for by while it waits.
        return replace(
            document,
            type=filed_as(reading) or "",
            number=(given.number or (reading.number if reading else "")).strip(),
            date=given.date or (reading.date if reading else None),
        )
    owner = placed.third_party
    return replace(
        document,
        key=document_key(placed.facts),
        type=placed.document_type.word,
        number=placed.number,
        date=placed.date,
        third_party_kind=owner.kind if owner else "",
        third_party_code=owner.code if owner else "",
    )


def _extension(file: Taken, name: str) -> str:
    """A PDF is called one, whatever the printer driver called it."""
    file.content.seek(0)
    if file.content.read(len(_PDF)) == _PDF:
        return ".pdf"
    return split_extension(name)[1]


def _content_type(extension: str) -> str:
    guessed = _CONTENT_TYPES.get(extension) or mimetypes.guess_type(f"x{extension}")[0]
    return guessed or "application/octet-stream"
