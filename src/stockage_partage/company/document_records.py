"""Documents and third parties as the company database is given them, is asked for them and answers with them.

Plain facts, free of SQL: a window may hold them without the database library.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockage_partage.company.state_records import Status


class AddOutcome(StrEnum):
    """What adding a document came to."""

    NEW = "new"
    ALREADY_FILED = "already_filed"
    ALREADY_WAITING = "already_waiting"


class AttachmentKind(StrEnum):
    """What a document is to the thing it hangs on; the database's own words."""

    NOT = ""  # printed, or filed as a document of its own
    ATTACHED = "attached"  # « Documents attachés »
    TO_TRANSMIT = "to_transmit"  # « A transmettre »
    ARCHIVE = "archive"
    OTHER_FORM = "other_form"  # the same invoice in other bytes, beside the first that came
    READABLE = "readable"  # the PDF that an XML invoice holds, which shows it to people
    LIFE_CYCLE = "life_cycle"  # a message on what became of the invoice


#: What hangs on a piece names that one's key after it.
OF_A_PIECE = "piece:"
#: What comes in as a document and belongs to a piece: no person's own file.
BESIDE_A_PIECE = (AttachmentKind.OTHER_FORM, AttachmentKind.READABLE, AttachmentKind.LIFE_CYCLE)


class OnlineState(StrEnum):
    """What was last seen of a filed document online."""

    AS_SENT = ""  # nothing but our own sending has been seen
    MOVED = "moved"
    CHANGED = "changed"
    ARCHIVED = "archived"  # there, and unreadable until somebody reactivates it
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A customer, supplier, employee or other. `kind` is the tree's folder in lower case, no accent."""

    code: str
    kind: str
    name: str
    siren: str | None = None
    siret: str | None = None
    vat: str | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document handed over for filing.

    `key` names the document (not its version): the same key with the same bytes is the same document.
    Empty when nobody knows its place yet: it waits in `to_classify`. `group_id` None means the group of
    now. `read` is the JSON text of what the document said of itself. `amount` is in cents.
    `attached_to` names what it hangs on: `tiers:CARAT`, `piece:` and that document's key,
    `article:` and family, `/`, reference, `archive:` and application, `/`, year.
    `copied_from` is the item online that the drive copies: such a document has no bytes here and no
    SHA-256, `quick_xor` is all that tells it from another. `said` are the columns that a person gave.
    """

    key: str
    title: str
    size: int
    sha256: str
    type: str = ""
    number: str = ""
    date: date | None = None
    third_party_kind: str = ""
    third_party_code: str = ""
    content_type: str = "application/octet-stream"
    source: str = ""
    provisional: bool = False
    model: str = ""
    by: str = ""
    application: str = ""
    group_id: str | None = None
    read: str | None = None
    amount: int | None = None
    currency: str = ""
    interactive: bool = False
    attached: AttachmentKind = AttachmentKind.NOT
    attached_to: str = ""
    copied_from: str = ""
    quick_xor: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """What a person said of a document that waited in `to_classify`, and what it is found to be."""

    key: str
    type: str
    number: str
    date: date | None
    third_party_kind: str
    third_party_code: str
    by: str = ""
    application: str = ""
    attached: AttachmentKind = AttachmentKind.NOT
    attached_to: str = ""


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """The document kept, or the one that already was. `path` is None while it is to classify."""

    document_id: int
    outcome: AddOutcome
    path: str | None
    version: int | None


@dataclass(frozen=True, slots=True)
class ClaimedDocument:
    """A document that this owner alone may send until `lease_until`."""

    document_id: int
    group_id: str
    path: str
    title: str
    size: int
    sha256: str
    content_type: str
    attempts: int
    priority: int
    drive_id: str
    lease_until: datetime
    copied_from: str = ""
    quick_xor: str = ""
    version: int = 1
    attached: str = ""
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """Everything the register knows of a document. `sending`: somebody holds a live lease on it.

    `messages`: of an invoice, what each life-cycle message on it says, as `read` keeps that.
    """

    id: int
    key: str | None
    version: int | None
    status: Status
    type: str
    number: str
    date: date | None
    third_party_kind: str
    third_party_code: str
    third_party_name: str
    title: str
    path: str | None
    size: int
    sha256: str
    content_type: str
    source: str
    provisional: bool
    model: str
    by: str
    application: str
    group_id: str
    read: str | None
    amount: int | None
    currency: str
    sending: bool
    attempts: int
    due_at: datetime
    trouble: str | None
    trouble_detail: str
    item_id: str | None
    url: str | None
    sent_size: int | None
    created_at: datetime
    filed_at: datetime | None
    attached: str = ""
    attached_to: str = ""
    online: str = ""
    copied_from: str = ""
    quick_xor: str = ""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueuePause:
    """All workstations stay away from Microsoft 365 until then. `reason` is a trouble's word."""

    until: datetime
    reason: str


class SortOrder(StrEnum):
    """How the register can be sorted; each exists descending too (`register.search`)."""

    ADDED = "added"
    DATE = "date"
    NUMBER = "number"
    THIRD_PARTY = "third_party"
    TYPE = "type"
    AMOUNT = "amount"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """What a search asks for; nothing means everything. The days of `since` and `until` count.

    `deleted`: of the filed ones alone, those deleted online since, or those still there.
    """

    text: str = ""
    status: Status | None = None
    type: str = ""
    since: date | None = None
    until: date | None = None
    deleted: bool | None = None
