"""A small file that only the holder of its key can read, and that key in the platform's own keyring.

The file is replaced whole or not at all. The one module that knows `keyring`: only the key goes there, 44
characters, 88 bytes in UTF-16, where Windows refuses a credential above 2,560 bytes and a token cache weighs
three times that.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from stockage_partage import disk
from stockage_partage.errors import KeyringUnusable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


_MAGIC = b"SPSF1"
_NONCE_LENGTH = 12  # bytes, AES-GCM
KEY_LENGTH = 32
_PAUSES_S = (0.01, 0.05, 0.2)
SERVICE = "Stockage et partage"
DEADLINE_S = 20.0  # a locked collection asks for its password, or never answers
# Chosen by us: keyring's own choice may be a plaintext file, or a chain that holds one.
_OF_PLATFORM = {
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
}
_ELSEWHERE = (
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.libsecret:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
    "keyring.backends.kwallet:DBusKeyringKWallet4",
)
_REFUSED = ("keyrings.alt.", "keyring.backends.null.", "keyring.backends.fail.")
# Modules whose own errors come through keyring; that of Windows is named so by pywin32-ctypes.
_RAISING = (
    ("win32ctypes.pywin32.pywintypes", "error"),
    ("pywintypes", "error"),
    ("jeepney", "DBusErrorResponse"),
)
_CHAIN = "keyring.backends.chainer."
Found = TypeVar("Found")


class SealBroken(Exception):
    """The file is damaged, was sealed with another key, or is another file's content."""


class SealedFile:
    """AES-256-GCM; `label` is authenticated with the content, so that files cannot be swapped."""

    def __init__(self, path: Path, label: str) -> None:
        self.path = path
        self._context = _MAGIC + label.encode()

    def read(self, key: bytes) -> bytes | None:
        """What was written, None when there is no file. Raises SealBroken, OSError.

        May take two seconds on Windows, while another program holds the file.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            sealed = self._bytes()
        except FileNotFoundError:
            return None
        if not sealed.startswith(_MAGIC):
            raise SealBroken(self.path.name)
        start = len(_MAGIC) + _NONCE_LENGTH
        nonce = sealed[len(_MAGIC) : start]
        try:
            return AESGCM(key).decrypt(nonce, sealed[start:], self._context)
        except (InvalidTag, ValueError) as error:
            raise SealBroken(self.path.name) from error

    def _bytes(self) -> bytes:
        """Another process may replace the file, or an antivirus hold it, at this very moment."""
        for pause_s in _PAUSES_S:
            try:
                return self.path.read_bytes()
            except PermissionError:
                time.sleep(pause_s)
        return disk.while_held(self.path.read_bytes)

    def write(self, key: bytes, content: bytes) -> None:
        """Replaces the file in one step; after a power cut it is the old one or the new one."""
        import secrets

        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_LENGTH)
        sealed = _MAGIC + nonce + AESGCM(key).encrypt(nonce, content, self._context)
        disk.private_folder(self.path.parent)
        with disk.replace_whole(self.path, private=True) as file:
            file.write(sealed)
        _sync_folder(self.path.parent)

    def shred(self) -> None:
        """Overwrites, then removes; harmless when there is no file."""
        import secrets

        with contextlib.suppress(FileNotFoundError):
            with self.path.open("r+b") as file:
                file.write(secrets.token_bytes(self.path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            self.path.unlink()

    def stamp(self) -> tuple[int, int, int] | None:
        """Changes whenever the file does, whoever changes it; None when none can be seen."""
        try:
            seen = self.path.stat()
        except OSError:
            return None
        return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class KeyringStore:
    """Keys by name. Every method may wait up to `deadline_s` and raises KeyringUnusable."""

    def __init__(self, service: str = SERVICE, deadline_s: float = DEADLINE_S) -> None:
        # Windows keeps the last of a service's names under the service itself, and moves the former one
        # in two steps: two programs at once could lose a key. There each key has a service of its own.
        self._shared = sys.platform != "win32"
        self._service_name = service
        self._deadline_s = deadline_s
        self._stuck: threading.Thread | None = None

    def _service(self, name: str) -> str:
        return self._service_name if self._shared else f"{self._service_name} {name}"

    def find(self, name: str) -> bytes | None:
        """The key of that name; None when there is none, or something else under its name."""
        return _decoded(self._ask(lambda ring: ring.get_password(self._service(name), name)))

    def make(self, name: str) -> bytes:
        """A new key, read back before it is believed: some keyrings keep nothing."""
        import secrets

        key = secrets.token_bytes(KEY_LENGTH)
        text = base64.b64encode(key).decode()

        def write(ring: KeyringBackend) -> str | None:
            ring.set_password(self._service(name), name, text)
            return ring.get_password(self._service(name), name)

        if _decoded(self._ask(write)) != key:
            raise KeyringUnusable("the keyring did not keep the key")
        return key

    def forget(self, name: str) -> None:
        """Removes the key: what it sealed can never be read again, copies included."""

        def remove(ring: KeyringBackend) -> None:
            if ring.get_password(self._service(name), name) is not None:
                ring.delete_password(self._service(name), name)

        self._ask(remove)

    def _ask(self, question: Callable[[KeyringBackend], Found]) -> Found:
        """Asks in a thread of its own, abandoned at the deadline: it may never come back."""
        if self._stuck is not None and self._stuck.is_alive():
            raise KeyringUnusable("the keyring still does not answer")
        answers: list[Found] = []
        refusals: list[BaseException] = []

        def work() -> None:
            try:
                answers.append(question(chosen_keyring()))
            except _troubles() as error:
                refusals.append(error)

        self._stuck = thread = threading.Thread(target=work, name="keyring", daemon=True)
        thread.start()
        thread.join(self._deadline_s)
        if answers:
            return answers[0]
        if refusals:
            # Only the kind: a platform's message may repeat what it was given.
            raise KeyringUnusable(type(refusals[0]).__name__) from refusals[0]
        raise KeyringUnusable("the keyring did not answer in time")


def chosen_keyring() -> KeyringBackend:
    """The configured keyring, else the platform's own. Raises KeyringUnusable when neither will do."""
    import keyring.core

    configured: KeyringBackend | None = None
    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        configured = keyring.core.load_env()
    if configured is not None:
        _refuse_unsafe(type(configured))
        return configured
    for address in _OF_PLATFORM.get(sys.platform, _ELSEWHERE):
        module, _, name = address.partition(":")
        backend: type[KeyringBackend] = getattr(import_module(module), name)
        if backend.viable:
            return backend()
    raise KeyringUnusable("no keyring on this computer")


def _refuse_unsafe(backend: type[KeyringBackend]) -> None:
    for kind in backend.__mro__:
        if f"{kind.__module__}.".startswith((*_REFUSED, _CHAIN)):
            raise KeyringUnusable(f"refused keyring: {kind.__module__}")


def _decoded(text: str | None) -> bytes | None:
    try:
        key = base64.b64decode(text or "", validate=True)
    except binascii.Error:
        return None
    return key if len(key) == KEY_LENGTH else None


def _troubles() -> tuple[type[BaseException], ...]:
    """What keyrings raise. A kind that is not here ends the thread loudly, and counts as silence."""
    from keyring.errors import KeyringError

    kinds: list[type[BaseException]] = [KeyringUnusable, KeyringError, OSError, RuntimeError]
    kinds += [ImportError, ValueError]
    for module, name in _RAISING:
        # They come through keyring as they are: Windows' 1312 without a logon session, for one.
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and issubclass(found, BaseException):
            kinds.append(found)
    return tuple(kinds)
