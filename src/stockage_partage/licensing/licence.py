"""A signed licence file: an EdDSA token that says who may use which option in which application.

The only module that knows the token library, and for signing alone: loading it takes longer than all
else that a first look does. What is read has one algorithm and one issuer, so a signature of
`cryptography` over two parts of text is all there is to check. Everything is checked offline.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stockage_partage.errors import LicenceRefused
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.licensing.keys import Keys, key_id, public_part, raw_key

ISSUER = "stockage-partage"
OPTION = "stockage-partage"
ALGORITHM = "EdDSA"
#: Ours are under 1 KiB; nothing larger is even looked at.
LONGEST = 16 * 1024
#: What the head of a licence may say; whatever else would have to be understood (`crit`, `b64`).
_HEADINGS = frozenset({"alg", "typ", "kid"})

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Licence:
    """What a licence whose signature holds says. Both days are included."""

    id: str
    holder: str
    siren: str | None
    options: Mapping[str, frozenset[str]]
    valid_from: date
    valid_until: date

    def covers(self, application: str, option: str = OPTION) -> bool:
        """True when `application` has `option` by this licence."""
        return application in self.options.get(option, frozenset())


def emit(
    private_pem: str,
    *,
    holder: str,
    applications: Iterable[str],
    valid_from: date,
    valid_until: date,
    siren: str | None = None,
    licence_id: str | None = None,
) -> str:
    """Signs a licence, for the publisher's tool. Both days are included.

    Raises LicenceRefused when the key cannot sign, ValueError when it would end before it begins.
    """
    import uuid

    import jwt

    if valid_until < valid_from:
        raise ValueError("a licence cannot end before it begins")
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "jti": licence_id or str(uuid.uuid4()),
        "sub": holder,
        "options": {OPTION: sorted(applications)},
        "nbf": _midnight(valid_from),
        # The token's own rule: not valid at `exp` and after, so the last day ends there.
        "exp": _midnight(valid_until + _DAY),
    }
    if siren:
        claims["siren"] = siren
    headers = {"kid": key_id(public_part(private_pem))}
    return jwt.encode(claims, private_pem, algorithm=ALGORITHM, headers=headers)


def read(text: str, keys: Keys) -> Licence:
    """The licence in `text`, its signature checked against `keys`.

    Raises LicenceRefused with the reason `unknown_key` or `tampered`. Its days are not judged here.
    """
    token = "".join(text.split())
    if len(token) > LONGEST or not token.isascii():
        raise LicenceRefused(Standing.TAMPERED)
    try:
        header, payload, signature = token.split(".")
        heading = _object(header)
        kid = heading.get("kid")
        public_pem = keys.get(kid) if isinstance(kid, str) else None
        if public_pem is None:
            raise LicenceRefused(Standing.UNKNOWN_KEY)
        if heading.get("alg") != ALGORITHM or not heading.keys() <= _HEADINGS:
            raise ValueError("another kind of token")
        _verify(public_pem, _decoded(signature), f"{header}.{payload}".encode("ascii"))
        claims = _object(payload)
        # Whoever it names as its reader, it is not us.
        if claims.get("iss") != ISSUER or "aud" in claims:
            raise ValueError("another token than a licence")
        # Days are judged by `verdict`, with its own clock and its own words.
        return _licence(claims)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise LicenceRefused(Standing.TAMPERED, type(error).__name__) from error


def _verify(public_pem: str, signature: bytes, signed: bytes) -> None:
    """Raises ValueError unless `signed` was signed with the private part of that Ed25519 key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(raw_key(public_pem)).verify(signature, signed)
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise ValueError("the signature does not hold") from error


def _object(part: str) -> dict[str, Any]:
    """The JSON object in one part of a token. Raises ValueError for anything else."""
    found = json.loads(_decoded(part))
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _decoded(part: str) -> bytes:
    """The bytes of a part in base64url without its padding. Raises ValueError for any other sign."""
    if "+" in part or "/" in part or "=" in part:
        raise ValueError("no base64url")
    return b64decode(part + "=" * (-len(part) % 4), altchars="-_", validate=True)


def _licence(claims: Mapping[str, Any]) -> Licence:
    options = claims.get("options")
    texts = [claims.get(name) for name in ("jti", "sub")]
    siren = claims.get("siren")
    if not isinstance(options, dict) or not all(isinstance(text, str) for text in texts):
        raise ValueError("claims are missing")
    if siren is not None and not isinstance(siren, str):
        raise ValueError("siren is no text")
    return Licence(
        id=str(texts[0]),
        holder=str(texts[1]),
        siren=siren,
        options={name: frozenset(map(str, value)) for name, value in options.items()},
        valid_from=_day(claims.get("nbf")),
        valid_until=_day(claims.get("exp")) - _DAY,
    )


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _day(seconds: object) -> date:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise ValueError("a date is missing")
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
