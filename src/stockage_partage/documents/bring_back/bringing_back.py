"""« Rapatrier »: documents brought back to a folder, in the tree they have online, each one checked.

Works while storage is off, which is when it is needed (decision 0010), and while it is on. A file is
first written under a name of its own and takes its final one once it is known to be right; what is
there already and right is not fetched again, and no file that was there is ever written over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event

from stockage_partage.company.facts import DocumentRow
from stockage_partage.company.selection import Chosen
from stockage_partage.documents.bring_back.index import Index
from stockage_partage.documents.bring_back.one import Brought, Fetching, Missing
from stockage_partage.documents.bring_back.target import Target
from stockage_partage.documents.patience import Stopped, check
from stockage_partage.documents.tree.reading_back import read_back
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import AccountTrouble, NeverActivated, SignInNeeded

#: Downloads under way at once: what Microsoft's own limits and other clients bear (2 to 4).
AT_ONCE = 4
_AHEAD = 2 * AT_ONCE
#: Names told of what could not be brought back; the counts are exact whatever their number.
LISTED = 500

#: One line of the index, in the caller's own language, and its headings.
Line = Callable[[Brought], list[str]]


@dataclass(frozen=True, slots=True)
class IndexWords:
    """How the index is written: only the caller speaks the reader's language."""

    headings: tuple[str, ...]
    line: Line
    path_at: int


@dataclass(frozen=True, slots=True)
class BringBackProgress:
    """How far it is; `total` is exact unless documents come or go meanwhile. `size` in bytes."""

    done: int
    total: int
    size: int
    path: str


@dataclass(slots=True)
class BroughtBack:
    """What a run came to. `complete` False: somebody stopped it; the next run fetches the rest.

    `refused`: what kept all the documents of a group away.
    """

    total: int = 0
    fetched: int = 0
    already: int = 0
    changed: int = 0
    missing: int = 0
    size: int = 0
    listed: list[Brought] = field(default_factory=list)  # missing, or not what was filed
    index: Path | None = None
    complete: bool = False
    refused: AccountTrouble | None = None

    def take(self, brought: Brought) -> None:
        """One document more."""
        if brought.missing is not None:
            self.missing += 1
        elif brought.already:
            self.already += 1
        else:
            self.fetched += 1
            self.size += brought.size
        self.changed += brought.is_changed
        told = brought.missing is None and not brought.is_changed
        if not told and len(self.listed) < LISTED and not self._is_said(brought):
            self.listed.append(brought)

    def _is_said(self, brought: Brought) -> bool:
        """What keeps all of a group's documents away is said of the first of them."""
        trouble = brought.missing.trouble if brought.missing is not None else None
        if not isinstance(trouble, AccountTrouble):
            return False
        if self.refused is None or self.refused.kind != trouble.kind:
            self.refused = trouble
            return False
        return True


Tell = Callable[[BringBackProgress], None]


def how_many(workplace: Workplace, chosen: Chosen) -> int:
    """Documents that the choice means, whatever their state."""
    if not (chosen.since or chosen.until):
        return workplace.database.selection.count(chosen)
    return sum(1 for _ in _walk(workplace, chosen))


def bring_back(
    workplace: Workplace,
    folder: Path,
    index_words: IndexWords,
    chosen: Chosen = Chosen(),  # noqa: B008  # frozen
    stop: Event | None = None,
    tell: Tell = lambda _: None,
) -> BroughtBack:
    """Brings what was chosen back to `folder`, made when it is not there.

    What cannot be brought back is listed with its reason and does not stop the others. Raises
    NeverActivated, SignInNeeded, Offline, TargetFolderRefused, DiskFull and the other troubles that stop everything; the index then tells what was done until then.
    """
    if workplace.database.activation.known_group() is None:
        raise NeverActivated
    if workplace.sign_in.account() is None:
        raise SignInNeeded
    target = Target(folder)
    result = BroughtBack(total=how_many(workplace, chosen))
    with target.told():
        arriving = target.beside("index")
        index = Index(target.folder, arriving, index_words.headings, index_words.path_at)
    fetching = Fetching(workplace, target, stop or Event())
    try:
        for brought in _all(fetching, _walk(workplace, chosen)):
            result.take(brought)
            with target.told():
                index.add(index_words.line(brought))
            done = result.fetched + result.already + result.missing
            tell(BringBackProgress(done, result.total, result.size, brought.path))
        result.complete = True
    except Stopped:
        pass
    finally:
        with target.told():
            result.index = index.finish()
    workplace.database.journal.note(
        "brought_back", workplace.who(), workplace.application, detail=f"{result.fetched}"
    )
    return result


def _walk(workplace: Workplace, chosen: Chosen) -> Iterator[DocumentRow]:
    """What was chosen; a document without a day, by the month that its place tells."""
    for row in workplace.database.selection.walk(chosen):
        if row.date is not None or _may_be_of(row, chosen):
            yield row


def _may_be_of(row: DocumentRow, chosen: Chosen) -> bool:
    month = read_back(row.path).month if row.path else None
    if month is None:
        return True  # nobody knows: kept rather than left behind
    year, of_year = month
    first = date(year, of_year, 1)
    after = (
        date(year + of_year // 12, of_year % 12 + 1, 1) if (year, of_year) < (9999, 12) else None
    )
    begins_in_time = chosen.until is None or first <= chosen.until
    ends_in_time = chosen.since is None or after is None or after > chosen.since
    return begins_in_time and ends_in_time


def _all(fetching: Fetching, rows: Iterator[DocumentRow]) -> Iterator[Brought]:
    """Several at once, told in their order; a trouble of everything stops what has not begun."""
    under_way: deque[Future[Brought]] = deque()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bring-back") as workers:
        try:
            for row in rows:
                check(fetching.stop)
                under_way.append(workers.submit(fetching.fetch, row))
                if len(under_way) >= _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BaseException:
            fetching.give_up()
            for each in under_way:
                each.cancel()
            raise


__all__ = [
    "BringBackProgress",
    "Brought",
    "BroughtBack",
    "IndexWords",
    "Missing",
    "bring_back",
    "how_many",
]
