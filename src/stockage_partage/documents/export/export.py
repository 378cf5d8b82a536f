"""« Rapatrier »: documents brought back to a folder, in the tree they have online, each one checked.

Works while storage is off, which is when it is needed (decision 0010), and while it is on. A file is
first written under a name of its own and takes its final one once it is known to be right; what is
there already and right is not fetched again, and no file that was there is ever written over.

An index tells what was brought back: a table that a French Excel opens with a double click. It is written
beside the documents as they come, and takes the place of the former one at the end: what an earlier
selection brought into the same folder stays in it. Beside it lies the proof of the files that are byte for
byte what was kept.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.one_document import ExportedDocument, Exporter, FileMatch
from stockage_partage.documents.export.target_folder import TargetFolder, numbered
from stockage_partage.documents.proof import folder_proof
from stockage_partage.documents.proof.proof_file import is_told
from stockage_partage.documents.tree.path_parser import read_back
from stockage_partage.errors import AccountTrouble, LinkInTheWay, NeverActivated, SignInNeeded
from stockage_partage.held_folder import HeldFolder, as_known
from stockage_partage.plain_text import csv_text, harmless
from stockage_partage.streams import Stopped, check

_PROOF_NAME = "preuve {day}.jsonl"
_INDEX_NAME = "index.csv"
#: Downloads under way at once: what Microsoft's own limits and other clients bear (2 to 4).
AT_ONCE = 4
_AHEAD = 2 * AT_ONCE
#: Names told of what could not be brought back; the counts are exact whatever their number.
LISTED = 500
#: One line of the index, in the caller's own language, and its headings.
Line = Callable[[ExportedDocument], list[str]]


@dataclass(frozen=True, slots=True)
class IndexTexts:
    """How the index is written: only the caller speaks the reader's language."""

    headings: tuple[str, ...]
    line: Line
    path_at: int


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far it is; `total` is exact unless documents come or go meanwhile. `size` in bytes."""

    done: int
    total: int
    size: int
    path: str


@dataclass(slots=True)
class ExportResult:
    """What a run came to. `complete` False: somebody stopped it; the next run fetches the rest.

    `refused`: what kept all the documents of a group away.
    """

    total: int = 0
    fetched: int = 0
    already: int = 0
    changed: int = 0
    missing: int = 0
    unfiled: int = 0  # not online yet: taken from the company database
    size: int = 0
    listed: list[ExportedDocument] = field(default_factory=list)  # missing, or not what was filed
    index: Path | None = None
    proof: Path | None = None
    proven: int = 0  # documents that the proof is of
    complete: bool = False
    refused: AccountTrouble | None = None

    def take(self, brought: ExportedDocument) -> None:
        """Counts one document more, and lists it when it is missing or not what was filed."""
        if brought.missing is not None:
            self.missing += 1
        elif brought.already:
            self.already += 1
        else:
            self.fetched += 1
            self.size += brought.size
        self.changed += brought.is_changed
        self.unfiled += brought.missing is None and brought.row.status is not Status.FILED
        told = brought.missing is None and not brought.is_changed
        if not told and len(self.listed) < LISTED and not self._is_said(brought):
            self.listed.append(brought)

    def _is_said(self, brought: ExportedDocument) -> bool:
        """What keeps all of a group's documents away is said of the first of them."""
        trouble = brought.missing.trouble if brought.missing is not None else None
        if not isinstance(trouble, AccountTrouble):
            return False
        if self.refused is None or self.refused.kind != trouble.kind:
            self.refused = trouble
            return False
        return True


Tell = Callable[[ExportProgress], None]


def how_many(app: AppContext, chosen: ExportFilter) -> int:
    """Documents that the choice means, whatever their state."""
    if not (chosen.since or chosen.until):
        return app.database.selection.count(chosen)
    return sum(1 for _ in walk(app, chosen))


def bring_back(
    app: AppContext,
    folder: Path,
    index_words: IndexTexts,
    chosen: ExportFilter = ExportFilter(),  # noqa: B008  # frozen
    stop: Event | None = None,
    tell: Tell = lambda _: None,
    *,
    prove: bool = False,
) -> ExportResult:
    """Brings what was chosen back to `folder`, made when it is not there.

    `prove`: a file beside them shows that those that are whole are the ones that were kept.
    What cannot be brought back is listed with its reason and does not stop the others. Raises
    NeverActivated, SignInNeeded, Offline, TargetFolderRefused, DiskFull and the other troubles that stop
    everything; the index then tells what was done until then.
    """
    if app.database.activation.known_group() is None:
        raise NeverActivated
    if app.sign_in.account() is None:
        raise SignInNeeded
    app.know_hosts()
    with closing(TargetFolder(folder)) as target:
        proven = ProvenFiles() if prove else None
        result = _brought_back(app, target, index_words, chosen, stop or Event(), tell, proven)
        if proven is not None and result.complete:
            with target.told():
                result.proof, result.proven = proven.write(app, target.root), len(proven.documents)
    told = {"documents": result.fetched, "already": result.already, "bytes": result.size}
    app.database.journal.note(JournalAct.BROUGHT_BACK, told, app.who(), app.application)
    return result


