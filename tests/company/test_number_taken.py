"""A place that another number has is refused in the transaction that would have taken it."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import (
    AddedDocument,
    AddOutcome,
    Classification,
    NewDocument,
)
from stockage_partage.company.outbox.adding import NumberTaken


def keep(db: CompanyDatabase, number: str, content: bytes, key: str = "place") -> AddedDocument:
    document = NewDocument(
        key, "x.pdf", len(content), hashlib.sha256(content).hexdigest(), number=number
    )
    return db.outbox.add(document, io.BytesIO(content), lambda version: f"{key}_{version}")


def test_another_number_is_no_version_of_the_first(active: CompanyDatabase) -> None:
    keep(active, "FA42", b"1")
    with pytest.raises(NumberTaken):
        keep(active, "fa42", b"2")
    assert active.register.counters().waiting == 1
    assert keep(active, "FA42", b"3").version == 2
    assert keep(active, "fa42", b"1").outcome is AddOutcome.ALREADY_WAITING  # the same bytes
    assert keep(active, "", b"4").version == 3  # nothing contradicts it


def test_two_spellings_of_an_accent_are_one_number(active: CompanyDatabase) -> None:
    keep(active, "\u00c91", b"1")
    assert keep(active, "E\u03011", b"2").version == 2


def test_nor_is_one_that_waited_for_its_place(active: CompanyDatabase) -> None:
    keep(active, "FA42", b"1")
    waiting = keep(active, "", b"2", key="")
    said = Classification("place", "facture", "fa42", date(2026, 3, 1), "", "")
    with pytest.raises(NumberTaken):
        active.outbox.classify(waiting.document_id, said, lambda version: f"place_{version}")
    assert active.register.counters().to_classify == 1
