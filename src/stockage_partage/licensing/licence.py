"""A signed licence file, and whether an application of a company may use the option by it today.

A licence is an EdDSA token that says who may use which option in which application. The only module that knows
the token library, and for signing alone: loading it takes longer than all else that a first look does. What is
read has one algorithm and one issuer, so a signature of `cryptography` over two parts of text is all there is to
check. Everything is checked offline, and the verdict raises nothing.

Of several licences of one company, one counts today, and a new one replaces some. A renewal is bought
before the licence of today ends. It must not take the option away until its own first day, nor wait to be
installed on that day.
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stockage_partage.errors import LicenceRefused
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.licensing.keys import Keys, key_id, public_part, raw_key

ISSUER = "stockage-partage"
OPTION = "stockage-partage"
ALGORITHM = "EdDSA"
#: Ours are under 1 KiB; nothing larger is even looked at.
LONGEST = 16 * 1024
#: What the head of a licence may say; whatever else would have to be understood (`crit`, `b64`).
_HEADINGS = frozenset({"alg", "typ", "kid"})
#: Clocks are a little wrong, and days end at different moments; nobody gains anything by a day.
CLOCK_TOLERANCE = timedelta(days=1)

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
        # Days are judged by `entitlement`, with its own clock and its own words.
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


def entitlement(
    licence_text: str | None,
    company_name: str,
    siren: str | None,
    application: str,
    today: date,
    latest_seen: datetime | None,
    keys: Keys,
) -> Entitlement:
    """The verdict for one application.

    `latest_seen` is the latest time the company database has witnessed, None when it has seen none.
    Whatever is wrong first is said: unreadable, another company's, the clock, the days, the coverage.
    """
    if licence_text is None or not licence_text.strip():
        return Entitlement(Standing.ABSENT)
    try:
        licence = read(licence_text, keys)
    except LicenceRefused as refused:
        return Entitlement(Standing(refused.reason))
    standing = _standing(licence, company_name, siren, application, today, latest_seen)
    return Entitlement(standing, licence.valid_from, licence.valid_until, licence.holder)


def _standing(
    licence: Licence,
    company_name: str,
    siren: str | None,
    application: str,
    today: date,
    latest_seen: datetime | None,
) -> Standing:
    if not is_for(licence, company_name, siren):
        return Standing.OTHER_COMPANY
    by_the_clock = _by_days(licence, today)
    if latest_seen is not None:
        # Not `seen - tolerance`: the first day there is has none before it.
        ahead = latest_seen.date() - today > CLOCK_TOLERANCE
        at_least = latest_seen.date() - CLOCK_TOLERANCE if ahead else today
        # A clock set back matters when it changes the answer; punishing every wrong clock would
        # turn storage off for a company because one workstation was once a month ahead.
        if _by_days(licence, at_least) is not by_the_clock:
            return Standing.CLOCK_SET_BACK
    if by_the_clock is Standing.GRANTED and not licence.covers(application):
        return Standing.NOT_COVERED
    return by_the_clock


def is_for(licence: Licence, company_name: str, siren: str | None) -> bool:
    """True when the licence is the company's: by SIREN when both have one, by raison sociale otherwise.

    Case, accents and spacing of the raison sociale do not count. `siren`: None when not known.
    """
    ours, theirs = _digits(siren), _digits(licence.siren)
    if ours and theirs:
        return ours == theirs
    return _bare(company_name) == _bare(licence.holder)


def _by_days(licence: Licence, day: date) -> Standing:
    if day < licence.valid_from:
        return Standing.NOT_YET_VALID
    return Standing.EXPIRED if day > licence.valid_until else Standing.GRANTED


def _digits(text: str | None) -> str:
    return "".join(re.findall(r"[0-9]", text or ""))


def _bare(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", letters)) or name.strip()


def in_force(texts: Sequence[str], today: date, keys: Keys) -> str | None:
    """The licence that counts on `today`, among those installed; None when there is none.

    Of those valid today, the one that began last. Else the next to begin, else the last to have
    ended: its dates are then the useful ones to tell. One that cannot be read only when none can.
    """
    readable = [(licence, text) for text in texts if (licence := _read(text, keys))]
    if not readable:
        return texts[-1] if texts else None
    return max(readable, key=lambda each: _rank(each[0], today))[1]


def _rank(licence: Licence, today: date) -> tuple[int, int]:
    if licence.valid_from > today:
        return 1, -licence.valid_from.toordinal()
    if licence.valid_until < today:
        return 0, licence.valid_until.toordinal()
    return 2, licence.valid_from.toordinal()


def to_come(texts: Sequence[str], today: date, keys: Keys) -> Licence | None:
    """The next licence to begin after `today`, beside the one in force; None when there is none."""
    chosen = in_force(texts, today, keys)
    later = [
        licence
        for text in texts
        if text != chosen and (licence := _read(text, keys)) and licence.valid_from > today
    ]
    return min(later, key=lambda licence: licence.valid_from, default=None)


def replaced_by(new: Licence, today: date, keys: Keys) -> Callable[[str], bool]:
    """Which of the installed texts `new` takes the place of.

    One that begins later leaves that of today alone. One that cannot be read is always replaced.
    """

    def replaces(text: str) -> bool:
        old = _read(text, keys)
        if old is None or old.id == new.id:
            return True
        if new.valid_from > today:
            return old.valid_from == new.valid_from
        return old.valid_from <= today

    return replaces


def _read(text: str, keys: Keys) -> Licence | None:
    try:
        return read(text, keys)
    except LicenceRefused:
        return None
