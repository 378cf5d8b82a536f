"""The proof of a folder: whole it holds, and nothing changed in it or beside it is missed."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.company.journal.entries import NO_HASH, JournalEntry, as_canonical
from stockage_partage.documents.proof.folder_proof import (
    FolderFlaw,
    check,
    documents_beside,
    is_of_folder,
    lines_of,
    write,
)

FILES = {"Sage/Clients/FA1.pdf": b"one", "Sage/Clients/FA2.pdf": b"two"}
HASHES = {path: hashlib.sha256(content).hexdigest() for path, content in FILES.items()}
DOCUMENTS = {
    number: (path, sha256) for number, (path, sha256) in enumerate(HASHES.items(), start=11)
}


def journal() -> list[JournalEntry]:
    """Entries of the two documents, before, between and after those of others."""
    entries: list[JournalEntry] = []
    for number, document in enumerate((1, 11, 2, 12, 11, 3), start=1):
        told = {
            "sha256": DOCUMENTS.get(document, ("", "0" * 64))[1],
            "title": f"document {document}",
        }
        previous = entries[-1].hash if entries else NO_HASH
        entry = JournalEntry(
            number,
            10 * number,
            "kept",
            "comptabilite",
            "P",
            "m",
            document,
            as_canonical(told),
            previous,
        )
        entries.append(replace(entry, hash=entry.hashed))
    return entries


def written() -> bytes:
    file = io.BytesIO()
    head = write(file, ("id", "BIJOU"), journal(), DOCUMENTS)
    assert head.number == 6
    return file.getvalue()


def flaws(content: bytes, files: dict[str, str] = HASHES) -> list[FolderFlaw]:
    return [found.flaw for found in check(lines_of(io.BytesIO(content)), files.get)]


def test_it_holds_and_tells_nothing_of_others() -> None:
    assert flaws(written()) == []
    assert b"document 2" not in written()
    assert b"document 11" in written()


def test_a_file_that_is_gone_or_another_is_named() -> None:
    one, two = HASHES
    assert flaws(written(), {one: HASHES[one]}) == [FolderFlaw.FILE_GONE]
    assert flaws(written(), {one: HASHES[two], two: HASHES[two]}) == [FolderFlaw.OTHER_BYTES]


def test_a_document_that_no_entry_tells_of_is_named() -> None:
    file = io.BytesIO()
    write(file, ("id", "BIJOU"), journal(), DOCUMENTS | {12: ("Sage/Clients/FA2.pdf", "a" * 64)})
    assert flaws(file.getvalue()) == [FolderFlaw.NOT_TOLD]


@given(st.data())
def test_no_line_can_be_taken_out_or_moved(data: st.DataObject) -> None:
    lines = written().splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    if b"document" in lines[at] and b"entree" not in lines[at]:
        return  # a document less is proven: nothing is said of it
    assert flaws(b"".join(lines[:at] + lines[at + 1 :]))
    other = data.draw(st.integers(0, 5))
    if at <= 5 and at != other:  # what the chain is made of; documents may stand anywhere after
        lines[at], lines[other] = lines[other], lines[at]
        assert flaws(b"".join(lines))


@given(st.data())
def test_no_letter_of_an_entry_can_be_changed(data: st.DataObject) -> None:
    lines = written().splitlines(keepends=True)
    at = data.draw(st.sampled_from([i for i, line in enumerate(lines) if b"entree" in line]))
    told = json.loads(lines[at])
    name = data.draw(st.sampled_from(sorted(told["entree"])))
    value = told["entree"][name]
    told["entree"][name] = value + 1 if isinstance(value, int) else f"{value}0"
    lines[at] = json.dumps(told).encode() + b"\n"
    assert flaws(b"".join(lines))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"null\n", b"[" * 9999, b"%PDF-1.7", b'{"format": 1}\n', b"\xff\xfe"]
)
def test_anything_else_is_no_proof(tmp_path: Path, content: bytes) -> None:
    assert flaws(content) == [FolderFlaw.NOT_A_PROOF]
    (tmp_path / "a").write_bytes(content)
    assert not is_of_folder(tmp_path / "a")
    assert not is_of_folder(tmp_path / "absent")


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    folder = tmp_path / "dossier"
    for path, content in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "lien").symlink_to(tmp_path)
    proof = folder / "preuve.jsonl"
    proof.write_bytes(written())
    with documents_beside(proof) as sha256_of:
        assert {path: sha256_of(path) for path in FILES} == HASHES
        for path in (
            "../secret",
            "lien/secret",
            str(tmp_path / "secret"),
            "Sage/../../secret",
            "",
            "Sage",
        ):
            assert sha256_of(path) is None
