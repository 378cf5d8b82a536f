"""A document's proof: a small file that stands alone. What it says, how it is made, written and checked.

It holds the document's SHA-256, the entries of the journal that tell of it, and the digests of all entries from
the first of these to a head. Whoever kept that head, or has a timestamp of it, knows that the entries were
there then. The entries of other documents are not in it: their digests say nothing of them. It is made from
the register and the journal of the company, and checked without them.

The guide tells how to check one with SHA-256 alone, and its timestamps with OpenSSL. A proof without
timestamps is whole too: it was made before there were any, or no service was set.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from stockage_partage.company.journal.entries import JournalEntry, JournalHead, linked
from stockage_partage.errors import TimestampRefused

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.company.journal.timestamps import KeptTimestamp
    from stockage_partage.documents.proof.timestamps import FoundTimestamp


FORMAT = "stockage-partage/preuve/1"
#: Bytes. Larger files are not even read: a chain of some million entries is as large.
LONGEST = 64 * 1024 * 1024
_HEX = frozenset("0123456789abcdef")
_LETTERS = 64
#: Microseconds since 1970 at the end of the calendar.
_END = 253_402_300_800_000_000
#: The register's names, and those of the file.
_DOCUMENT = {
    "id": "id",
    "number": "numero",
    "type": "type",
    "date": "date",
    "third_party": "tiers",
    "path": "chemin",
    "size": "taille",
    "sha256": "sha256",
}


class ProofFlaw(StrEnum):
    """Why a proof proves nothing; the words of `preuve verifier --json`."""

    NOT_A_PROOF = "illisible"
    ENTRY_CHANGED = "entree_modifiee"  # what it tells does not make its digest, or its hash
    UNLINKED = "sans_suite"  # the digests do not lead to the head
    NOT_TOLD = "document_absent"  # no entry tells of these bytes
    OTHER_BYTES = "autres_octets"  # the file is not the one of the proof
    TIMESTAMP = "horodatage"  # one of its timestamps is not sound, or of something else
    OTHER_HEAD = "autre_tete"  # the head that was kept elsewhere is another one


@dataclass(frozen=True, slots=True)
class ProvenDocument:
    """Which document it is, by what the register says; None and '' where nothing is known."""

    id: int
    number: str
    type: str
    date: str | None  # ISO
    third_party: str
    path: str | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ProofTimestamp:
    """A timestamp of the entry of that number, and so of all before it. `answer`: in DER, as it came."""

    number: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """All that a proof says. `digests`: of every entry from `first` to the head; `before`: the hash they follow."""

    company_id: str
    company_name: str
    document: ProvenDocument
    entries: tuple[JournalEntry, ...]
    first: int
    before: str
    digests: tuple[str, ...]
    head: JournalHead
    timestamps: tuple[ProofTimestamp, ...] = ()


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


class CoveringTimestamps:
    """Which timestamps a proof holds: of each entry that it proves, the first one made after it.

    `stamps`: all of them, in their order, read one by one as they are needed. A timestamp tells of every
    entry up to the one it covers. So one is wanted where an entry that is proven came since the last
    that was taken.
    """

    def __init__(self, stamps: Iterable[KeptTimestamp]) -> None:
        self._stamps = iter(stamps)
        self._next = next(self._stamps, None)
        self._wanted = False

    def beside(self, head: JournalHead, *, proven: bool) -> bytes | None:
        """The timestamp to write beside that entry, in DER; entries come in their order, each once.

        `proven`: the entry is one of those that the proof is about.
        """
        self._wanted |= proven
        while self._next is not None and self._next.covered.number < head.number:
            self._next = next(self._stamps, None)
        if not self._wanted or self._next is None or self._next.covered != head:
            return None
        self._wanted = False
        return self._next.answer


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


def written(proof: Proof) -> bytes:
    """The proof as its file: JSON in UTF-8, a thing a line."""
    told = {
        "format": FORMAT,
        "societe": {"id": proof.company_id, "nom": proof.company_name},
        "document": {french: getattr(proof.document, name) for name, french in _DOCUMENT.items()},
        "entrees": [asdict(entry) for entry in proof.entries],
        "chaine": {
            "premier": proof.first,
            "precedente": proof.before,
            "empreintes": list(proof.digests),
        },
        "tete": {"numero": proof.head.number, "empreinte": proof.head.hash},
    }
    if proof.timestamps:
        told["horodatages"] = [
            {"numero": each.number, "reponse": as_text(each.answer)} for each in proof.timestamps
        ]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Proof:
    """The proof in a file. Raises ValueError for anything else; whether it holds is `flaw_of`'s affair."""
    try:
        told = json.loads(content)
        return _proof(told)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("no proof") from error


