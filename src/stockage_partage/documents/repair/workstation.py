"""What this workstation and this person left half done: an activation, a session, files of ours."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import Fault, FaultFinding, counted, named

#: As `disk.replace_whole` names a file until it is whole.
_OURS = re.compile(r"\.[0-9a-f]{16}\.partiel")
#: Writing one takes seconds; one that old was left by a program that was killed.
_OLD_S = 24 * 3600.0
#: The local Microsoft 365 keeps its own house there.
_NOT_OURS = "microsoft365"


class HalfMadeActivation:
    """An activation whose program died between the claim and the group."""

    def __init__(self, app: AppContext) -> None:
        self._service = app.service

    def look(self) -> list[FaultFinding]:
        """Whether one is half made now."""
        return counted(Fault.ACTIVATION_HALF_MADE, int(self._service.is_half_made()))

    def mend(self) -> None:
        """Finished where the group is online and somebody is signed in, undone otherwise."""
        self._service.resume()


class DamagedSession:
    """A kept session that no key opens."""

    def __init__(self, app: AppContext) -> None:
        self._sign_in = app.sign_in

    def look(self) -> list[FaultFinding]:
        """Whether the session kept is damaged."""
        return counted(Fault.SESSION_DAMAGED, int(self._sign_in.is_damaged()))

    def mend(self) -> None:
        """The session goes: nobody is signed in, as the panel says already."""
        self._sign_in.forget_damaged()


class LeftFiles:
    """Files that were being written when their program was killed: never whole, never read."""

    def __init__(self, app: AppContext) -> None:
        self._folder = app.folder

    def look(self) -> list[FaultFinding]:
        """Lists those of this person's data folder that are older than a day."""
        return named(Fault.LEFT_FILES, [path.name for path in self._left()])

    def mend(self) -> None:
        """Removes them; one that somebody has open stays for the next time."""
        for path in list(self._left()):
            with suppress(OSError):
                path.unlink()

    def _left(self) -> Iterator[Path]:
        oldest = time.time() - _OLD_S
        for path in sorted(self._folder.rglob(".*.partiel")):
            below = path.relative_to(self._folder)
            if below.parts[0] == _NOT_OURS or not _OURS.fullmatch(path.name):
                continue
            with suppress(OSError):
                if not path.is_symlink() and path.is_file() and path.stat().st_mtime < oldest:
                    yield path
