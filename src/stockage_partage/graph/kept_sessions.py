"""Upload sessions under way, kept sealed for the next process of the same person on this computer.

A session's address is a credential: whoever has it may write. It is written nowhere but in a file that
the key in the keyring opens. Without a usable keyring it lives in memory, for this process alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from stockage_partage.errors import KeyringUnusable
from stockage_partage.graph.keys import Keys
from stockage_partage.graph.sealed_file import SealBroken, SealedFile

#: Microsoft keeps a session for days at the very most; an older file is of no use to anybody.
_USEFUL_S = 4 * 24 * 3600.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UploadSession:
    """A session under way; `address` is a credential."""

    address: str = field(repr=False)
    drive_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """What is being uploaded where: the same one later is the same upload. `fingerprint`: its SHA-256."""

    drive_id: str
    path: str
    size: int
    fingerprint: str

    @property
    def name(self) -> str:
        """Says nothing of the document."""
        words = f"{self.drive_id}\n{self.path}\n{self.size}\n{self.fingerprint}"
        return hashlib.sha256(words.encode()).hexdigest()


class KeptSessions:
    """In `folder`, which is this person's own; None keeps them in memory. Safe for threads."""

    def __init__(self, folder: Path | None = None, keys: Keys | None = None) -> None:
        self._folder = folder
        self._keys = keys or Keys()
        self._lock = threading.Lock()
        self._known: dict[str, UploadSession] = {}
        self._key: bytes | None = None

    def find(self, upload: Upload) -> UploadSession | None:
        """The session of that upload, None when there is none that can be read."""
        with self._lock:
            known = self._known.get(upload.name)
            if known is None and self._folder is not None and self._path(upload).exists():
                known = self._read(upload)
            return known

    def keep(self, upload: Upload, session: UploadSession) -> None:
        """Until it is forgotten."""
        with self._lock:
            self._known[upload.name] = session
            if self._folder is None:
                return
            try:
                self._file(upload).write(self._opened_key(), _encoded(session))
                self._sweep()
            except (KeyringUnusable, OSError) as error:
                _log.warning("an upload could not be remembered: %s", type(error).__name__)

    def forget(self, upload: Upload) -> None:
        """It has ended."""
        with self._lock:
            self._known.pop(upload.name, None)
            if self._folder is not None:
                with contextlib.suppress(OSError):
                    self._file(upload).shred()

    def _read(self, upload: Upload) -> UploadSession | None:
        try:
            found = self._file(upload).read(self._opened_key())
            return None if found is None else UploadSession(**json.loads(found))
        except (KeyringUnusable, SealBroken, OSError, ValueError, TypeError) as error:
            _log.warning("an upload under way could not be read: %s", type(error).__name__)
            return None

    def _opened_key(self) -> bytes:
        if self._key is None:
            name = f"uploads-{hashlib.sha256(str(self._path_of_folder()).encode()).hexdigest()[:8]}"
            self._key = self._keys.find(name) or self._keys.make(name)
        return self._key

    def _path_of_folder(self) -> Path:
        assert self._folder is not None  # noqa: S101  # asked only where there is one
        return self._folder.resolve()

    def _path(self, upload: Upload) -> Path:
        return self._path_of_folder() / f"{upload.name[:32]}.sealed"

    def _file(self, upload: Upload) -> SealedFile:
        return SealedFile(self._path(upload), upload.name)

    def _sweep(self) -> None:
        for path in self._path_of_folder().glob("*.sealed"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _USEFUL_S:
                    path.unlink()


def _encoded(session: UploadSession) -> bytes:
    facts = {"address": session.address, "drive_id": session.drive_id, "size": session.size}
    return json.dumps(facts).encode()
