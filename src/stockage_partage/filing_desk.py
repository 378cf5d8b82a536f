"""Filing and sending for one session: what the command line, the journey and the window ask.

Whether the application may file is checked first; then the document is kept, then sent if it can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.errors import (
    BeingPrepared,
    DocumentTrouble,
    SignInNeeded,
    StorageInactive,
    Throttled,
    Trouble,
)
from stockage_partage.session import Session, now
from stockage_partage.storage.states import Function

if TYPE_CHECKING:
    from stockage_partage.company.facts import DocumentRow
    from stockage_partage.documents.draining import Drained, SendOne
    from stockage_partage.documents.invoice import Reading
    from stockage_partage.documents.outcomes import Deposited
    from stockage_partage.documents.placing import Given


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one file. `deposited` None: refused, for the reason `trouble`.

    `reading` is what a refused file says of itself, None when it says nothing.
    """

    file: Path
    deposited: Deposited | None = None
    trouble: Trouble | None = None
    reading: Reading | None = None


def file_documents(session: Session, files: Sequence[Path], given: Given) -> list[Filed]:
    """Keeps each file; one that is refused does not stop the others.

    Raises StorageInactive or FunctionLimited when this application may not file at all.
    """
    session.service.require(Function.FILE_PRINTS)
    return [_keep(session, file, given) for file in files]


def _keep(session: Session, file: Path, given: Given) -> Filed:
    from stockage_partage.documents.deposit import deposit

    account = session.sign_in.account()
    by = account.username if account else session.presence.who
    try:
        kept = deposit(session.database, file, given, by, session.application)
    except Trouble as trouble:
        return refused(file, trouble)
    return Filed(file, kept)


def refused(file: Path, trouble: Trouble) -> Filed:
    """A file that is not kept; what it says of itself is told all the same."""
    from stockage_partage.documents.deposit import look

    try:
        return Filed(file, trouble=trouble, reading=look(file))
    except DocumentTrouble:
        return Filed(file, trouble=trouble)


def send_waiting(session: Session, stop: Event | None = None) -> Drained:
    """Sends what is due now. Raises SignInNeeded, BeingPrepared, StorageInactive and others."""
    from stockage_partage.documents.draining import drain

    take_over_from_the_dead(session)
    return drain(sender(session), stop or Event())


def take_over_from_the_dead(session: Session) -> None:
    """Frees what a killed process of this workstation was sending, without waiting for its lease."""
    outbox = session.database.outbox
    for owner in outbox.holders():
        if session.presence.is_dead(owner):
            outbox.release_all(owner)


def pause_of(session: Session) -> Throttled | None:
    """Why nothing leaves just now: Microsoft 365 asked every workstation to wait."""
    moment = now()
    pause = session.database.outbox.paused_until(moment)
    return Throttled(retry_after=(pause.until - moment).total_seconds()) if pause else None


def sender(session: Session) -> SendOne:
    """The function that sends one document; it looks the library up once it is needed."""
    from stockage_partage.documents.sending import Destination, Sent, send_one

    def send() -> Sent | None:
        to = Destination(
            session.drive, session.uploads, library_of(session), session.presence.owner
        )
        return send_one(session.database, to, now)

    return send


def library_of(session: Session) -> str:
    """The drive id of the company's library; one look online when it is not known yet.

    Raises StorageInactive, SignInNeeded, BeingPrepared, and what keeps us from looking.
    """
    activation = session.database.activation.get()
    if activation.group_id is None:
        raise StorageInactive
    if session.sign_in.account() is None:
        raise SignInNeeded
    if activation.drive_id is None:
        session.service.find_library()
        activation = session.database.activation.get()
    if activation.drive_id is None:
        raise BeingPrepared
    return activation.drive_id


def as_it_stands(session: Session, filed: Filed) -> tuple[Filed, DocumentRow | None]:
    """The same, with what sending has made of it since."""
    from dataclasses import replace

    from stockage_partage.documents.register_view import settled

    if filed.deposited is None:
        return filed, None
    row = session.database.register.get(filed.deposited.document_id)
    return replace(filed, deposited=settled(filed.deposited, row)), row
