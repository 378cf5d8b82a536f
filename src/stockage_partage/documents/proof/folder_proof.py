"""The proof of a folder of documents: one file for all of them, written and checked line by line.

A line of JSON each: what it is and where the chain begins; every entry of the journal from the first that
tells of one of the documents, whole where it tells of them and by its digest alone where it tells of others;
the documents with their places in the folder; the head. Beside an entry there may be a timestamp of it.
Memory does not grow with the journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from stockage_partage.company.journal.entries import JournalEntry, JournalHead, linked
from stockage_partage.company.journal.timestamps import KeptTimestamp
from stockage_partage.documents.proof.proof_file import (
    CoveringTimestamps,
    as_text,
    bytes_of,
    entry_of,
    hash_of,
    subject_of,
    text_of,
    whole_of,
)
from stockage_partage.errors import LinkInTheWay, TimestampRefused
from stockage_partage.held_folder import HeldFolder, below
from stockage_partage.streams import chunks_of

if TYPE_CHECKING:
    from stockage_partage.documents.proof.timestamps import FoundTimestamp

FORMAT = "stockage-partage/preuve-dossier/1"
#: Bytes of a line; an entry has a thousand.
LONGEST_LINE = 256 * 1024


class FolderFlaw(StrEnum):
    """What is not as the proof tells; the words of `preuve verifier --json`."""

    NOT_A_PROOF = "illisible"
    ENTRY_CHANGED = "entree_modifiee"
    UNLINKED = "sans_suite"
    TIMESTAMP = "horodatage"  # one of its timestamps is not sound, or of something else
    NOT_TOLD = "document_absent"  # no entry tells of the document
    OTHER_BYTES = "autres_octets"  # the file in the folder is another one
    FILE_GONE = "fichier_absent"


@dataclass(frozen=True, slots=True)
class FolderFound:
    """Something that is wrong. `path`: of the document in the folder, '' for the chain itself."""

    flaw: FolderFlaw
    path: str = ""


def write(
    file: BinaryIO,
    company: tuple[str, str],
    entries: Iterable[JournalEntry],
    documents: Mapping[int, tuple[str, str]],
    stamps: Iterable[KeptTimestamp] = (),
) -> JournalHead:
    """Writes the proof of `documents`: id -> (path in the folder, SHA-256 of the file there).

    `company`: its id and its name; `entries`: the whole journal in its order; `stamps`: its timestamps.
    Gives the head that it leads to.
    """
    head = JournalHead()
    covering = CoveringTimestamps(stamps)
    begun = False
    for entry in entries:
        ours = entry.document in documents
        if ours and not begun:
            begun = True
            _line(file, {
                "format": FORMAT,
                "societe": {"id": company[0], "nom": company[1]},
                "premier": entry.number,
                "precedente": entry.previous,
            })  # fmt: skip
        head = JournalHead(entry.number, entry.hash)
        if begun:
            stamp = covering.beside(head, proven=ours)
            told = {"entree": asdict(entry)} if ours else {"empreinte": entry.digest}
            _line(file, told if stamp is None else {**told, "horodatage": as_text(stamp)})
    for document_id, (path, sha256) in documents.items():
        _line(file, {"document": {"id": document_id, "fichier": path, "sha256": sha256}})
    if begun:
        _line(file, {"tete": {"numero": head.number, "empreinte": head.hash}})
    return head


def is_of_folder(file: Path) -> bool:
    """True for the proof of a folder, told by its first line; False for a file that cannot be read too."""
    try:
        with file.open("rb") as opened:
            return bool(json.loads(opened.readline(LONGEST_LINE))["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a proof; one without an end is cut, and then no proof."""
    while line := file.readline(LONGEST_LINE):
        yield line


@contextmanager
def documents_beside(file: Path) -> Iterator[Callable[[str], str | None]]:
    """The SHA-256 of the files in the proof's own folder, by their paths there; None where there is none.

    Nothing outside of that folder is read, whatever the proof says.
    """
    with closing(HeldFolder(file.absolute().parent)) as root:

        def sha256_of(path: str) -> str | None:
            *folders, name = path.split("/")
            if any(part in ("", ".", "..") or "\\" in part for part in (*folders, name)):
                return None
            digest = hashlib.sha256()
            try:
                with below(root, *folders, make=False) as folder, folder.open(name) as opened:
                    for piece in chunks_of(opened):
                        digest.update(piece)
            except (OSError, ValueError, LinkInTheWay):
                return None
            return digest.hexdigest()

        yield sha256_of


