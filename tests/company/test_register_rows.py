"""Finding documents again, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from company_sentences import LEASE, StoppedClock, add

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Counts, Order, Status, ThirdParty


@pytest.fixture
def filled(active: CompanyDatabase) -> CompanyDatabase:
    """Three customers' documents."""
    active.third_parties.add(
        [
            ThirdParty("CARAT", "clients", "Carat & Fils"),
            ThirdParty("BILLO", "fournisseurs", "Établissements Billo"),
        ]
    )
    add(active, "FA00001", b"1", date=date(2026, 1, 5))
    add(
        active,
        "FBC0007",
        b"2",
        type="bon-de-commande",
        third_party_code="BILLO",
        date=date(2026, 3, 1),
    )
    add(active, "AV00002", b"3", type="avoir", date=None)
    return active


def numbers(db: CompanyDatabase, text: str = "", **how: object) -> list[str]:
    return [row.number for row in db.register.search(text, **how)]  # type: ignore[arg-type]  # as given


def test_the_newest_comes_first(filled: CompanyDatabase) -> None:
    assert numbers(filled) == ["AV00002", "FBC0007", "FA00001"]


FOUND = {
    "fa00001": ["FA00001"],
    "FBC": ["FBC0007"],
    "etablissements": ["FBC0007"],
    "Billo bon": ["FBC0007"],
    "carat": ["AV00002", "FA00001"],
    "carat avoir": ["AV00002"],
    "100%": [],
    "_": ["AV00002", "FBC0007", "FA00001"],
    "   ": ["AV00002", "FBC0007", "FA00001"],
}


def test_every_word_must_be_found_whatever_its_case_and_accents(filled: CompanyDatabase) -> None:
    assert {text: numbers(filled, text) for text in FOUND} == FOUND


RISING = {
    Order.ADDED: ["FA00001", "FBC0007", "AV00002"],
    Order.DATE: ["AV00002", "FA00001", "FBC0007"],
    Order.NUMBER: ["AV00002", "FA00001", "FBC0007"],
    Order.THIRD_PARTY: ["FBC0007", "FA00001", "AV00002"],
    Order.TYPE: ["AV00002", "FBC0007", "FA00001"],
    Order.STATUS: ["FA00001", "FBC0007", "AV00002"],
}


def test_the_order_is_the_same_on_both_engines(filled: CompanyDatabase) -> None:
    rising = {order: numbers(filled, order=order, descending=False) for order in Order}
    assert rising == RISING
    falling = {order: numbers(filled, order=order) for order in Order}
    assert falling == {order: found[::-1] for order, found in RISING.items()}


def test_pages_follow_each_other(filled: CompanyDatabase) -> None:
    assert numbers(filled, limit=2) + numbers(filled, limit=2, offset=2) == numbers(filled)


def test_a_status_can_be_asked_for(filled: CompanyDatabase) -> None:
    claimed = filled.outbox.claim("worker", LEASE)
    assert claimed is not None
    filled.outbox.block(claimed.document_id, "worker", "NameRefused", "")
    assert numbers(filled, status=Status.BLOCKED) == ["FA00001"]
    assert numbers(filled, status=Status.FILED) == []


def test_what_was_told_is_what_is_found(filled: CompanyDatabase) -> None:
    row = filled.register.search("FBC0007")[0]
    assert (row.type, row.date, row.third_party_code, row.third_party_name) == (
        "bon-de-commande", date(2026, 3, 1), "BILLO", "Établissements Billo",
    )  # fmt: skip
    assert filled.register.get(row.id) == row
    assert filled.register.get(row.id + 100) is None


def test_the_counts_follow_every_step(active: CompanyDatabase, clock: StoppedClock) -> None:
    assert active.register.counters() == Counts()
    for number in range(4):
        add(active, f"FA{number:05}")
    add(active, "FA00009", key="")
    first, second, third = (active.outbox.claim("worker", LEASE) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    active.outbox.mark_filed(first.document_id, "worker", "item", "https://x.example", 6)
    active.outbox.block(second.document_id, "worker", "NameRefused", "")
    active.outbox.release(third.document_id, "worker")
    active.outbox.withdraw(third.document_id)
    assert active.register.counters() == Counts(
        waiting=1, filed=1, blocked=1, to_classify=1, last_filed_at=clock.now
    )
