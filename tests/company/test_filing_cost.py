"""What it takes to keep, to send or to find one document does not grow with those that are there already."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from company_sentences import GROUP, LEASE, StoppedClock, activate, add

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import SortOrder
from stockage_partage.company.engine.connections import driver_of
from stockage_partage.company.online.online_records import ChangesPage, FileChange
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.errors import ThirdPartyInUse

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
FEW, MANY = 40, 1_000


Fill = Callable[[CompanyDatabase, int], None]
Kept = Callable[[Fill, int], CompanyDatabase]


@pytest.fixture(scope="module")
def filled() -> Iterator[Callable[[Fill, int], Path]]:
    """A company that `fill` filled so many times, storage on: each is filled once, and put back."""
    made: dict[tuple[Fill, int], bytes] = {}
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:

        def filled(fill: Fill, count: int) -> Path:
            # In its own folder for good: at another place it would be a copy, which the program refuses.
            path = Path(folder) / fill.__name__ / str(count) / "BIJOU.sqlite"
            if (fill, count) in made:
                path.write_bytes(made[fill, count])
                return path
            path.parent.mkdir(parents=True)
            with CompanyDatabase.create(path, "BIJOU", clock=StoppedClock()) as db:
                activate(db)
                for number in range(count):
                    fill(db, number)
            made[fill, count] = path.read_bytes()
            return path

        yield filled


@pytest.fixture
def kept(filled: Callable[[Fill, int], Path]) -> Iterator[Kept]:
    """Opens one of them; whoever asks next is given the one connection that was given back."""
    with ExitStack() as opened:

        def kept(fill: Fill, count: int) -> CompanyDatabase:
            database = CompanyDatabase.open(filled(fill, count), clock=StoppedClock())
            return opened.enter_context(database)

        yield kept


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
    there = FiledResult(f"item-{claimed.document_id}", "https://x.example/1", claimed.size)
    assert mark_filed(db, claimed.document_id, "worker", there)


def keep_and_send(db: CompanyDatabase, number: int) -> None:
    """The same, filed."""
    keep(db, number)
    send_one(db)


def assert_no_dearer(kept: Kept, fill: Fill, act: Callable[[CompanyDatabase, int], object]) -> None:
    """`act` among many that `fill` made takes about the steps it takes among few."""

    def among(count: int) -> int:
        db = kept(fill, count)
        fill(db, MANY)  # what a connection does once is done
        return steps(db, lambda: act(db, 1))

    among_few, among_many = among(FEW), among(MANY)
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


#: What is done.
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
    "searched in order": lambda db, _: found(db.register.search(order=SortOrder.NUMBER, limit=10)),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.thorough
def test_it_takes_as_many_steps_among_many_as_among_few(
    kept: Kept, act: Callable[[CompanyDatabase, int], object]
) -> None:
    assert_no_dearer(kept, keep, act)


@pytest.mark.parametrize("act", ACTS_LATER.values(), ids=ACTS_LATER)
@pytest.mark.thorough
def test_it_takes_as_many_steps_once_they_are_filed(
    kept: Kept, act: Callable[[CompanyDatabase, int], object]
) -> None:
    assert_no_dearer(kept, keep_and_send, act)


def seen_again(db: CompanyDatabase, time: int) -> None:
    """Two files are found at other places online, and two places are asked for."""
    files = (FileChange(f"item-{one}", f"Sage/{time}/{one}.pdf", 1, "", "") for one in (3, 4))
    changed = db.online.look(ChangesPage(GROUP, "drive-1", files=tuple(files)), lambda _: True)
    assert len(changed) == 2
    assert len(db.online.holders(GROUP, [each.path for each in changed])) == 2


@pytest.mark.thorough
def test_what_was_seen_online_walks_through_no_other_document(kept: Kept) -> None:
    assert_no_dearer(kept, keep_and_send, seen_again)
