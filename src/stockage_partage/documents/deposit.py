"""Takes a file in: read once, understood, given its place, kept with its row before anything else.

After `deposit` returns, the document cannot be lost: its bytes and its row are in the company
database, whatever happens to the file, the network or this program.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
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

#: Types that an operating system may not know.
_CONTENT_TYPES = {".pdf": "application/pdf", ".xml": "application/xml"}


_STATUSES = {
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
) -> Deposited:
    """Keeps the file for filing, or says that it is there already.

    `interactive`: a person is waiting, it leaves before the queue. Whether the application may file is
    the caller's to check. Raises FileMissing, FileUnreadable, FileEmpty, PlaceTaken, StorageInactive
    and the database troubles.
    """
    with taken(path) as file:
        answer = factur_x.read(file.content, path.name)
        reading = answer if isinstance(answer, Reading) else None
        placed = where(db, given, reading, file.written_at, path.name)
        document = replace(
            _document(path.name, file, given, placed, reading),
            by=by,
            application=application,
            source=source,
            interactive=interactive,
        )
        file.content.seek(0)
        added = db.outbox.add(document, file.content, lambda version: _path(placed, version))
    return Deposited(
        _STATUSES[added.outcome] if added.path is not None else Filing.TO_CLASSIFY,
        added.document_id,
        added.path,
        added.version,
        reading,
        placed.lacking if isinstance(placed, ToClassify) else (),
        None if isinstance(answer, Reading) else answer.reason,
    )


def where(
    db: CompanyDatabase, given: Given, reading: Reading | None, written_at: datetime, name: str
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
    return place(given, reading, side, candidates, written_at, split_extension(name)[1])


def _document(
    name: str, file: Taken, given: Given, placed: Placed | ToClassify, reading: Reading | None
) -> NewDocument:
    document = NewDocument(
        key="",
        title=name,
        size=file.size,
        sha256=file.sha256,
        content_type=_content_type(name),
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


def _path(placed: Placed | ToClassify, version: int) -> str:
    # Never asked for without a place: such a document waits without a key.
    assert isinstance(placed, Placed)  # noqa: S101
    return plan(placed.facts, version).path


def _content_type(name: str) -> str:
    extension = split_extension(name)[1]
    guessed = _CONTENT_TYPES.get(extension) or mimetypes.guess_type(f"x{extension}")[0]
    return guessed or "application/octet-stream"
