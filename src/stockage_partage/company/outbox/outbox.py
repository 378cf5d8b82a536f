"""Documents on their way: kept at once, sent by whoever holds the lease, forgotten by nobody.

One that somebody wants to take back is held meanwhile: it is due later, at a moment of its own. Whatever is
decided about it by anybody (another try, its place, the same bytes handed over once more) makes it due at once,
so that moment tells whether it may still go. When the program that holds it dies, it is sent some minutes later
as if nothing had been asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, BinaryIO

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.document_records import (
    OF_A_PIECE,
    AddedDocument,
    AddOutcome,
    AttachmentKind,
    Classification,
    NewDocument,
    QueuePause,
)
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct, subject_of_row
from stockage_partage.company.outbox import adding, batch
from stockage_partage.company.outbox import content as outbox_content
from stockage_partage.company.register.pieces import SeenForms
from stockage_partage.company.state_records import Status
from stockage_partage.errors import Trouble

_doc = tables.document
_meta = tables.meta
#: Longer than anybody is given to think again, and than a message about it stays under the mouse.
HELD = timedelta(minutes=5)
NOTHING_WANTED = batch.LeaseRequest(0, timedelta())


class Outbox:
    """What is to be sent. A mark by an owner who has lost the lease changes nothing and says False."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    # --- keeping ---------------------------------------------------------------------------------

    def add(
        self,
        document: NewDocument,
        content: BinaryIO,
        path_of: adding.PathOf,
        seen: SeenForms | None = None,
    ) -> AddedDocument:
        """Keeps bytes and row together before returning, or raises and keeps nothing.

        Same key and same bytes: nothing is written, but what is newly said of one that waits for a
        place. Same key, other bytes: the next version, at `path_of(version)`. Raises StorageInactive,
        PlaceTaken when another document has that path, NumberTaken when one of another number has that
        key, FormsChanged when what was `seen` of its piece is not what there is, FileUnreadable when the
        bytes are not those announced, and the database troubles.
        """
        if document.size > outbox_content.BATCH * outbox_content.PIECE:
            # A look first: a large file already kept is not read for nothing.
            with self._transactions.reading() as connection:
                known = adding.KnownDocument.of(connection, document)
                known.group_now(document.group_id)
                same = known.same
            if same is not None and (kept := self._said_again(same, document)) is not None:
                return kept
        with outbox_content.IncomingContent(self._transactions, content) as arrival:
            arrival.read()
            arrival.check(document.size, document.sha256)
            return self._settle(document, arrival, path_of, seen)

    def add_copy(self, document: NewDocument, path_of: adding.PathOf) -> AddedDocument:
        """Keeps a document that the drive copies from `document.copied_from`: no bytes come here.

        The same file, or one of the same fingerprint, under the same key: nothing is written.
        Raises StorageInactive, PlaceTaken and the database troubles.
        """
        with self._transactions.changing() as change:
            added = adding.add_copy(change, document, path_of)
            _still_wanted(change, added)
            return added

    def classify(
        self,
        document_id: int,
        said: Classification,
        path_of: adding.PathOf,
        *,
        only_look: bool = False,
        seen: SeenForms | None = None,
    ) -> AddedDocument | None:
        """Gives a document of `to_classify` its place. None: it does not wait there any more.

        Raises FormsChanged as `add` does. `only_look`: where the same bytes are filed already, that document is
        named and nothing is written.
        """
        with self._transactions.changing() as change:
            added = adding.classify(
                change, document_id, said, path_of, only_look=only_look, seen=seen
            )
            if added is not None:
                _still_wanted(change, added)
            return added

    def hold(self, document_ids: Sequence[int]) -> dict[int, datetime]:
        """Puts off documents that may be taken back soon: document id → the moment to give to `withdraw`.

        Those filed, or being sent now, are not among them. Nobody sees a difference, and after some minutes
        without news they are sent all the same.
        """
        with self._transactions.changing() as change:
            return _hold(change, document_ids)

    def let_go(self, held: Mapping[int, datetime]) -> None:
        """Documents that were held are kept after all, and leave as before."""
        with self._transactions.changing() as change:
            _let_go(change, held)

    def withdraw(
        self,
        document_id: int,
        held_until: datetime | None = None,
        *,
        by: str = "",
        application: str = "",
    ) -> bool:
        """Takes back a document not yet filed, bytes included. False: filed, or being sent now.

        The PDF that was taken out of an invoice to show it goes with it, unless it is filed, is being sent, or
        another form of the invoice stays.
        `held_until`: what `hold` answered; also False when somebody decided about the document since then.
        `by`, `application`: empty for who has this database open.
        """
        with self._transactions.changing() as change:
            wanted = sa.select(_doc).where(_doc.c.id == document_id, _doc.c.status != Status.FILED)
            if held_until is not None:
                wanted = wanted.where(_doc.c.due_at == held_until)
            row = change.row(wanted)
            if row is None or instants.is_running(row.lease_until, change.now):
                return False
            for each in (row, *_shown_by(change, row, held_until)):
                adding.remove(change, each)
                change.enter(
                    JournalAct.WITHDRAWN,
                    subject_of_row(each),
                    document=each.id,
                    by=by,
                    application=application,
                )
        with suppress(Trouble):  # it is taken back: its bytes go at the next sweep at the latest
            outbox_content.Contents(self._transactions).sweep()
        return True

    # --- sending ---------------------------------------------------------------------------------

    def turn(
        self,
        owner: str,
        ended: batch.BatchResults = batch.BatchResults(),  # noqa: B008  # frozen
        wanted: batch.LeaseRequest = NOTHING_WANTED,
        spending: batch.BudgetUse = batch.BudgetUse(),  # noqa: B008  # frozen
        now: datetime | None = None,
    ) -> batch.Batch:
        """Marks what `ended` and claims what is `wanted`, in one commit.

        None at all when there is nothing to say and nothing to take.
        """
        moment = now or self._transactions.clock()
        nothing_ended = not ended.ids and spending == batch.BudgetUse()
        if nothing_ended and not (wanted.count and self.is_due(moment, wanted.at_most)):
            return batch.Batch((), None, frozenset())
        with self._transactions.changing() as change:
            return batch.take(change, owner, ended, wanted, spending, moment)

    def renew(self, owner: str, document_ids: Sequence[int], lease: timedelta) -> None:
        """Still sending them: keeps the leases that `owner` still has alive."""
        with self._transactions.changing() as change:
            batch.renew(change, owner, document_ids, lease)

    def holders(self) -> frozenset[str]:
        """Who holds documents at this moment."""
        with self._transactions.reading() as connection:
            return batch.holders(connection, self._transactions.clock())

    def release_all(self, owner: str) -> None:
        """Gives back what `owner` holds: it is known to be dead before its leases end."""
        with self._transactions.changing() as change:
            batch.release_all(change, owner)

    def retry(self, document_id: int) -> bool:
        """A person asks for another try, now and before the queue. False: filed, or to classify."""
        with self._transactions.changing() as change:
            row = change.row(
                sa.select(_doc.c.id, _doc.c.status).where(
                    _doc.c.id == document_id,
                    _doc.c.status.in_((Status.WAITING, Status.BLOCKED)),
                )
            )
            if row is None:
                return False
            batch.put(
                change, document_id,
                status=Status.WAITING.value, due_at=adding.AT_ONCE, attempts=0,
                priority=adding.INTERACTIVE, **batch.NO_TROUBLE,
            )  # fmt: skip
            change.move(Status(row.status), Status.WAITING)
            return True

    def is_due(self, now: datetime, at_most: int = batch.ANY_SIZE) -> bool:
        """True when a document of at most so many bytes may leave, were there units for it."""
        # A look only: an idle worker never takes the write lock.
        with self._transactions.reading() as connection:
            return batch.any_due(connection, now, at_most)

    def next_try(self, now: datetime) -> datetime | None:
        """When the next put-off document is due, or the pause ends; None when nothing is put off."""
        with self._transactions.reading() as connection:
            return batch.next_try(connection, now)

    def pause(self, until: datetime, reason: str) -> None:
        """Every workstation stays away until then, at most for an hour; a pause already longer stays."""
        with self._transactions.changing() as change:
            until = min(until, change.now + instants.LONGEST)
            row = change.row(sa.select(_meta.c.paused_until))
            running = row is not None and instants.is_running(row.paused_until, change.now)
            if row is None or not running or row.paused_until < until:
                change.announce(paused_until=until, pause_reason=reason)

    def resume(self) -> None:
        """Ends the pause: a person asked, or what caused it was settled."""
        with self._transactions.changing() as change:
            change.announce(paused_until=None, pause_reason="")

    def paused_until(self, now: datetime | None = None) -> QueuePause | None:
        """The pause that runs, None when none does."""
        moment = now or self._transactions.clock()
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta.c.paused_until, _meta.c.pause_reason)).one()
        if not instants.is_running(row.paused_until, moment):
            return None
        return QueuePause(row.paused_until, row.pause_reason)

    def _said_again(self, same: AddedDocument, document: NewDocument) -> AddedDocument | None:
        """The one that is kept already; None when it was taken back since it was looked at."""
        if same.outcome is not AddOutcome.ALREADY_WAITING:
            return same
        with self._transactions.changing() as change:
            adding.lock_key(change, document.sha256)
            now = adding.KnownDocument.of(change.connection, document).same
            if now is not None:
                _still_wanted(change, now)
                if document.said and not document.key:
                    adding.say(change, now.document_id, document)
            return now

    def _settle(
        self,
        document: NewDocument,
        arrival: outbox_content.IncomingContent,
        path_of: adding.PathOf,
        seen: SeenForms | None,
    ) -> AddedDocument:
        with self._transactions.changing() as change:
            adding.take_turns(change, seen)
            adding.lock_key(change, document.sha256)
            if document.key:
                adding.lock_key(change, document.key)
            known = adding.KnownDocument.of(change.connection, document)
            group_id = known.group_now(document.group_id)
            added = known.same
            if added is None:
                if not document.attached:
                    known.require_number(document.number)
                version = known.next_version
                added = adding.insert(change, document, group_id, version, arrival, path_of)
            else:
                _still_wanted(change, added)
                if not document.key:
                    adding.say(change, added.document_id, document)
            if document.key and adding.is_handed_over(document.attached):
                adding.drop_unplaced(change, known, added, document)
        return added