def _brought_back(
    app: AppContext,
    target: TargetFolder,
    index_words: IndexTexts,
    chosen: ExportFilter,
    stop: Event,
    tell: Tell,
    proven: ProvenFiles | None,
) -> ExportResult:
    result = ExportResult(total=how_many(app, chosen))
    with target.told():
        arriving = target.beside("index").name
        index = ExportIndex(target.root, arriving, index_words.headings, index_words.path_at)
    try:
        for brought in brought_in_order(Exporter(app, target, stop), walk(app, chosen)):
            result.take(brought)
            if proven is not None:
                proven.take(brought)
            with target.told():
                index.add(index_words.line(brought))
            done = result.fetched + result.already + result.missing
            tell(ExportProgress(done, result.total, result.size, brought.path))
        result.complete = True
    except Stopped:
        pass
    finally:
        with target.told():
            result.index = as_known(index.finish())
    return result


def walk(app: AppContext, chosen: ExportFilter) -> Iterator[DocumentRow]:
    """What was chosen; a document without a day, by the month that its place tells."""
    for row in app.database.selection.walk(chosen):
        if may_be_of(row, chosen):
            yield replace(row, url=app.own(row.url))


def may_be_of(row: DocumentRow, chosen: ExportFilter) -> bool:
    """Whether the document may be of the days that were chosen; one without a day, by what its place tells."""
    if row.date is not None:
        return True  # the database has looked
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


def brought_in_order(fetching: Exporter, rows: Iterator[DocumentRow]) -> Iterator[ExportedDocument]:
    """Several at once, told in their order; a trouble of everything stops what has not begun."""
    under_way: deque[Future[ExportedDocument]] = deque()
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


class ExportIndex:
    """One line a document; `path_at` is the column that tells two lines apart.

    `arriving`: the name under which this run alone writes it before it is whole.
    """

    def __init__(
        self, folder: HeldFolder, arriving: str, headings: Sequence[str], path_at: int
    ) -> None:
        self._folder = folder
        self._headings = list(headings)
        self._path_at = path_at
        self._paths: set[int] = set()
        self._arriving = arriving
        self._file = csv_text(folder.create(arriving))
        self._lines = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._lines.writerow(self._headings)

    def add(self, cells: Sequence[str]) -> None:
        """A line, made harmless for a spreadsheet."""
        self._paths.add(hash(cells[self._path_at]))
        self._lines.writerow([harmless(cell) for cell in cells])

    def finish(self) -> Path:
        """The former lines that this run did not write again, then the new name; where it is."""
        for cells in self._former():
            if hash(cells[self._path_at]) not in self._paths:
                self._lines.writerow(cells)
        self._file.close()
        return self._settle()

    def abandon(self) -> None:
        """Nothing of it is kept."""
        self._file.close()
        with suppress(OSError):
            self._folder.remove(self._arriving)

    def _settle(self) -> Path:
        name = _INDEX_NAME
        if self._folder.holds(name) and not self._is_ours():
            name = self._free()
        try:
            self._folder.replace(self._arriving, self._folder, name)
        except PermissionError:  # a spreadsheet has it open
            name = self._free()
            self._folder.replace(self._arriving, self._folder, name)
        return self._folder.path / name

    def _former(self) -> Iterator[list[str]]:
        if not self._is_ours():
            return
        with csv_text(self._folder.open(_INDEX_NAME)) as file:
            lines = csv.reader(file, delimiter=";")
            next(lines, None)
            yield from (cells for cells in lines if len(cells) == len(self._headings))

    def _is_ours(self) -> bool:
        """True for a former index of the same columns; a link is none."""
        try:
            with csv_text(self._folder.open(_INDEX_NAME)) as file:
                return next(csv.reader(file, delimiter=";"), None) == self._headings
        except (OSError, UnicodeDecodeError, csv.Error, LinkInTheWay):
            return False

    def _free(self) -> str:
        number = 2
        while self._folder.holds(numbered(_INDEX_NAME, number)):
            number += 1
        return numbered(_INDEX_NAME, number)


class ProvenFiles:
    """The files that are byte for byte what was kept; of the others nothing can be shown."""

    def __init__(self) -> None:
        self.documents: dict[int, tuple[str, str]] = {}  # id -> path below the folder, SHA-256

    def take(self, brought: ExportedDocument) -> None:
        """Remembers a file that can be proven."""
        if brought.missing is None and brought.verdict is FileMatch.IDENTICAL and brought.sha256:
            self.documents[brought.row.id] = (brought.path, brought.sha256)

    def write(self, app: AppContext, folder: HeldFolder) -> Path | None:
        """Writes the proof under a name of its own; None where there is nothing to prove.

        Raises OSError, and the database troubles.
        """
        # What was kept before there was a journal, nobody tells of: a proof of it would not hold.
        self.documents = {
            document_id: (path, sha256)
            for document_id, (path, sha256) in self.documents.items()
            if is_told(app.database, document_id, sha256)
        }
        if not self.documents:
            return None
        company = app.database.company.get()
        name = _PROOF_NAME.format(day=app.clock().date().isoformat())
        free = next(each for number in count(1) if not folder.holds(each := numbered(name, number)))
        entries = (entry for page in app.database.journal.pages() for entry in page)
        with folder.create(free) as file:
            named, stamps = (company.id, company.name), app.database.timestamps.after(0)
            folder_proof.write(file, named, entries, self.documents, stamps)
        return as_known(folder.path / free)
