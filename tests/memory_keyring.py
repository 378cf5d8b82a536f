"""Keyrings for tests: in memory or in a file, as small as Windows' own, silent, or broken.

Chosen through PYTHON_KEYRING_BACKEND, as an administrator would. Their priority keeps `keyring` from
ever choosing or chaining one by itself.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

WINDOWS_LIMIT = 2560  # bytes of a credential, in UTF-16
FILE_VARIABLE = "TEST_KEYRING_FILE"


def refuse_large(password: str) -> None:
    """What the Windows Credential Manager does with a credential that is too large."""
    if len(password.encode("utf-16-le")) > WINDOWS_LIMIT:
        raise OSError(1783, "CredWrite", "The stub received bad data")


class MemoryKeyring(KeyringBackend):
    """Lives in the class: every instance of one test sees the same passwords."""

    priority = -1
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        refuse_large(password)
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class FileKeyring(KeyringBackend):
    """The same in the file that TEST_KEYRING_FILE names, for tests with several processes."""

    priority = -1

    @property
    def _path(self) -> Path:
        return Path(os.environ[FILE_VARIABLE])

    def _read(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        return found

    def _write(self, passwords: dict[str, str]) -> None:
        fresh = self._path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(passwords))
        fresh.replace(self._path)

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        refuse_large(password)
        self._write(self._read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        passwords = self._read()
        passwords.pop(f"{service}/{username}")
        self._write(passwords)


class LockedKeyring(MemoryKeyring):
    """Refuses everything at once, like a collection whose password was not given."""

    priority = -1

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


class SilentKeyring(MemoryKeyring):
    """Never answers until `released` is set, like a collection whose prompt nobody sees."""

    priority = -1
    released: ClassVar[threading.Event] = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait(60)
        return super().get_password(service, username)


class ForgetfulKeyring(MemoryKeyring):
    """Takes everything and keeps nothing."""

    priority = -1

    def set_password(self, service: str, username: str, password: str) -> None:
        refuse_large(password)
