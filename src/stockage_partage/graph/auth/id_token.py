"""What the ID token must say before an account is believed. Pure.

The token came straight from the token endpoint over verified TLS, so its signature adds nothing
(OpenID Connect Core §3.1.3.7, point 6); its claims are ours to check, MSAL does not do it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from stockage_partage.graph.http.service_clock import CLOCK_TOLERANCE_S

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class TokenForged(Exception):
    """A claim is not what it must be; `claim` names it."""

    def __init__(self, claim: str) -> None:
        super().__init__(claim)
        self.claim = claim


class TokenExpired(TokenForged):
    """The token's life is over by our clock: a forgery, or a clock that is wrong."""


@dataclass(frozen=True, slots=True)
class ExpectedClaims:
    """What we asked for. `nonce` None: the flow has none (device code)."""

    client_id: str
    authority: str
    nonce: str | None = None


def claims_of(id_token: str) -> dict[str, Any]:
    """The claims, unchecked. Raises TokenForged when it is no token at all."""
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, binascii.Error, ValueError) as error:
        raise TokenForged("token") from error
    if not isinstance(claims, dict):
        raise TokenForged("token")
    return claims


def check(claims: dict[str, Any], expected: ExpectedClaims, now: float) -> None:
    """Raises TokenForged naming the first claim that is wrong. `now`: seconds since the epoch."""
    if claims.get("aud") != expected.client_id:
        raise TokenForged("aud")
    tenant = claims.get("tid")
    if not isinstance(tenant, str) or not _GUID.fullmatch(tenant):
        raise TokenForged("tid")
    wanted = urlsplit(expected.authority)
    asked_tenant = wanted.path.strip("/").split("/")[0]
    if _GUID.fullmatch(asked_tenant) and tenant.lower() != asked_tenant.lower():
        raise TokenForged("tid")
    if claims.get("iss") != f"https://{wanted.netloc}/{tenant}/v2.0":
        raise TokenForged("iss")
    if expected.nonce is not None and claims.get("nonce") != nonce_sent(expected.nonce):
        raise TokenForged("nonce")
    expires = claims.get("exp")
    if not isinstance(expires, int | float):
        raise TokenForged("exp")
    if now > expires + CLOCK_TOLERANCE_S:
        raise TokenExpired("exp")


def nonce_sent(nonce: str) -> str:
    """MSAL sends the hash of the nonce it keeps."""
    return hashlib.sha256(nonce.encode("ascii")).hexdigest()
