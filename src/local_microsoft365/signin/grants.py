"""What can be turned into tokens: authorization codes (once, ten minutes), device codes and refresh tokens.

A refresh token holds its own facts, sealed with a key of this installation: it survives a restart and
nothing has to be remembered. Ending an account's sessions makes the older ones worthless. With a device code,
an application without a browser waits while the person signs in elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from local_microsoft365.clock import Clock
from local_microsoft365.data_folder import write_private
from local_microsoft365.people import People, User
from local_microsoft365.signin.authorize_request import ClaimsAsked
from local_microsoft365.signin.refusals import refusal
from local_microsoft365.tokens import TokenBook

CODE_LIFE_S = 600
REFRESH_LIFE_S = 90 * 24 * 3600
DEVICE_LIFE_S = 900
# Without letters and digits that are read for one another.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
# Entra's are about this long; whoever stores tokens must cope with the size.
_REFRESH_FACTS_BYTES = 820


@dataclass(frozen=True)
class Grant:
    """A person's right to tokens, through one application."""

    user: User
    client_id: str
    scopes: tuple[str, ...]
    nonce: str | None = None
    claims: ClaimsAsked = field(default_factory=ClaimsAsked)


@dataclass(frozen=True)
class _Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    until: float


class Codes:
    """Authorization codes handed out and not redeemed yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, _Code] = {}
        self._redeemed: set[str] = set()

    def issue(self, grant: Grant, redirect_uri: str, challenge: str) -> str:
        """A code bound to the address it is sent to and to the PKCE challenge."""
        code = "1." + secrets.token_urlsafe(480)
        until = self._clock.now().timestamp() + CODE_LIFE_S
        self._waiting[code] = _Code(grant, redirect_uri, challenge, until)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> Grant:
        """The grant behind a code, which is spent whatever the outcome. Raises Refusal."""
        known = self._waiting.pop(code, None)
        if known is None:
            raise refusal(54005 if code in self._redeemed else 70008)
        self._redeemed.add(code)
        if self._clock.now().timestamp() > known.until:
            raise refusal(70008)
        if client_id != known.grant.client_id:
            raise refusal(70000)
        if redirect_uri != known.redirect_uri:
            raise refusal(500112)
        if not _VERIFIER.fullmatch(verifier):
            raise refusal(50148)
        if not secrets.compare_digest(pkce_challenge(verifier), known.challenge):
            raise refusal(501481)
        return known.grant


class RefreshTokens:
    """Seals grants into refresh tokens and opens them again."""

    def __init__(self, folder: Path, people: People, tokens: TokenBook, clock: Clock) -> None:
        self._seal = Fernet(_kept_key(folder / "refresh-tokens.key"))
        self._people = people
        self._tokens = tokens
        self._clock = clock

    def issue(self, grant: Grant) -> str:
        facts = {
            "user": grant.user.id,
            "client": grant.client_id,
            "scopes": grant.scopes,
            "at": self._clock.now().timestamp(),
            "once": secrets.token_urlsafe(12),
        }
        sealed = json.dumps(facts).ljust(_REFRESH_FACTS_BYTES).encode()
        return "1." + self._seal.encrypt(sealed).rstrip(b"=").decode()

    def redeem(self, token: str, client_id: str) -> Grant:
        """The grant sealed in a refresh token, which stays good. Raises Refusal."""
        try:
            facts = json.loads(self._seal.decrypt(_padded(token.removeprefix("1."))))
        except InvalidToken as error:
            raise refusal(70000) from error
        user = self._people.by_id(facts["user"])
        if user is None or facts["client"] != client_id:
            raise refusal(70000)
        if facts["at"] < self._tokens.sessions_ended_at(user):
            raise refusal(50173)
        if facts["at"] + REFRESH_LIFE_S < self._clock.now().timestamp():
            raise refusal(700082)
        return Grant(user, client_id, tuple(facts["scopes"]))


def pkce_challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _padded(text: str) -> bytes:
    return (text + "=" * (-len(text) % 4)).encode()


def _kept_key(path: Path) -> bytes:
    if not path.exists():
        write_private(path, Fernet.generate_key())
    return path.read_bytes()


@dataclass
class Device:
    """One device's wait. `user` is who signed in for it; `declined` when they refused."""

    device_code: str
    user_code: str
    client_id: str
    scopes: tuple[str, ...]
    until: float
    user: User | None = None
    declined: bool = False


class Devices:
    """Every device that waits. `interval_s` is how often each may ask."""

    def __init__(self, clock: Clock, interval_s: int) -> None:
        self.interval_s = interval_s
        self._clock = clock
        self._waiting: dict[str, Device] = {}

    def begin(self, client_id: str, scopes: tuple[str, ...]) -> Device:
        user_code = "".join(secrets.choice(_ALPHABET) for _ in range(9))
        until = self._clock.now().timestamp() + DEVICE_LIFE_S
        device = Device(secrets.token_urlsafe(140), user_code, client_id, scopes, until)
        self._waiting[device.device_code] = device
        return device

    def typed(self, user_code: str) -> Device | None:
        """The device whose code somebody typed, whatever spaces and case; None if unknown or late."""
        wanted = user_code.replace(" ", "").replace("-", "").upper()
        for device in self._waiting.values():
            if secrets.compare_digest(device.user_code.encode(), wanted.encode()):
                return None if self._is_late(device) else device
        return None

    def redeem(self, device_code: str, client_id: str) -> Grant:
        """The grant, once. Raises Refusal while nobody has signed in, and for ever after."""
        device = self._waiting.get(device_code)
        if device is None or device.client_id != client_id:
            raise refusal(70019)
        if device.declined:
            del self._waiting[device_code]
            raise refusal(65004, error="authorization_declined")
        if self._is_late(device):
            raise refusal(70020)
        if device.user is None:
            raise refusal(70016)
        del self._waiting[device_code]
        return Grant(device.user, client_id, device.scopes)

    def _is_late(self, device: Device) -> bool:
        return self._clock.now().timestamp() > device.until
