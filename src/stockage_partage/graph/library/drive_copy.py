"""Copies made inside a library by the service itself: no byte of the file travels here.

The service answers where to ask how far it is. That address needs no token, belongs to another host
and is never kept: a copy that was interrupted is found again by its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.graph.http.answer_headers import is_throttled
from stockage_partage.graph.http.responses import Operation, is_session_gone, value_of
from stockage_partage.graph.library.items import DriveItem, is_named

if TYPE_CHECKING:
    from stockage_partage.graph.http.http_types import HttpAnswer
    from stockage_partage.graph.library.drive import Drive

#: Seconds between two looks at a copy, doubling up to the longest.
_FIRST_LOOK_S, _LONGEST_LOOK_S = 0.2, 5.0
#: How long one call waits for a copy; it is found again by the next one. Seconds.
PATIENCE_S = 240.0

_FAILURES: dict[str, Callable[[str], errors.Trouble]] = {
    "nameAlreadyExists": errors.PlaceTaken,
    "itemNotFound": errors.FileMissing,
    "quotaLimitReached": errors.LibraryFull,
    "insufficientStorage": errors.LibraryFull,
    "accessDenied": errors.RightsLost,
    "serviceNotAvailable": errors.ServiceUnavailable,
    "generalException": errors.ServiceUnavailable,
    "activityLimitReached": errors.Throttled,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the service says of a copy under way. `item_id` may be unknown when it is done."""

    done: bool
    percent: float = 0.0
    item_id: str | None = None


class DriveCopies:
    """Copies within one library. Raises troubles; never two copies at one place, never a replacement."""

    def __init__(
        self,
        drive: Drive,
        *,
        wait: Callable[[float], None] = time.sleep,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._drive = drive
        self._graph = drive.graph
        self._wait = wait
        self._patience_s = patience_s

    def copy(
        self,
        drive_id: str,
        source_id: str,
        path: str,
        *,
        still: Callable[[float], None] = lambda _percent: None,
    ) -> DriveItem:
        """The copy of an item at `path`, whose folders appear as needed. `still` is told while it lasts.

        The same bytes there already are that copy, with `already`. Raises FileMissing when the item is
        gone, PlaceTaken when others hold the place, ServiceUnavailable when it lasts too long.
        """
        source = self._drive.by_id(drive_id, source_id)
        if source is None or not source.is_file:
            raise errors.FileMissing
        if source.archived:
            raise errors.ArchivedOnline
        there = self._drive.by_path(drive_id, path)
        if there is None:
            try:
                return self._start(drive_id, source, path, still)
            except errors.PlaceTaken:
                there = self._drive.by_path(drive_id, path)
        if there is None:
            raise errors.PlaceTaken
        if not is_named(there, path) or not _is_copy(there, source):
            raise errors.PlaceTaken(occupant=there.name)
        return replace(there, already=True)

    def folder(self, drive_id: str, path: str) -> str:
        """The id of the folder at `path`, made with those above it where it is missing."""
        there = self._drive.by_path(drive_id, path)
        if there is not None:
            return _id_of_folder(there)
        above, _, name = path.rpartition("/")
        place = f"items/{quote(self.folder(drive_id, above))}" if above else "root"
        wanted = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        try:
            made = self._graph.post(
                f"/drives/{quote(drive_id)}/{place}/children", Operation.FILING, json=wanted
            )
            return str(made["id"])
        except errors.PlaceTaken:  # somebody else made it meanwhile
            there = self._drive.by_path(drive_id, path)
            if there is None:
                raise errors.ServiceUnavailable("a folder came and went") from None
            return _id_of_folder(there)

    def _start(
        self, drive_id: str, source: DriveItem, path: str, still: Callable[[float], None]
    ) -> DriveItem:
        above, _, name = path.rpartition("/")
        wanted = {
            "name": name,
            "parentReference": {"driveId": drive_id, "id": self.folder(drive_id, above)},
        }
        address = f"/drives/{quote(drive_id)}/items/{quote(source.id)}/copy"
        answer = self._graph.ask(
            "POST", f"{address}?@microsoft.graph.conflictBehavior=fail", json=wanted
        )
        value_of(answer, Operation.COPY)
        item_id = self._until_done(self._monitor(drive_id, answer), still)
        found = self._drive.by_id(drive_id, item_id) if item_id else None
        found = found or self._drive.by_path(drive_id, path)
        if found is None:
            raise errors.ServiceUnavailable("the copy is not there yet")
        return found

    def _monitor(self, drive_id: str, answer: HttpAnswer) -> str | None:
        """Where to ask how far it is; None for an address that is not the library's: the place tells."""
        address = answer.header("location")
        if address is None:
            return None
        try:
            return self._graph.vouched(drive_id, address)
        except errors.AddressRefused:
            return None

    def _until_done(self, monitor: str | None, still: Callable[[float], None]) -> str | None:
        """The id of the copy, None when the service does not tell it."""
        waited, pause = 0.0, _FIRST_LOOK_S
        while monitor:
            told = self._look(monitor)
            if told.done:
                return told.item_id
            if waited >= self._patience_s:
                raise errors.ServiceUnavailable("the copy is under way")
            still(told.percent)
            self._wait(pause)
            waited, pause = waited + pause, min(pause * 2, _LONGEST_LOOK_S)
        return None

    def _look(self, monitor: str) -> _Told:
        # No token: this address carries its own permission and is another host's.
        answer = self._graph.http_client.send("GET", monitor)
        # Some monitors end by sending to what was made, others by being gone.
        sent_on = answer.header("location") and not is_throttled(answer)
        if sent_on or is_session_gone(answer):
            return _Told(done=True)
        found = value_of(answer, Operation.COPY)
        body: dict[str, Any] = found if isinstance(found, dict) else {}
        if body.get("status") in ("failed", "deleteFailed"):
            error = body.get("error")
            raise _failure(str(error.get("code") or "") if isinstance(error, dict) else "")
        percent, item_id = body.get("percentageComplete"), body.get("resourceId")
        return _Told(
            body.get("status") == "completed",
            float(percent) if isinstance(percent, int | float) else 0.0,
            item_id if isinstance(item_id, str) else None,
        )


def _failure(code: str) -> errors.Trouble:
    return _FAILURES.get(code, errors.RefusedByService)(code)


def _id_of_folder(there: DriveItem) -> str:
    if not there.is_folder:
        raise errors.PlaceTaken
    return there.id


def _is_copy(there: DriveItem, source: DriveItem) -> bool:
    """True when `there` is a copy of `source`, by size and fingerprint.

    Raises ServiceUnavailable while there is none yet, right after a write: it is asked again later.
    """
    if there.is_folder or there.size != source.size:
        return False
    if there.quick_xor_hash is None or source.quick_xor_hash is None:
        raise errors.ServiceUnavailable("no fingerprint yet")
    return there.quick_xor_hash == source.quick_xor_hash