def flaw_of(
    proof: Proof, sha256: str | None = None, kept: JournalHead | None = None
) -> ProofFlaw | None:
    """What is wrong with a proof, None when it holds.

    `sha256`: of the bytes that are to be the document; `kept`: a head known from elsewhere.
    """
    flaw = _flaw_of_chain(proof) or _flaw_of_document(proof) or _flaw_of_timestamps(proof)
    if flaw is not None:
        return flaw
    if kept is not None and kept.number == proof.head.number and kept.hash != proof.head.hash:
        return ProofFlaw.OTHER_HEAD
    if sha256 is not None and sha256 != proof.document.sha256:
        return ProofFlaw.OTHER_BYTES
    return None


def _flaw_of_chain(proof: Proof) -> ProofFlaw | None:
    told = {entry.number: entry for entry in proof.entries}
    hash_, number = proof.before, proof.first - 1
    for digest in proof.digests:
        number += 1
        before, hash_ = hash_, linked(hash_, digest)
        entry = told.pop(number, None)
        if entry is not None and (entry.digest, entry.previous, entry.hash) != (
            digest,
            before,
            hash_,
        ):
            return ProofFlaw.ENTRY_CHANGED
    if told or JournalHead(number, hash_) != proof.head:
        return ProofFlaw.UNLINKED
    return None


def timestamps_of(proof: Proof) -> list[tuple[int, FoundTimestamp]]:
    """What the timestamps of a proof say, each with the number of the entry that it covers.

    Raises TimestampRefused for one that is not sound, or of something else.
    """
    if not proof.timestamps:
        return []
    from stockage_partage.documents.proof.timestamps import of_answer

    hashes, hash_ = {}, proof.before
    for number, digest in enumerate(proof.digests, start=proof.first):
        hash_ = hashes[number] = linked(hash_, digest)
    return [
        (each.number, of_answer(each.answer, hashes.get(each.number, "")))
        for each in proof.timestamps
    ]


def _flaw_of_document(proof: Proof) -> ProofFlaw | None:
    """The entries are the document's own, and one at least tells of its bytes."""
    document = proof.document
    if any(entry.document != document.id for entry in proof.entries):
        return ProofFlaw.NOT_TOLD
    told = {subject_of(entry).get("sha256") for entry in proof.entries}
    return None if document.sha256 in told else ProofFlaw.NOT_TOLD


def _flaw_of_timestamps(proof: Proof) -> ProofFlaw | None:
    try:
        timestamps_of(proof)
    except TimestampRefused:
        return ProofFlaw.TIMESTAMP
    return None


def subject_of(entry: JournalEntry) -> Mapping[str, Any]:
    """What an entry tells, {} for one that is not to be read."""
    try:
        found = json.loads(entry.subject)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# --- reading -------------------------------------------------------------------------------------


def _proof(told: Any) -> Proof:
    if not isinstance(told, dict) or told["format"] != FORMAT:
        raise ValueError("no proof of this form")
    company, chain, head = told["societe"], told["chaine"], told["tete"]
    return Proof(
        text_of(company["id"]),
        text_of(company["nom"]),
        _document(told["document"]),
        tuple(entry_of(each) for each in _list(told["entrees"])),
        whole_of(chain["premier"]),
        hash_of(chain["precedente"]),
        tuple(hash_of(each) for each in _list(chain["empreintes"])),
        JournalHead(whole_of(head["numero"]), hash_of(head["empreinte"])),
        tuple(
            ProofTimestamp(whole_of(each["numero"]), bytes_of(each["reponse"]))
            for each in _list(told.get("horodatages", []))
        ),
    )


def _document(told: Any) -> ProvenDocument:
    found = {name: told[french] for name, french in _DOCUMENT.items()}
    for name in ("number", "type", "third_party"):
        text_of(found[name])
    for name in ("date", "path"):
        text_of(found[name] or "")
    for name in ("id", "size"):
        whole_of(found[name])
    hash_of(found["sha256"])
    return ProvenDocument(**found)


def entry_of(told: Any) -> JournalEntry:
    """An entry as a proof writes it. Raises KeyError, TypeError or ValueError for anything else."""
    found = {each.name: told[each.name] for each in fields(JournalEntry)}
    whole_of(found["number"])
    if not 0 <= whole_of(found["at"]) < _END:
        raise ValueError("no moment")
    if found["document"] is not None:
        whole_of(found["document"])
    for name in ("act", "application", "workstation", "account", "subject"):
        text_of(found[name])
    for name in ("previous", "hash"):
        hash_of(found[name])
    return JournalEntry(**found)


def text_of(value: Any) -> str:
    """The text that a proof tells. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def whole_of(value: Any) -> int:
    """The whole number that a proof tells. Raises TypeError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def hash_of(value: Any) -> str:
    """The SHA-256 that a proof tells. Raises TypeError or ValueError for anything else."""
    text = text_of(value)
    if len(text) != _LETTERS or not _HEX.issuperset(text):
        raise ValueError("no SHA-256")
    return text


def bytes_of(value: Any) -> bytes:
    """The bytes that a proof holds as text. Raises TypeError or ValueError for anything else."""
    return base64.b64decode(text_of(value), validate=True)


def as_text(content: bytes) -> str:
    """Bytes as a proof holds them: in base 64, on one line."""
    return base64.b64encode(content).decode("ascii")


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return value
