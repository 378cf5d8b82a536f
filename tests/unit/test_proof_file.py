"""A proof stands alone: whole it holds, and no byte of it can be changed without being found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.company.journal.entries import (
    NO_HASH,
    JournalEntry,
    JournalHead,
    as_canonical,
)
from stockage_partage.documents.proof.proof_file import (
    Proof,
    ProofFlaw,
    ProvenDocument,
    flaw_of,
    read,
    written,
)

SHA256 = hashlib.sha256(b"the invoice").hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()
DOCUMENT = ProvenDocument(
    7, "FA00042", "facture", "2026-03-15", "CARAT", "Sage/…/a.pdf", 11, SHA256
)


def chain(length: int) -> list[JournalEntry]:
    """Entries of which every third one tells of the document."""
    entries: list[JournalEntry] = []
    for number in range(1, length + 1):
        ours = number % 3 == 0
        entry = JournalEntry(
            number,
            1_774_952_100_000_000 + number,
            "kept" if ours else "sent",
            "comptabilite",
            "POSTE-7",
            "marie@bijou.fr",
            7 if ours else number + 100,
            as_canonical({"sha256": SHA256 if ours else OTHER, "title": "élan « 7 »"}),
            entries[-1].hash if entries else NO_HASH,
        )
        entries.append(replace(entry, hash=entry.hashed))
    return entries


def proof(length: int = 8) -> Proof:
    entries = chain(length)
    ours = tuple(each for each in entries if each.document == 7)
    rest = entries[ours[0].number - 1 :]
    return Proof(
        "company",
        "BIJOU SA",
        DOCUMENT,
        ours,
        ours[0].number,
        ours[0].previous,
        tuple(each.digest for each in rest),
        JournalHead(rest[-1].number, rest[-1].hash),
    )


def test_it_comes_back_as_it_was_written_and_holds() -> None:
    assert read(written(proof())) == proof()
    assert flaw_of(proof(), SHA256, proof().head) is None


def test_the_entries_of_others_are_not_in_it() -> None:
    assert OTHER.encode() not in written(proof())


def test_other_bytes_and_another_head_are_told_apart_from_a_broken_proof() -> None:
    assert flaw_of(proof(), OTHER) is ProofFlaw.OTHER_BYTES
    kept = JournalHead(proof().head.number, OTHER)
    assert flaw_of(proof(), SHA256, kept) is ProofFlaw.OTHER_HEAD


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"before": OTHER}, ProofFlaw.ENTRY_CHANGED),
        ({"first": 4}, ProofFlaw.ENTRY_CHANGED),
        ({"head": JournalHead(8, OTHER)}, ProofFlaw.UNLINKED),
        ({"head": JournalHead(9, proof().head.hash)}, ProofFlaw.UNLINKED),
        ({"digests": proof().digests[:-1]}, ProofFlaw.UNLINKED),
        ({"digests": ()}, ProofFlaw.UNLINKED),
        ({"entries": ()}, ProofFlaw.NOT_TOLD),
        ({"document": replace(DOCUMENT, id=8)}, ProofFlaw.NOT_TOLD),
        ({"document": replace(DOCUMENT, sha256=OTHER)}, ProofFlaw.NOT_TOLD),
    ],
)
def test_what_was_changed_is_found(change: dict[str, Any], flaw: ProofFlaw) -> None:
    assert flaw_of(replace(proof(), **change)) is flaw


@given(st.data())
def test_an_entry_changed_anywhere_is_found(data: st.DataObject) -> None:
    """Hashed again by whoever changed it: the digests that follow do not agree."""
    at = data.draw(st.integers(0, 1))
    name = data.draw(
        st.sampled_from(["account", "act", "application", "workstation", "at", "subject"])
    )
    entries = list(proof().entries)
    value: Any = entries[at].at + 1 if name == "at" else f"{getattr(entries[at], name)} "
    changed = replace(entries[at], **{name: value})
    entries[at] = replace(changed, hash=changed.hashed) if data.draw(st.booleans()) else changed
    assert flaw_of(replace(proof(), entries=tuple(entries))) is ProofFlaw.ENTRY_CHANGED


@given(st.binary(max_size=200))
def test_anything_else_is_no_proof(content: bytes) -> None:
    with pytest.raises(ValueError, match="no proof"):
        read(content)


@given(st.data())
def test_a_proof_with_anything_in_it_is_refused_or_read(data: st.DataObject) -> None:
    told = json.loads(written(proof()))
    odd = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.none(), max_size=2)
    part = data.draw(st.sampled_from(sorted(told)))
    if isinstance(told[part], dict) and data.draw(st.booleans()):
        told[part][data.draw(st.sampled_from(sorted(told[part])))] = data.draw(odd)
    else:
        told[part] = data.draw(odd)
    try:
        found = read(json.dumps(told).encode())
    except ValueError:
        return
    flaw_of(found, SHA256)  # anything but an error


def test_a_proof_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no proof"):
        read(b"[" * 200_000)
