"""The root of every trouble, and the two families that stop nobody: wait and try again, or set one document aside."""

from __future__ import annotations

import math
from typing import ClassVar


class Trouble(Exception):
    """Something wrong outside this program, which a person is told of. Its family decides what happens next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def kind(self) -> str:
        """The stable word kept in the database for this trouble: its class name."""
        return type(self).__name__


#: The longest wait that anybody from outside may ask for, in seconds: then it is looked at again, and
#: whoever still means it says it again.
LONGEST_WAIT_S = 3600.0


class Passing(Trouble):
    """Goes away by itself; the next try may succeed.

    `retry_after` is in seconds, from 0 to LONGEST_WAIT_S whatever was asked; None if unsaid.
    """

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        said = retry_after is not None and not math.isnan(retry_after)
        self.retry_after = min(max(retry_after or 0.0, 0.0), LONGEST_WAIT_S) if said else None


class Offline(Passing):
    """Microsoft 365 could not be reached: no network, no name, no answer in time."""


class ServiceUnavailable(Passing):
    """Microsoft 365 answered that it cannot serve now (5xx, 423)."""


class AnsweredByPage(ServiceUnavailable):
    """A web page came instead of the answer for one document, while the service answers for others."""


class Throttled(Passing):
    """Microsoft 365 asked to wait; `retry_after` says how long when it said so."""


class TimestampServiceSilent(Passing):
    """The time-stamping service could not be reached, or cannot serve now."""


class BeingPrepared(Passing):
    """The group exists, its document library does not yet."""


class DatabaseBusy(Passing):
    """The company database was held by others for longer than we wait."""


class DatabaseUnreachable(Passing):
    """The folder of the company database, or its disk, does not answer just now."""


class ActivatingElsewhere(Passing):
    """Another workstation holds the activation; `who` names it as it named itself."""

    def __init__(self, who: str, detail: str = "") -> None:
        super().__init__(detail)
        self.who = who


class DocumentTrouble(Trouble):
    """Concerns one document only; the others go on."""


class FileMissing(DocumentTrouble):
    """The file to file is not there any more."""


class FileUnreadable(DocumentTrouble):
    """The file could not be opened for reading."""


class FileOpenElsewhere(DocumentTrouble):
    """Another program has the file open, and this system does not let it be replaced meanwhile."""


class FileEmpty(DocumentTrouble):
    """The file holds no byte: nothing to keep."""


class FileTooLarge(DocumentTrouble):
    """The file is larger than this way of sending allows; `limit` is in bytes."""

    def __init__(self, limit: int, detail: str = "") -> None:
        super().__init__(detail)
        self.limit = limit


class FolderGiven(DocumentTrouble):
    """A folder was given where a file was expected."""


class NotAnArchive(DocumentTrouble):
    """Only a complete zip archive can be archived, and this file is none."""


class TargetUnknown(DocumentTrouble):
    """What the files should hang on does not exist, or takes no files; `what` is a code word."""

    def __init__(self, what: str = "third_party", detail: str = "") -> None:
        super().__init__(detail)
        self.what = what


class DocumentNotUnderstood(DocumentTrouble):
    """What should be printed is no PDF, or one that cannot be drawn."""


class DetailsMissing(DocumentTrouble):
    """The place in the tree needs facts nobody gave; `missing` names them (code words)."""

    def __init__(self, missing: tuple[str, ...], detail: str = "") -> None:
        super().__init__(detail)
        self.missing = missing


class NameRefused(DocumentTrouble):
    """SharePoint refuses the name or the length of the path."""


class PlaceTaken(DocumentTrouble):
    """Another file already has that place online, with other bytes; `occupant` is its name, if known."""

    def __init__(self, detail: str = "", *, occupant: str = "") -> None:
        super().__init__(detail)
        self.occupant = occupant


class FolderForbidden(DocumentTrouble):
    """The account may not reach that document's folder online; the rest of the library, it may."""


class LockedOnline(DocumentTrouble):
    """Somebody has the file open or checked out online."""


class ArchivedOnline(DocumentTrouble):
    """The file was archived (Microsoft 365 Archive): it is there, unreadable until it is reactivated."""


class RecordLocked(DocumentTrouble):
    """A retention label made the file a locked record: protected, and not in trouble."""


class RefusedByService(DocumentTrouble):
    """Microsoft 365 refuses this document and will refuse it again (malware, unknown request)."""


class AddressRefused(DocumentTrouble):
    """The service named an address that the library's own does not vouch for: nothing is sent there."""


class HeldDangerous(RefusedByService):
    """Microsoft 365 holds the file to be dangerous, and gives it to nobody."""


class PageInstead(DocumentTrouble):
    """A web page came in the place of one file: its host, or the network's protection, holds it back."""


class DeletedOnline(DocumentTrouble):
    """The document was filed, then deleted online."""


class DocumentWithdrawn(DocumentTrouble):
    """Somebody took the document back before it was filed: nothing of it is kept."""


class OpeningRefused(DocumentTrouble):
    """The system would run this file instead of showing it."""