def _line(file: BinaryIO, told: Mapping[str, Any]) -> None:
    file.write((json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


#: Hears of a sound timestamp: the number of the entry that it covers, and what it says.
Stamped = Callable[[int, "FoundTimestamp"], object]


class _Check:
    """The lines of a proof taken one by one; `told`: the SHA-256 that the entries tell, by document."""

    def __init__(
        self, first: bytes, sha256_of: Callable[[str], str | None], stamped: Stamped
    ) -> None:
        begin = json.loads(first)
        if begin["format"] != FORMAT:
            raise ValueError("no proof of this form")
        self._sha256_of = sha256_of
        self._stamped = stamped
        self._number = whole_of(begin["premier"]) - 1
        self._hash = hash_of(begin["precedente"])
        self._told: dict[int, set[str]] = {}
        self._head: JournalHead | None = None

    def take(self, line: bytes) -> FolderFound | None:
        """What is wrong with that line, or with the file that it tells of."""
        told = json.loads(line)
        if self._head is not None:
            raise ValueError("something after the head")
        if "empreinte" in told:
            self._follow(hash_of(told["empreinte"]))
            return self._timestamp(told)
        if "entree" in told:
            return self._entry(entry_of(told["entree"])) or self._timestamp(told)
        if "document" in told:
            return self._document(told["document"])
        head = told["tete"]
        self._head = JournalHead(whole_of(head["numero"]), hash_of(head["empreinte"]))
        return None

    @property
    def is_linked(self) -> bool:
        """True when the entries have led to the head that was told."""
        return self._head == JournalHead(self._number, self._hash)

    def _follow(self, digest: str) -> None:
        self._number += 1
        self._hash = linked(self._hash, digest)

    def _entry(self, entry: JournalEntry) -> FolderFound | None:
        before = self._hash
        self._follow(entry.digest)
        sha256 = subject_of(entry).get("sha256")
        if entry.document is not None and isinstance(sha256, str):
            self._told.setdefault(entry.document, set()).add(sha256)
        right = (entry.number, entry.previous, entry.hash) == (self._number, before, self._hash)
        return None if right else FolderFound(FolderFlaw.ENTRY_CHANGED)

    def _timestamp(self, told: Mapping[str, Any]) -> FolderFound | None:
        """Of the entry that was followed last, where there is one."""
        if "horodatage" not in told:
            return None
        from stockage_partage.documents.proof.timestamps import of_answer

        try:
            found = of_answer(bytes_of(told["horodatage"]), self._hash)
        except TimestampRefused:
            return FolderFound(FolderFlaw.TIMESTAMP)
        self._stamped(self._number, found)
        return None

    def _document(self, told: Mapping[str, Any]) -> FolderFound | None:
        path, sha256 = text_of(told["fichier"]), hash_of(told["sha256"])
        if sha256 not in self._told.get(whole_of(told["id"]), ()):
            return FolderFound(FolderFlaw.NOT_TOLD, path)
        there = self._sha256_of(path)
        if there is None:
            return FolderFound(FolderFlaw.FILE_GONE, path)
        return None if there == sha256 else FolderFound(FolderFlaw.OTHER_BYTES, path)


def check(
    lines: Iterable[bytes],
    sha256_of: Callable[[str], str | None],
    stamped: Stamped = lambda _, __: None,
) -> Iterator[FolderFound]:
    """What is wrong with a proof and with its documents; nothing when all is as it was.

    `sha256_of`: of the file at that path of the folder, None where there is none; `stamped` hears of each
    timestamp. Raises what they raise.
    """
    each = iter(lines)
    try:
        checked = _Check(next(each, b"null"), sha256_of, stamped)
        for line in each:
            found = checked.take(line)
            if found is not None:
                yield found
    except (ValueError, KeyError, TypeError, RecursionError):
        yield FolderFound(FolderFlaw.NOT_A_PROOF)
        return
    if not checked.is_linked:
        yield FolderFound(FolderFlaw.UNLINKED)
