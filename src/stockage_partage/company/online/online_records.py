"""What was seen online, as the register is told of it, and what it came to: plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change made online means for a linked document."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    DELETED = "deleted"
    RESTORED = "restored"
    ARCHIVED = "archived"
    REACTIVATED = "reactivated"


@dataclass(frozen=True, slots=True)
class DeltaBookmark:
    """How far one part of a library is known.

    `link` None: from the beginning. `finished`: nothing more was to be told then. `began`: when the
    enumeration started, None once it was gone through and what it lacked was looked at.
    """

    link: str | None = None
    finished: bool = False
    began: datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderChange:
    """A folder of the tree. `path` is the one of now, `old_path` the one known before, None for none."""

    item_id: str
    parent_id: str
    name: str
    path: str
    old_path: str | None = None


@dataclass(frozen=True, slots=True)
class NewOnlineDocument:
    """What a linked document is made of when somebody put its file online. `key` "": it has none."""

    title: str
    content_type: str
    type: str = ""
    number: str = ""
    date: date | None = None
    third_party_kind: str = ""
    third_party_code: str = ""
    attached: str = ""
    attached_to: str = ""
    provisional: bool = False
    key: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file online. `quick_xor` "" where the service gave no fingerprint; `size` in bytes.

    `new` is the document it becomes when none is linked to it; None where it is nobody's business.
    `archived`: its bytes cannot be read before somebody reactivates it.
    """

    item_id: str
    path: str
    size: int
    quick_xor: str
    url: str
    new: NewOnlineDocument | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class DeletedItem:
    """Something that is online no more. `folder_path`: where it was, for a folder that was known."""

    item_id: str
    folder_path: str | None = None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """One page of changes, made ready: nothing of it needs the network any more.

    `enumerating`: part of the whole, by which what is not in it is found at the end.
    """

    group_id: str
    drive_id: str
    folders: tuple[FolderChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    gone: tuple[DeletedItem, ...] = ()
    enumerating: bool = False


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What one document of the register has become. `before`: the path it had, for one moved."""

    kind: ChangeKind
    document_id: int
    path: str
    number: str = ""
    third_party_code: str = ""
    before: str = ""