def _hold(change: Change, document_ids: Sequence[int]) -> dict[int, datetime]:
    """Puts off those not filed and not on their way: document id → the moment that `withdraw` is given."""
    until, held = change.now + HELD, {}
    for document_id in document_ids:
        row = change.row(
            sa.select(_doc).where(_doc.c.id == document_id, _doc.c.status != Status.FILED)
        )
        if row is not None and not instants.is_running(row.lease_until, change.now):
            together = [row.id, *(each.id for each in _shown_by(change, row))]
            change.execute(sa.update(_doc).where(_doc.c.id.in_(together)).values(due_at=until))
            held[document_id] = until
    return held


def _shown_by(
    change: Change, invoice: sa.Row[Any], held_until: datetime | None = None
) -> list[sa.Row[Any]]:
    """The PDF that was taken out of an invoice to show it, as long as it can go with it.

    None where another form of the invoice is there, which it shows as well. `held_until`: as `withdraw` says.
    """
    if invoice.attached or not invoice.key:
        return []
    beside = _doc.c.attached_to == f"{OF_A_PIECE}{invoice.key}"
    # Each by an index: many documents may wait, and a million be filed.
    shown = sa.select(_doc).where(
        tables.on_its_way, _doc.c.attached == AttachmentKind.READABLE.value, beside
    )
    if held_until is not None:
        shown = shown.where(_doc.c.due_at == held_until)
    found = change.execute(shown).all()
    if not found:
        return []
    is_form = sa.and_(
        _doc.c.number == invoice.number, _doc.c.attached == AttachmentKind.OTHER_FORM.value, beside
    )
    for side in tables.sides:
        if change.execute(sa.select(_doc.c.id).where(side, is_form).limit(1)).first() is not None:
            return []
    return [each for each in found if not instants.is_running(each.lease_until, change.now)]


def _let_go(change: Change, held: Mapping[int, datetime]) -> None:
    """Documents that were held are kept after all: due at once, unless somebody decided otherwise meanwhile."""
    for document_id, until in held.items():
        row = change.row(sa.select(_doc).where(_doc.c.id == document_id))
        beside = _shown_by(change, row, until) if row is not None else []
        together = [document_id, *(each.id for each in beside)]
        change.execute(
            sa.update(_doc)
            .where(_doc.c.id.in_(together), _doc.c.due_at == until)
            .values(due_at=adding.AT_ONCE)
        )


def _still_wanted(change: Change, same: AddedDocument) -> None:
    """Somebody hands over the bytes of a document that waits: whoever was taking it back does not any more."""
    if same.outcome is AddOutcome.ALREADY_WAITING:
        change.execute(
            sa.update(_doc)
            .where(_doc.c.id == same.document_id, _doc.c.due_at > change.now)
            .values(due_at=adding.AT_ONCE)
        )
