"""Makes the proof of a document, from the register and the journal of its company."""

from __future__ import annotations

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.documents.proof.proof_file import (
    CoveringTimestamps,
    Proof,
    ProofTimestamp,
    ProvenDocument,
    subject_of,
)


def prove(database: CompanyDatabase, row: DocumentRow) -> Proof | None:
    """What shows that the document is the one that was kept, up to the journal's end of now.

    None for one that the journal never told of: kept before there was a journal, or put online by somebody.
    Raises the database troubles.
    """
    entries = tuple(database.journal.of_document(row.id))
    if not entries or not row.sha256:
        return None
    first = entries[0]
    digests: list[str] = []
    head = JournalHead(first.number - 1, first.previous)
    covering = CoveringTimestamps(database.timestamps.after(first.number))
    timestamps: list[ProofTimestamp] = []
    for page in database.journal.pages(first.number - 1):
        for entry in page:
            digests.append(entry.digest)
            head = JournalHead(entry.number, entry.hash)
            found = covering.beside(head, proven=entry.document == row.id)
            timestamps += [ProofTimestamp(head.number, found)] if found is not None else []
    company = database.company.get()
    return Proof(
        company.id,
        company.name,
        _told(row),
        entries,
        first.number,
        first.previous,
        tuple(digests),
        head,
        tuple(timestamps),
    )


def is_told(database: CompanyDatabase, document_id: int, sha256: str) -> bool:
    """Whether the journal tells that the document has these bytes: without that nothing can be shown of them."""
    entries = database.journal.of_document(document_id)
    return any(subject_of(each).get("sha256") == sha256 for each in entries)


def _told(row: DocumentRow) -> ProvenDocument:
    return ProvenDocument(
        row.id,
        row.number,
        row.type,
        row.date.isoformat() if row.date else None,
        row.third_party_code,
        row.path,
        row.size,
        row.sha256,
    )
