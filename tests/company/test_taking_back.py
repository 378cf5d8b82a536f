"""Documents held while somebody may still keep them: nobody sends them, whatever is decided about them wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from company_sentences import Opened, StoppedClock, add, path_of

from one_document import block, claim
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AddOutcome, Classification
from stockage_partage.company.outbox.content import BATCH, PIECE
from stockage_partage.company.outbox.outbox import HELD
from stockage_partage.company.state_records import Status

SAID = Classification(
    key="ventes/facture/FA00042", type="facture", number="FA00042", date=None,
    third_party_kind="clients", third_party_code="CARAT",
)  # fmt: skip
LARGE = b"\x25" * (BATCH * PIECE + 17)


def test_a_document_that_is_held_is_sent_by_nobody_and_looks_as_before(
    active: CompanyDatabase, reopen: Callable[[], Opened]
) -> None:
    document = add(active).document_id
    before, revision = active.register.get(document), active.revision()
    held = active.outbox.hold([document])
    other = reopen()
    assert claim(other, "elsewhere") is None
    seen = other.register.get(document)
    assert before is not None
    assert seen == replace(before, due_at=held[document])  # which is told nowhere
    assert other.revision() == revision
    assert active.outbox.withdraw(document, held[document])
    assert active.register.get(document) is None


def test_when_its_holder_dies_it_is_sent_all_the_same(
    active: CompanyDatabase, reopen: Callable[[], Opened], clock: StoppedClock
) -> None:
    document = add(active).document_id
    active.outbox.hold([document])
    active.close()
    clock.advance(HELD)
    claimed = claim(reopen(), "elsewhere")
    assert claimed is not None
    assert claimed.document_id == document


def test_kept_after_all_it_leaves_at_once(active: CompanyDatabase) -> None:
    document = add(active).document_id
    held = active.outbox.hold([document])
    active.outbox.let_go(held)
    assert not active.outbox.withdraw(document, held[document])
    assert claim(active, "worker") is not None


def test_what_is_filed_or_on_its_way_is_not_held(active: CompanyDatabase) -> None:
    first, second = add(active).document_id, add(active, "FA00043").document_id
    assert claim(active, "worker") is not None
    assert list(active.outbox.hold([first, second, 999])) == [second]


def _retried(db: CompanyDatabase) -> None:
    (row,) = db.register.search()
    assert db.outbox.retry(row.id)


def _handed_over_again(db: CompanyDatabase) -> None:
    assert add(db).outcome is AddOutcome.ALREADY_WAITING


@pytest.mark.parametrize("decided", [_retried, _handed_over_again])
def test_what_somebody_else_decides_meanwhile_keeps_it(
    active: CompanyDatabase,
    reopen: Callable[[], Opened],
    decided: Callable[[CompanyDatabase], None],
) -> None:
    document = add(active).document_id
    held = active.outbox.hold([document])
    decided(reopen())
    assert not active.outbox.withdraw(document, held[document])
    assert claim(active, "worker") is not None


def test_a_large_file_handed_over_again_meanwhile_is_kept(active: CompanyDatabase) -> None:
    document = add(active, data=LARGE).document_id
    held = active.outbox.hold([document])
    assert add(active, data=LARGE).outcome is AddOutcome.ALREADY_WAITING
    assert not active.outbox.withdraw(document, held[document])


def test_one_that_gets_its_place_meanwhile_is_kept(active: CompanyDatabase) -> None:
    document = add(active, key="").document_id
    held = active.outbox.hold([document])
    assert active.outbox.classify(document, SAID, path_of("FA00042")) is not None
    assert not active.outbox.withdraw(document, held[document])
    row = active.register.get(document)
    assert row is not None
    assert row.status is Status.WAITING


def test_one_that_another_turns_out_to_be_is_kept(active: CompanyDatabase) -> None:
    kept = add(active).document_id
    held = active.outbox.hold([kept])
    again = add(active, key="").document_id
    added = active.outbox.classify(again, SAID, path_of("FA00042"))
    assert added is not None
    assert (added.document_id, added.outcome) == (kept, AddOutcome.ALREADY_WAITING)
    assert not active.outbox.withdraw(kept, held[kept])


def test_one_without_a_place_and_one_that_is_blocked_are_held_as_well(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    blocked = add(active).document_id
    assert claim(active, "worker") is not None
    assert block(active, blocked, "worker", "NameRefused")
    unplaced = add(active, "FA00043", key="").document_id
    held = active.outbox.hold([blocked, unplaced])
    clock.advance(timedelta(seconds=30))
    assert all(active.outbox.withdraw(each, until) for each, until in held.items())
