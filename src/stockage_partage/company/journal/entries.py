"""What an entry of the journal says, of a document or of anything else; who acts; the one text that its hash is made of.

That text is the same on both engines and in ten years: nothing in it is put otherwise than written here.
`docs/guide-administrateur.md` tells it to whoever checks a chain without this program. Of a document it says
which it is, its bytes by their hash, its place; never an address.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from stockage_partage.company.places import computer

if TYPE_CHECKING:
    import sqlalchemy as sa

    from stockage_partage.company.document_records import Classification, NewDocument

#: What the first entry names as the hash before it.
NO_HASH = "0" * 64

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: What is told where it is known, in the columns' own words.
_FACTS = (
    "title", "type", "number", "third_party_code", "sha256", "size", "quick_xor", "path", "version",
    "attached_to",
)  # fmt: skip
_TOLD = (
    "number", "at", "act", "application", "workstation", "account", "document", "subject",
)  # fmt: skip


class JournalAct(StrEnum):
    """What was done; the database's own words, which are part of each hash."""

    STORAGE_ON = "storage_on"
    STORAGE_OFF = "storage_off"
    GROUP_RENAMED = "group_renamed"
    KEPT = "kept"  # handed over for filing: bytes and row are in the company database
    ATTACHED = "attached"  # likewise, hung on a third party, a document or an article
    CLASSIFIED = "classified"
    DUPLICATE_DROPPED = "duplicate_dropped"  # waited for a place; its bytes had one already
    SENT = "sent"  # online
    WITHDRAWN = "withdrawn"
    BROUGHT_BACK = "brought_back"
    DOSSIER_MADE = "dossier_made"
    SYNCHRONISED = "synchronised"
    TEMPLATE_CHANGED = "template_changed"
    LICENCE_INSTALLED = "licence_installed"
    THIRD_PARTY_ADDED = "third_party_added"
    THIRD_PARTY_CHANGED = "third_party_changed"
    THIRD_PARTY_REMOVED = "third_party_removed"
    FISCAL_START_CHANGED = "fiscal_start_changed"
    DATABASE_MOVED = "database_moved"
    DATABASE_MADE_A_COPY = "database_made_a_copy"
    TIMESTAMPED = "timestamped"  # a third party told when the journal ended so
    REPAIRED = "repaired"  # something of the database, the workstation or the register


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The last entry's number and hash: whoever keeps them elsewhere knows all that came before."""

    number: int = 0
    hash: str = NO_HASH


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry as it is kept. `at`: microseconds since 1970 UTC. `document`: its id, None for no document.

    `subject` is JSON in the form of `as_canonical`. `previous` is the hash of the entry before.
    """

    number: int
    at: int
    act: str
    application: str
    workstation: str
    account: str
    document: int | None
    subject: str
    previous: str
    hash: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it was told, in UTC; None for a number that is no moment."""
        try:
            return _EPOCH + self.at * _MICROSECOND
        except (OverflowError, TypeError):
            return None

    @property
    def digest(self) -> str:
        """SHA-256 of what this entry tells, without its place in the chain.

        Whoever follows the chain needs no more than that of the entries that are not theirs to read. Raises
        TypeError or ValueError for what is none of ours.
        """
        told = {name: getattr(self, name) for name in _TOLD}
        return hashlib.sha256(as_canonical(told).encode()).hexdigest()

    @property
    def hashed(self) -> str:
        """What the hash of this entry has to be. Raises TypeError or ValueError for what is none of ours."""
        return linked(self.previous, self.digest)


def linked(previous: str, digest: str) -> str:
    """The hash of the entry that follows `previous` and tells what `digest` says: both as they are written."""
    return hashlib.sha256(linked_text(previous, digest)).hexdigest()


def linked_text(previous: str, digest: str) -> bytes:
    """What the hash of an entry is the SHA-256 of: the hash before it and its own digest, 128 letters."""
    return f"{previous}{digest}".encode()


def as_canonical(facts: Mapping[str, Any]) -> str:
    """JSON on one line: keys sorted, no space, letters as they are, no numbers but whole ones.

    Raises TypeError for anything that would not be written alike everywhere.
    """
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_kept(text: str) -> str:
    """The text as both engines keep it: half characters replaced, NUL dropped."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def microseconds(moment: datetime) -> int:
    """An aware moment as an entry tells it."""
    return (moment - _EPOCH) // _MICROSECOND


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return as_kept(value)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    raise TypeError(type(value).__name__)


@dataclass(frozen=True, slots=True)
class Author:
    """From where something is done. `account`: of Microsoft 365, or of this computer while nobody is signed in."""

    application: str
    workstation: str
    account: str


#: Asked when a change begins, before anything is locked.
WhoActs = Callable[[], Author]


def of_this_computer(application: str = "") -> Author:
    """Who is in front of this computer, for what is done without Microsoft 365."""
    return Author(application, computer(), account_of_computer())


@cache
def account_of_computer() -> str:
    """The name under which this person uses the computer; empty where the system tells none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account that is in no list, as in containers
        return ""


def subject_of_document(
    document: NewDocument, path: str | None, version: int | None
) -> dict[str, Any]:
    """A document that is kept. `path`, `version`: None while nobody knows its place."""
    told = {name: getattr(document, name, None) for name in _FACTS}
    return _known(told | {"date": _day(document.date), "path": path, "version": version})


def subject_of_row(row: sa.Row[Any]) -> dict[str, Any]:
    """A document as its whole row tells it."""
    return _known({name: row._mapping[name] for name in _FACTS} | {"date": _day(row.date)})


def subject_of_classification(said: Classification) -> dict[str, Any]:
    """What a person said of a document that waited for its place."""
    told = {name: getattr(said, name, None) for name in _FACTS}
    return _known(told | {"date": _day(said.date)})


def subject_of_duplicate(sha256: str, same_as: int) -> dict[str, Any]:
    """A copy that is not needed: the document `same_as` has its bytes and a place."""
    return {"sha256": sha256, "same_as": same_as}


def subject_of_sent(row: sa.Row[Any], item_id: str, size: int, quick_xor: str) -> dict[str, Any]:
    """A document online; `size` and `quick_xor` as the service tells them, which rewrites some files."""
    return _known(
        {
            "path": row.path,
            "sha256": row.sha256,
            "item": item_id,
            "online_size": size,
            "online_quick_xor": quick_xor,
        }
    )


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "")}
