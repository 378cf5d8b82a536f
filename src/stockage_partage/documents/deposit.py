"""Takes a file in: read once, understood, given its place, kept with its row before anything else.

After `deposit` returns, the document cannot be lost: its bytes and its row are in the company
database, whatever happens to the file, the network or this program.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import NewDocument, Outcome, ThirdParty
from stockage_partage.documents import factur_x
from stockage_partage.documents.filing_plan import document_key, plan
from stockage_partage.documents.invoice import Reading
from stockage_partage.documents.outcomes import Deposited, Filing
from stockage_partage.documents.placing import (
    Given,
    Placed,
    Side,
    ToClassify,
    agreeing,
    place,
    side_of,
)
from stockage_partage.documents.segments import split_extension
from stockage_partage.documents.taking import Taken, taken

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
) -> Deposited:
    """Keeps the file for filing, or says that it is there already.

    `interactive`: a person is waiting, it leaves before the queue. `model`: the template it was printed
    with. Whether the application may file is
    the caller's to check. Raises FileMissing, FileUnreadable, FileEmpty, PlaceTaken, StorageInactive
    and the database troubles.
    """
    with taken(path) as file:
        answer = factur_x.read(file.content, path.name)
        reading = answer if isinstance(answer, Reading) else None
        extension = _extension(file, path.name)
        placed = where(db, given, reading, file.written_at, extension)
        document = replace(
            _document(path.name, extension, file, given, placed, reading),
            by=by,
            application=application,
            source=source,
            interactive=interactive,
            model=model,
        )
        file.content.seek(0)
        added = db.outbox.add(document, file.content, path_of(placed))
    return Deposited(
        STATUSES[added.outcome] if added.path is not None else Filing.TO_CLASSIFY,
        added.document_id,
        added.path,
        added.version,
        reading,
        placed.lacking if isinstance(placed, ToClassify) else (),
        None if isinstance(answer, Reading) else answer.reason,
    )


def look(path: Path) -> Reading | None:
    """What the file says of itself; nothing is kept. Raises FileMissing, FileUnreadable, FileEmpty."""
    with taken(path) as file:
        answer = factur_x.read(file.content, path.name)
    return answer if isinstance(answer, Reading) else None


def where(
    db: CompanyDatabase, given: Given, reading: Reading | None, written_at: datetime, extension: str
) -> Placed | ToClassify:
    """Looks the company and its third parties up, then decides the place."""
    side = side_of(reading, db.company.get()) if reading is not None else None
    candidates: Sequence[ThirdParty] = ()
    if given.third_party:
        known = db.third_parties.get(given.third_party)
        candidates = (known,) if known is not None else ()
    elif isinstance(side, Side):
        party = side.party
        found = db.third_parties.matching(
            party.siren, party.siret, party.vat, party.name, side.kind
        )
        candidates = agreeing(party, found)
    return place(given, reading, side, candidates, written_at, extension)


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
    reading: Reading | None,
) -> NewDocument:
    document = NewDocument(
        key="",
        title=name,
        size=file.size,
        sha256=file.sha256,
        content_type=_content_type(extension),
        provisional=given.provisional,
        read=reading.as_text() if reading else None,
        amount=reading.cents if reading else None,
        currency=reading.currency[:3] if reading else "",
    )
    if isinstance(placed, ToClassify):
        return document
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
