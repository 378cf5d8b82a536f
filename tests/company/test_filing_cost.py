"""What it takes to keep, to send or to find one document does not grow with those that are there already."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from company_sentences import GROUP, LEASE, StoppedClock, activate, add

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import driver_of
from stockage_partage.company.facts import Order
from stockage_partage.company.online_facts import FileSeen, Seen
from stockage_partage.company.outbox_turns import FiledAs
from stockage_partage.errors import ThirdPartyInUse

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
FEW, MANY = 40, 1_000


@pytest.fixture
def kept() -> Iterator[CompanyDatabase]:
    """Storage on, with one connection: whoever asks next is given the one that was given back."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "BIJOU.sqlite"
        with CompanyDatabase.create(path, "BIJOU", clock=StoppedClock()) as db:
            activate(db)
            yield db


def steps(db: CompanyDatabase, act: Callable[[], object]) -> int:
    """What SQLite's machine does for `act`."""
    count = itertools.count()
    _watch(db, lambda: next(count) < 0)
    act()
    _watch(db, None)
    return next(count)


def _watch(db: CompanyDatabase, step: Callable[[], bool] | None) -> None:
    with db.outbox._transactions.reading() as connection:
        driver_of(connection).set_progress_handler(step, 1)


def keep(db: CompanyDatabase, number: int) -> None:
    """Another invoice of the same customer and day: as much alike as documents are."""
    add(db, number=f"FA{number:05}", data=f"{number}".encode())


def send_one(db: CompanyDatabase) -> None:
    """The next document is claimed and marked."""
    claimed = claim(db, "worker", LEASE)
    assert claimed is not None
    there = FiledAs(f"item-{claimed.document_id}", "https://x.example/1", claimed.size)
    assert mark_filed(db, claimed.document_id, "worker", there)


def keep_and_send(db: CompanyDatabase, number: int) -> None:
    """The same, filed."""
    keep(db, number)
    send_one(db)


def assert_no_dearer(
    db: CompanyDatabase,
    fill: Callable[[CompanyDatabase, int], None],
    act: Callable[[CompanyDatabase, int], object],
) -> None:
    """`act` among many that `fill` made takes about the steps it takes among few."""
    for number in range(FEW):
        fill(db, number)
    among_few = steps(db, lambda: act(db, 1))
    for number in range(FEW, MANY):
        fill(db, number)
    among_many = steps(db, lambda: act(db, 2))
    assert 20 < among_many < among_few * 1.5


def found(pieces: object) -> None:
    """It is there."""
    assert pieces


def forget_nobody(db: CompanyDatabase) -> None:
    """Its customer bears documents."""
    with pytest.raises(ThirdPartyInUse):
        db.third_parties.remove("CARAT")


def key_of(db: CompanyDatabase) -> str:
    """That of one of the first."""
    (piece,) = db.pieces.numbered("FA00011", "CARAT")
    return piece.key


#: What is done, at first and the second time.
ACTS: dict[str, Callable[[CompanyDatabase, int], object]] = {
    "new": lambda db, time: keep(db, 70_000 + time),
    "the same bytes": lambda db, _: keep(db, 7),
    "other bytes": lambda db, time: add(db, number=f"FA{10 + time:05}", data=b"other"),
    "the same bytes elsewhere": lambda db, time: add(db, number=f"FB{time}", data=b"9"),
    "sent": lambda db, _: send_one(db),
}
#: The same among documents that are filed.
ACTS_LATER: dict[str, Callable[[CompanyDatabase, int], object]] = {
    "the same bytes": lambda db, _: keep(db, 7),
    "other bytes": lambda db, time: add(db, number=f"FA{10 + time:05}", data=b"other"),
    "the same bytes elsewhere": lambda db, time: add(db, number=f"FB{time}", data=b"9"),
    "attached to by its number": lambda db, _: found(db.pieces.numbered("fa00011", "CARAT")),
    "attached to by its key": lambda db, _: found(db.pieces.keyed(key_of(db))),
    "its third party forgotten": lambda db, _: forget_nobody(db),
    "searched": lambda db, _: found(db.register.search("fa00011")),
    "searched in order": lambda db, _: found(db.register.search(order=Order.NUMBER, limit=10)),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_it_takes_as_many_steps_among_many_as_among_few(
    kept: CompanyDatabase, act: Callable[[CompanyDatabase, int], object]
) -> None:
    assert_no_dearer(kept, keep, act)


@pytest.mark.parametrize("act", ACTS_LATER.values(), ids=ACTS_LATER)
def test_it_takes_as_many_steps_once_they_are_filed(
    kept: CompanyDatabase, act: Callable[[CompanyDatabase, int], object]
) -> None:
    assert_no_dearer(kept, keep_and_send, act)


def seen_again(db: CompanyDatabase, time: int) -> None:
    """Two files are found at other places online, and two places are asked for."""
    files = (FileSeen(f"item-{one}", f"Sage/{time}/{one}.pdf", 1, "", "") for one in (3, 4))
    changed = db.online.look(Seen(GROUP, "drive-1", files=tuple(files)), lambda _: True)
    assert len(changed) == 2
    assert len(db.online.holders(GROUP, [each.path for each in changed])) == 2


def test_what_was_seen_online_walks_through_no_other_document(kept: CompanyDatabase) -> None:
    assert_no_dearer(kept, keep_and_send, seen_again)
