"""« Synchroniser »: what changed online since the last time, brought into the register.

Its cost follows the changes: a page of them is one request and one transaction, which keeps the place
in the stream as well. Whatever stops it (a kill, the network, somebody), the next run goes on there.
Decision 0015 tells why a first run goes through the whole library once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from stockage_partage.activation.states import Function
from stockage_partage.company.online.online_records import (
    ChangeKind,
    ChangesPage,
    DeltaBookmark,
    DocumentChange,
)
from stockage_partage.company.state_records import KnownGroup
from stockage_partage.documents.context import AppContext, patiently
from stockage_partage.documents.sync.page_reader import PageReader
from stockage_partage.documents.tree.document_types import (
    ALL_PARTS,
    ThirdPartyKind,
    TreePart,
    part_of,
)
from stockage_partage.documents.tree.filing_plan import Attachment, ThirdPartyFolder, plan
from stockage_partage.documents.tree.path_parser import CodeOf, as_written
from stockage_partage.documents.tree.segments import folded
from stockage_partage.errors import RightsLost
from stockage_partage.streams import Stopped, check

#: Names told of each kind; the counts are exact whatever their number.
LISTED = 500


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a run is. `whole`: the library is gone through, there is no bookmark to start from."""

    pages: int
    items: int
    counts: dict[ChangeKind, int]
    whole: bool


@dataclass(slots=True)
class SyncResult:
    """What a run came to. `complete` False: somebody stopped it, the next one goes on there."""

    counts: dict[ChangeKind, int] = field(default_factory=lambda: dict.fromkeys(ChangeKind, 0))
    listed: dict[ChangeKind, list[DocumentChange]] = field(
        default_factory=lambda: {kind: [] for kind in ChangeKind}
    )
    complete: bool = False
    whole: bool = False
    pages: int = 0
    items: int = 0
    _deleted: dict[int, DocumentChange] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """How many in all."""
        return sum(self.counts.values())

    def take(self, changes: Collection[DocumentChange]) -> None:
        """Adds what a page came to; a document that was only moved is not told deleted and back."""
        for each in changes:
            gone = self._deleted.pop(each.document_id, None)
            if gone is not None and each.kind is ChangeKind.RESTORED:
                self._untell(gone)
                if each.path != gone.path:
                    self._tell(
                        DocumentChange(
                            ChangeKind.MOVED,
                            each.document_id,
                            each.path,
                            each.number,
                            each.third_party_code,
                            gone.path,
                        )
                    )
                continue
            if each.kind is ChangeKind.DELETED:
                self._deleted[each.document_id] = each
            self._tell(each)

    def _tell(self, change: DocumentChange) -> None:
        self.counts[change.kind] += 1
        if len(self.listed[change.kind]) < LISTED:
            self.listed[change.kind].append(change)

    def _untell(self, change: DocumentChange) -> None:
        self.counts[change.kind] -= 1
        if change in self.listed[change.kind]:
            self.listed[change.kind].remove(change)


Tell = Callable[[SyncProgress], None]


def synchronise(
    app: AppContext,
    parts: Collection[TreePart] = ALL_PARTS,
    stop: Event | None = None,
    tell: Tell = lambda _: None,
    page_size: int | None = None,
    *,
    anew: bool = False,
) -> SyncResult:
    """Brings what changed online in these parts of the tree into the register.

    `anew`: not only what changed since the last time; the whole library is gone through once more, for a
    register that does not hold what its bookmarks say. A part left out keeps its own bookmark: what
    changes there meanwhile is seen by a later run. `tell` is called after each page, in the caller's
    thread. Raises StorageInactive, FunctionLimited, SignInNeeded, BeingPrepared, Offline and the other troubles; what was done until then stays done.
    """
    app.service.require(Function.SYNCHRONISE)
    drive_id = app.library()
    known = app.database.activation.known_group()
    assert known is not None  # noqa: S101  # `library` found its drive
    run = _Run(app, drive_id, known, stop or Event(), tell, page_size)
    try:
        if anew:
            run.begin_anew(frozenset(parts))
        run.follow(frozenset(parts))
        run.result.complete = True
    except Stopped:
        pass
    except RightsLost as refused:
        raise app.why_refused(refused) from None
    finally:
        app.database.online.note(app.who(), app.application, run.result.counts)
    return run.result


