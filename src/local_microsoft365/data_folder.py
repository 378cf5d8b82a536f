"""What is kept in the data folder: keys and small states, readable by their owner only, never half written.

One local Microsoft 365 holds a data folder: two would write over each other.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

#: Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = (5, 32, 33)
_PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.6)


def write_private(path: Path, content: bytes) -> None:
    """Writes `content` at once or not at all; only the owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _take_name(fresh, path)


def _take_name(fresh: Path, path: Path) -> None:
    """Windows refuses while an antivirus or another program has either file open: it is tried again."""
    for pause_s in _PAUSES_S:
        try:
            fresh.replace(path)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause_s)
        else:
            return
    fresh.replace(path)


def write_json(path: Path, value: Any) -> None:
    """Keeps `value` as JSON, at once or not at all. Raises OSError, and TypeError for what JSON cannot hold."""
    write_private(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def read_json(path: Path, absent: Any) -> Any:
    """What `write_json` kept, or `absent`. Raises OSError, and ValueError for what is not JSON."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return absent


def private_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as unencrypted PKCS #8 text."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@lru_cache(maxsize=8)
def private_key(pem: bytes) -> PrivateKeyTypes:
    """The key in a PEM text; checking an RSA key takes 20 ms, so once. Raises ValueError."""
    return serialization.load_pem_private_key(pem, password=None)


class SigningKey:
    """The RSA key that signs tokens; the same after a restart."""

    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        self._private = private
        self.public = private.public_key()
        spki = self.public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        digest = hashes.Hash(hashes.SHA256())
        digest.update(spki)
        self.id = base64.urlsafe_b64encode(digest.finalize()[:20]).rstrip(b"=").decode()

    @classmethod
    def kept_in(cls, path: Path) -> SigningKey:
        """The key in `path`, made and kept there when absent."""
        if path.exists():
            key = private_key(path.read_bytes())
            if isinstance(key, rsa.RSAPrivateKey):
                return cls(key)
        fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        write_private(path, private_pem(fresh))
        return cls(fresh)

    def sign(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        """A compact JSON Web Token."""
        return jwt.encode(
            claims, self._private, algorithm="RS256", headers={"kid": self.id} | header
        )

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public half as a JSON Web Key."""
        jwk: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(self.public, as_dict=True)
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "x5t": self.id,
            "n": jwk["n"],
            "e": jwk["e"],
        }


if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FolderInUse(Exception):
    """Another local Microsoft 365 holds the data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class FolderClaim:
    """Held until released, or until the process ends whatever way."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, folder: Path) -> FolderClaim:
        """Takes the data folder, made when it is missing, for this process. Raises FolderInUse, OSError."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / "in-use.lock").open("a", encoding="utf-8")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise FolderInUse(folder) from error
        return cls(file)

    def release(self) -> None:
        self._file.close()


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
