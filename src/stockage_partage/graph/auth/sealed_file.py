"""A small file that only the holder of its key can read, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from stockage_partage import disk

_MAGIC = b"SPSF1"
_NONCE_LENGTH = 12  # bytes, AES-GCM
KEY_LENGTH = 32
_PAUSES_S = (0.01, 0.05, 0.2)


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