class _Run:
    """One run through the changes of one library."""

    def __init__(
        self,
        app: AppContext,
        drive_id: str,
        group: KnownGroup,
        stop: Event,
        tell: Tell,
        page_size: int | None,
    ) -> None:
        self.result = SyncResult()
        self._app = app
        self._online = app.database.online
        self._account = app.who()
        self._drive_id = drive_id
        self._group = group
        self._stop = stop
        self._tell = tell
        self._page_size = page_size
        self._reader = PageReader(
            self._online,
            app.drive,
            drive_id,
            group.id,
            _codes(app),
            lambda ask: patiently(app, stop, ask),
        )

    def begin_anew(self, parts: frozenset[TreePart]) -> None:
        """Each stream starts from the beginning; nothing known is forgotten."""
        known = self._online.bookmarks(self._drive_id, self._account, parts)
        for at in dict.fromkeys(known.values()):
            together = [part for part, bookmark in known.items() if bookmark == at]
            self._online.start(self._drive_id, together, at, self._account)

    def follow(self, parts: frozenset[TreePart]) -> None:
        """Each stream to its end; parts that are equally far known are one stream."""
        ended: dict[frozenset[str], DeltaBookmark] = {}
        pending: set[str] = set(parts)
        while pending:
            known = self._online.bookmarks(self._drive_id, self._account, pending)
            at = next(iter(known.values()))
            together = frozenset(part for part, bookmark in known.items() if bookmark == at)
            end = self._follow_stream(together, at)
            if end is not None:
                ended[together] = end
                pending -= together
        first = next(iter(ended.values()), None)
        for together, end in ended.items():
            if first is not None and (end.began or end.link != first.link) and first.link:
                # From the earliest of them: what is told again is applied again, without harm.
                self._online.settle(self._drive_id, self._account, together, end, first.link)

    def _follow_stream(self, parts: frozenset[str], at: DeltaBookmark) -> DeltaBookmark | None:
        """Where the stream ended; None when another workstation went on with it meanwhile."""
        if at == DeltaBookmark():
            at = self._online.start(self._drive_id, parts, at, self._account)
        over = at.finished and at.began is not None  # gone through, not yet compared
        while not over:
            step = self._step(parts, at)
            if step is None:
                return None
            at, over = step
        if at.began is not None:
            self._look_for_the_missing(parts, at)
        return at

    def _step(self, parts: frozenset[str], at: DeltaBookmark) -> tuple[DeltaBookmark, bool] | None:
        """One page: where the next one is, and whether it was the last."""
        check(self._stop)
        others = self._online.others(self._drive_id, self._account)
        ask = partial(self._app.drive.changes_page, self._drive_id, at.link, self._page_size)
        page = patiently(self._app, self._stop, ask)
        if page is None:
            # Microsoft no longer knows that far back: the whole once more, nothing forgotten.
            return self._online.start(self._drive_id, parts, at, self._account), False
        whole = at.began is not None
        self.result.whole |= whole
        seen = self._reader.read(page.items, enumerating=whole)
        if not whole:
            # Folders are known to all parts: the next that comes by would no longer take it for new.
            for along in self._reader.brought_along(page.items, seen):
                self._look(along, ALL_PARTS)
        after = DeltaBookmark(page.link, page.last, at.began)
        done = self._online.apply(seen, parts, at, after, _concerns(parts), self._account, others)
        if done is None:
            return None
        self._take(done, len(page.items))
        return after, page.last

    def _look_for_the_missing(self, parts: frozenset[str], at: DeltaBookmark) -> None:
        """Documents that the whole did not hold are looked at one by one before they are called gone."""
        assert at.began is not None  # noqa: S101
        concerns, last = _concerns(parts), 0
        while unseen := self._online.unseen(self._group.id, at.began, last):
            for document_id, item_id, path in unseen:
                last = document_id
                check(self._stop)
                if concerns(path):
                    self._look(self._reader.looked_at(item_id), parts)

    def _look(self, seen: ChangesPage, parts: Collection[str]) -> None:
        self._take(self._online.look(seen, _concerns(parts)), 0, pages=0)

    def _take(self, changes: list[DocumentChange], items: int, pages: int = 1) -> None:
        result = self.result
        result.take(changes)
        result.pages += pages
        result.items += items
        self._tell(SyncProgress(result.pages, result.items, dict(result.counts), result.whole))


def _concerns(parts: Collection[str]) -> Callable[[str], bool]:
    """A document that left the tree belongs to what lies elsewhere."""
    return lambda path: (part_of(path) or TreePart.ELSEWHERE) in parts


def _codes(app: AppContext) -> CodeOf:
    """The exact code behind the folder of each third party, whatever became of it in the name."""
    folders = {}
    for party in app.database.third_parties.all():
        place = plan(Attachment(ThirdPartyFolder(ThirdPartyKind(party.kind), party.code), "x"))
        folders[folded(place.folders[2])] = party.code

    def code_of(folder: str) -> str | None:
        return folders.get(folded(folder)) or as_written(folder)

    return code_of
