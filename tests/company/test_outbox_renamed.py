"""A document whose name another file holds online takes the next one, on both engines."""

from __future__ import annotations

from company_sentences import LEASE, add, path_of

from one_document import claim
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import Classification, DocumentRow
from stockage_partage.company.outbox.batch import BatchResults, RenamedResult
from stockage_partage.company.state_records import Status


def renamed(
    db: CompanyDatabase, document_id: int, how: RenamedResult, owner: str = "worker"
) -> bool:
    """False: `owner` holds it no more."""
    return not db.outbox.turn(owner, BatchResults(renamed={document_id: how})).lost


def row_of(db: CompanyDatabase, document_id: int) -> DocumentRow:
    row = db.register.get(document_id)
    assert row is not None
    return row


def test_the_next_version_is_one_that_no_other_document_has(active: CompanyDatabase) -> None:
    first = add(active, data=b"one")
    second = add(active, data=b"two")
    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    assert (claimed.document_id, claimed.version) == (first.document_id, 1)
    assert renamed(active, first.document_id, RenamedResult(path_of("FA00042"), True, 2))
    moved = row_of(active, first.document_id)
    assert (moved.status, moved.version, moved.path) == (
        Status.WAITING, 3, path_of("FA00042")(3),
    )  # fmt: skip
    assert moved.key == row_of(active, second.document_id).key
    # At once, and not by whoever held it alone.
    claimed = claim(active, "other", LEASE)
    assert claimed is not None
    assert active.register.counters().waiting == 2


def test_another_number_keeps_the_version_and_steps_over_names_in_use(
    active: CompanyDatabase,
) -> None:
    def numbered(number: int) -> str:
        return f"Sage/Clients/CARAT/x ({number}).pdf"

    said = Classification("taken", "facture", "x", None, "clients", "CARAT")
    other = add(active, key="", data=b"other").document_id
    assert active.outbox.classify(other, said, lambda _: numbered(2)) is not None
    document = add(active, data=b"one").document_id
    for _ in range(2):
        assert claim(active, "worker", LEASE) is not None
    assert renamed(active, document, RenamedResult(numbered, False, 2))
    moved = row_of(active, document)
    assert (moved.version, moved.path) == (1, numbered(3))


def test_whoever_lost_the_lease_renames_nothing(active: CompanyDatabase) -> None:
    document = add(active).document_id
    assert claim(active, "other", LEASE) is not None
    before = row_of(active, document)
    assert not renamed(active, document, RenamedResult(path_of("FA00042"), True, 2))
    assert row_of(active, document).path == before.path
