"""The session of one person with one registration: a sealed file, its key in the keyring.

Without a usable keyring the session lives in memory and `remembered` says so; nothing is ever
written in clear. A file that cannot be opened (damaged, restored, of another person, its key lost)
reads as « nobody is signed in ».
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stockage_partage import disk
from stockage_partage.errors import KeyringUnusable, ServiceUnavailable
from stockage_partage.file_lock import FileLock
from stockage_partage.graph.auth.account import Account, KnownAccount
from stockage_partage.graph.auth.sealed_file import KeyringStore, SealBroken, SealedFile

TURN_TIMEOUT_S = 90.0  # a refresh takes at most its two time-outs, several may queue

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Who is signed in, and MSAL's own cache. `ended`: Microsoft no longer accepts it."""

    account: Account
    tokens: str = field(repr=False)
    ended: bool = False


class SessionStore:
    """Gives each registration its own file and its own key."""

    def __init__(self, folder: Path, keys: KeyringStore) -> None:
        self._folder = folder
        self._keys = keys

    def of(self, authority: str, client_id: str) -> SessionFile:
        """The cache of that registration."""
        profile = hashlib.sha256(f"{authority}\n{client_id}".encode()).hexdigest()[:16]
        # The folder is in the key's name: two folders must not share, then lose, a key.
        place = hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:8]
        return SessionFile(
            self._folder / f"session-{profile}.sealed", self._keys, f"{profile}-{place}"
        )


class SessionFile:
    """One session, read and written whole; `turn` makes threads and processes take turns."""

    def __init__(
        self, path: Path, keys: KeyringStore, key_name: str, turn_timeout_s: float = TURN_TIMEOUT_S
    ) -> None:
        self._file = SealedFile(path, key_name)
        self._lock_path = path.with_suffix(".lock")
        self._keys = keys
        self._key_name = key_name
        self._turn_timeout_s = turn_timeout_s
        self._thread_turn = threading.RLock()
        self._reading = threading.RLock()  # apart: who is signed in is known during a slow refresh
        self._session: StoredSession | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._in_memory = False

    @property
    def remembered(self) -> bool:
        """False when the session will be lost with this process."""
        return not self._in_memory

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """One at a time, over threads and processes. Raises ServiceUnavailable after the wait."""
        with self._thread_turn, contextlib.ExitStack() as held:
            try:
                disk.private_folder(self._lock_path.parent)
                held.enter_context(FileLock(self._lock_path, self._turn_timeout_s))
            except TimeoutError as error:
                raise ServiceUnavailable("another process holds the session") from error
            except OSError as error:  # a folder that we may not write: this process stands alone
                _log.warning("no lock between processes: %s", type(error).__name__)
            yield

    def read(self) -> StoredSession | None:
        """The session as it is now, whoever wrote it last."""
        with self._reading:
            stamp = self._file.stamp()
            if self._in_memory and stamp is None:
                return self._session
            if stamp != self._stamp:
                try:
                    self._session = self._opened()
                except OSError as error:
                    # Held by another program for a moment: what was known is true until it can be read.
                    _log.warning("the sealed session cannot be read: %s", type(error).__name__)
                    return self._session
                # A keyring that was locked is asked again at the next reading.
                self._stamp = None if self._in_memory else stamp
            return self._session

    @property
    def is_kept(self) -> bool:
        """True when there is a sealed session, whatever is in it; the keyring is not asked."""
        return self._file.stamp() is not None

    def is_damaged(self) -> bool:
        """True for a sealed session that its own key does not open: nobody will ever read it.

        False where nothing can be told: no session, no key, a keyring that does not answer.
        """
        try:
            key = self._keys.find(self._key_name)
            content = self._file.read(key) if key is not None else None
            if content is not None:
                _decoded(content)
        except (KeyringUnusable, OSError):
            return False
        except (SealBroken, ValueError, KeyError, TypeError):
            return True
        return False

    def known(self) -> KnownAccount:
        """Who is signed in now, and how; may ask the keyring, never the network."""
        session = self.read()
        if session is None:
            return KnownAccount(remembered=self.remembered)
        return KnownAccount(session.account, session.ended, self.remembered)

    def write(self, session: StoredSession) -> None:
        """Replaces the session. Keeps it in memory only when it cannot be sealed."""
        with self._reading:
            known, self._session = self._session, session
            try:
                key = self._keys.find(self._key_name) or self._keys.make(self._key_name)
                self._file.write(key, _encoded(session))
                self._in_memory = False
            except (KeyringUnusable, OSError) as error:
                _log.warning("the session is not remembered: %s", type(error).__name__)
                self._in_memory = not self._keeps_former(error, known, session)
                if self._in_memory:
                    self._remove_file()  # an older session must not come back
            self._stamp = self._file.stamp()

    def _keeps_former(
        self, error: Exception, known: StoredSession | None, session: StoredSession
    ) -> bool:
        """True when the file, which another program holds, is of that account: its tokens are still good.

        Every other process of this person reads it, and so does the next start.
        """
        if not isinstance(error, PermissionError):
            return False
        with contextlib.suppress(OSError):  # held even for reading: then it is what was read last
            known = self._opened()
        return known is not None and known.account.id == session.account.id

    def erase(self) -> None:
        """Forgets the session: the file is shredded, then its key removed."""
        with self._reading:
            self._session = None
            self._in_memory = False
            self._remove_file()
            self._stamp = self._file.stamp()
            try:
                self._keys.forget(self._key_name)
            except KeyringUnusable as error:
                _log.warning("the key of a removed session stays: %s", error)

    def _remove_file(self) -> None:
        try:
            self._file.shred()
        except OSError as error:
            _log.warning("the sealed session could not be removed: %s", type(error).__name__)

    def _opened(self) -> StoredSession | None:
        """Raises OSError for a file that cannot be read now."""
        try:
            key = self._keys.find(self._key_name)
            content = self._file.read(key) if key is not None else None
            self._in_memory = False
            return _decoded(content) if content is not None else None
        except KeyringUnusable as error:
            _log.warning("the sealed session cannot be read: %s", error)
            self._in_memory = True
        except (SealBroken, ValueError, KeyError, TypeError) as error:
            _log.warning("the sealed session is unusable: %s", type(error).__name__)
        return None


def _encoded(session: StoredSession) -> bytes:
    facts: dict[str, Any] = {
        "account": asdict(session.account),
        "tokens": session.tokens,
        "ended": session.ended,
    }
    return json.dumps(facts).encode()


def _decoded(content: bytes) -> StoredSession:
    facts = json.loads(content)
    return StoredSession(Account(**facts["account"]), facts["tokens"], facts["ended"])
