"""Access and ID tokens: RS256, signed with a key of this installation, shaped like Entra's.

Graph reads them with `TokenBook.read`, which refuses as the real gateway does: 401
`InvalidAuthenticationToken`, or a claims challenge when the account was revoked after the token was
issued (continuous access evaluation).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from local_microsoft365.clock import Clock, epoch
from local_microsoft365.data_folder import SigningKey, read_json, write_json
from local_microsoft365.people import DEMO, People, User

GRAPH_AUDIENCE = "00000003-0000-0000-c000-000000000000"
PUBLISHED_GRAPH = "https://graph.microsoft.com"
DEFAULT_SCOPES = ("User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All", "Sites.Read.All")
ISSUED_EXACTLY = "emulator_iat"  # `iat` counts whole seconds: too coarse for tests in a hurry
IDENTITY_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})


@dataclass(frozen=True)
class Caller:
    """Who sends a request, with what rights (bare scope names), since when (seconds since 1970)."""

    user: User
    scopes: frozenset[str]
    issued_at: int


class TokenRefused(Exception):
    """The request's token is not accepted. `claims` is the challenge's JSON text, if there is one."""

    def __init__(self, status: int, code: str, message: str, claims: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.claims = claims


class TokenBook:
    """Makes tokens and reads them. Remembers in `folder` its key and who was revoked when.

    `access_life` is how long an access token lives, in seconds.
    """

    def __init__(
        self, folder: Path, clock: Clock, people: People = DEMO, access_life: int = 3600
    ) -> None:
        self.access_life = access_life
        self._clock = clock
        self._people = people
        self._key = SigningKey.kept_in(folder / "token-signing.key")
        self._revoked_file = folder / "revoked.json"
        # account id -> [access tokens, sessions] refused when issued before that moment
        self._revoked: dict[str, list[float]] = read_json(self._revoked_file, {})

    @property
    def public_keys(self) -> dict[str, Any]:
        """The JSON Web Key Set that the sign-in origin publishes."""
        return {"keys": [self._key.public_jwk]}

    def access_token(
        self, user: User, client_id: str, scopes: Iterable[str], issuer: str, **claims: Any
    ) -> str:
        """A token for Graph. `scopes` are as asked; only bare names are written into it."""
        bare = sorted(bare_scopes(scopes) - IDENTITY_SCOPES)
        body = self._common(user, issuer) | {
            "aud": GRAPH_AUDIENCE,
            "app_displayname": "Stockage et partage",
            "appid": client_id,
            "appidacr": "0",
            "idtyp": "user",
            "scp": " ".join(bare),
            "unique_name": user.username,
            "upn": user.username,
            "given_name": user.given_name,
            "family_name": user.surname,
            "wids": list(user.roles),
            ISSUED_EXACTLY: self._clock.now().timestamp(),
        }
        # Entra puts a nonce in the header of Graph tokens, so that nobody else validates them.
        return self._key.sign(body | claims, {"nonce": secrets.token_urlsafe(32)})

    def id_token(self, user: User, client_id: str, issuer: str, nonce: str | None) -> str:
        """Says to the application who signed in; carries back the `nonce` that it sent."""
        body = self._common(user, issuer) | {"aud": client_id, "preferred_username": user.username}
        return self._key.sign(body | ({"nonce": nonce} if nonce else {}), {})

    def read(self, authorization: str | None) -> Caller:
        """The caller behind an `Authorization` header. Raises TokenRefused."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _refused("Access token is empty.")
        claims = self._verified(token.strip())
        user = self._people.by_id(str(claims.get("oid")))
        if user is None:
            raise _refused("The identity of the calling user could not be established.")
        self._check_not_revoked(user, float(claims[ISSUED_EXACTLY]))
        return Caller(user, frozenset(str(claims.get("scp", "")).split()), int(claims["iat"]))

    def challenge(self, user: User) -> None:
        """Access tokens issued to `user` before this moment are challenged; a refresh is enough."""
        now = self._clock.now().timestamp()
        self._remember(user, now, self.sessions_ended_at(user))

    def revoke(self, user: User) -> None:
        """Ends every session of `user`: access tokens, refresh tokens and cookies issued before."""
        now = self._clock.now().timestamp()
        self._remember(user, now, now)

    def sessions_ended_at(self, user: User) -> float:
        """When the sessions of `user` were last ended, in seconds since 1970; 0 for never."""
        return self._revoked.get(user.id, [0.0, 0.0])[1]

    def _remember(self, user: User, access: float, sessions: float) -> None:
        self._revoked[user.id] = [access, sessions]
        write_json(self._revoked_file, self._revoked)

    def _check_not_revoked(self, user: User, issued_at: float) -> None:
        since = self._revoked.get(user.id, [0.0, 0.0])[0]
        if issued_at < since:
            claims = {"access_token": {"nbf": {"essential": True, "value": str(int(since))}}}
            raise TokenRefused(
                401,
                "InvalidAuthenticationToken",
                "Continuous access evaluation resulted in challenge with result: "
                "InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
                claims=json.dumps(claims),
            )

    def _verified(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key.public,
                algorithms=["RS256"],
                audience=[GRAPH_AUDIENCE, PUBLISHED_GRAPH],
                # Time is ours to judge: tests move the clock.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
        except jwt.InvalidAudienceError as error:
            raise _refused("Access token validation failure. Invalid audience.") from error
        except jwt.InvalidSignatureError as error:
            raise _refused("Signature is invalid.") from error
        except jwt.InvalidTokenError as error:
            raise _refused("IDX14100: JWT is not well formed, there are no dots (.).") from error
        now = epoch(self._clock)
        if now >= int(claims["exp"]):
            raise _refused("Lifetime validation failed, the token is expired.")
        if now + 300 < int(claims["nbf"]):
            raise _refused("Lifetime validation failed, the token is not yet valid.")
        return claims

    def _common(self, user: User, issuer: str) -> dict[str, Any]:
        now = epoch(self._clock)
        return {
            "iss": issuer,
            "iat": now,
            "nbf": now,
            "exp": now + self.access_life,
            "name": user.display_name,
            "oid": user.id,
            "sub": _pairwise(user.id),
            "tid": self._people.tenant.id,
            "uti": secrets.token_urlsafe(16),
            "ver": "2.0",
        }


def bare_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """Scope names without the resource they are named after; `.default` means all we register."""
    names = {scope.rsplit("/", 1)[-1] for scope in scopes}
    if ".default" in names:
        names = (names - {".default"}) | set(DEFAULT_SCOPES)
    return frozenset(names)


def challenge_header(refused: TokenRefused, login_origin: str) -> str:
    """The `WWW-Authenticate` header that goes with a refusal."""
    header = f'Bearer realm="", authorization_uri="{login_origin}/common/oauth2/authorize"'
    if refused.claims is None:
        return header
    claims = base64.b64encode(refused.claims.encode()).decode()
    return f'{header}, error="insufficient_claims", claims="{claims}"'


def _pairwise(user_id: str) -> str:
    digest = hashlib.sha256(f"stockage-et-partage:{user_id}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _refused(message: str) -> TokenRefused:
    return TokenRefused(401, "InvalidAuthenticationToken", message)
