"""The keys that sign licences: the publisher's, built in, and the demonstration's, made on first use.

Only public keys are here. A demonstration pair lives in one person's data folder and is trusted by the
demonstration alone, so that `make run` can show a licence without the publisher's private key.
"""

from __future__ import annotations

import hashlib
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from stockage_partage import disk
from stockage_partage.errors import LicenceRefused

#: key id -> public key (PEM)
Keys = Mapping[str, str]

PUBLISHER_PUBLIC_PEM = """\
-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAK3iBXcFBoy+/qcjvhpFSjRCmYpgrMhbk2j9hfr5g8q8=
-----END PUBLIC KEY-----
"""

DEMONSTRATION_FILE = "licence-demonstration.pem"
_KEY_ID_LENGTH = 16
#: What says « Ed25519 » before the 32 bytes of a key, by the words of its PEM form (RFC 8410).
_FORMS = {
    "PUBLIC KEY": bytes.fromhex("302a300506032b6570032100"),
    "PRIVATE KEY": bytes.fromhex("302e020100300506032b657004220420"),
}
_RAW_LENGTH = 32


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A pair that can sign. The private part is never shown by accident."""

    private_pem: str = field(repr=False)
    public_pem: str


def generate_keypair() -> KeyPair:
    """A new Ed25519 pair, for the publisher's tool. Keep the private part out of any repository."""
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    ).decode()
    return KeyPair(pem, public_part(pem))


def public_part(private_pem: str) -> str:
    """The public key of a private one. Raises LicenceRefused when it is no Ed25519 private key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = forms.load_pem_private_key(private_pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise LicenceRefused("unknown_key", "no private key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise LicenceRefused("unknown_key", "no Ed25519 key")
    public = private.public_key()
    return public.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo).decode()


def key_id(public_pem: str) -> str:
    """The short name of a public key, carried by each licence it signed."""
    lines = public_pem.split()
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:_KEY_ID_LENGTH]


def raw_key(public_pem: str) -> bytes:
    """The 32 bytes of an Ed25519 public key. Raises ValueError for any other key.

    What stands before them is the same for each such key: the library's reader of every kind of key
    takes longer to load than all else that a licence asks for.
    """
    return _raw(public_pem, "PUBLIC KEY")


def _raw(pem: str, form: str) -> bytes:
    lines = pem.split("\n")
    if lines[:1] != [f"-----BEGIN {form}-----"] or lines[2:] != [f"-----END {form}-----", ""]:
        raise ValueError("no key of one line")
    der, before = b64decode(lines[1], validate=True), _FORMS[form]
    if not der.startswith(before) or len(der) != len(before) + _RAW_LENGTH:
        raise ValueError("another kind of key")
    return der[len(before) :]


def _public_part_of_ours(private_pem: str) -> str:
    """The public key of a private one made by `generate_keypair`. Raises LicenceRefused for any other key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = Ed25519PrivateKey.from_private_bytes(_raw(private_pem, "PRIVATE KEY"))
    except ValueError as error:
        raise LicenceRefused("unknown_key", "no private key of ours") from error
    der = _FORMS["PUBLIC KEY"] + private.public_key().public_bytes_raw()
    return f"-----BEGIN PUBLIC KEY-----\n{b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"


def publisher_keys() -> Keys:
    """What every installation trusts."""
    return {key_id(PUBLISHER_PUBLIC_PEM): PUBLISHER_PUBLIC_PEM}


def demonstration_pair(data_dir: Path) -> KeyPair:
    """This person's demonstration pair, made in `data_dir` on first use; several may ask at once."""
    file = data_dir / DEMONSTRATION_FILE
    if not file.exists():
        disk.private_folder(data_dir)
        _place(generate_keypair().private_pem, file)
    private_pem = file.read_text(encoding="ascii")
    return KeyPair(private_pem, _public_part_of_ours(private_pem))


def demonstration_keys(data_dir: Path) -> Keys:
    """What the demonstration trusts: the publisher's key and this person's own, once it was made."""
    if not (data_dir / DEMONSTRATION_FILE).exists():
        return publisher_keys()
    public_pem = demonstration_pair(data_dir).public_pem
    return {**publisher_keys(), key_id(public_pem): public_pem}


def _place(private_pem: str, file: Path) -> None:
    # Written aside and linked into place: nobody ever reads half a key, and the first one stays.
    aside = file.with_name(f"{file.name}.{os.urandom(16).hex()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(private_pem)
    try:
        disk.appear(aside, file)
    finally:
        with suppress(OSError):  # where the system moved it, it is not there any more
            aside.unlink()
