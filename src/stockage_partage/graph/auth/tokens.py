"""What the identity platform answers: access tokens, an ID token to be believed, or a refusal.

Access tokens of the session are handed out at once while they last, and renewed by one asker at a time. The ID
token came straight from the token endpoint over verified TLS, so its signature adds nothing (OpenID Connect
Core §3.1.3.7, point 6); its claims are ours to check, MSAL does not do it. Of a refusal, the number of the
AADSTS code is the finest word there is; where it is unknown, `suberror` then `error` decide. Sources:
Microsoft's list of AADSTS codes, OAuth 2.0, OpenID Connect.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from stockage_partage import errors
from stockage_partage.graph.http.answer_headers import CLOCK_TOLERANCE_S
from stockage_partage.graph.http.responses import UnexpectedAnswer

if TYPE_CHECKING:
    from stockage_partage.graph.auth.session_store import SessionFile, StoredSession


_EARLY_S = 300.0  # MSAL too counts a token with less than five minutes left as expired
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CONSENT = (65001, 90094, 90095, 650052)
_DECLINED = (65004,)
_NOT_ASSIGNED = (50105,)
_PERSONAL = (500200, 500201)
_UNKNOWN_APPLICATION = (700016, 7000112, 500011, 650056)
_OTHERWISE_SET_UP = (7000218, 700025, 50011, 70011, 50194, 90002, 90038, 90051)
# Password, unknown, disabled, locked, expired (twice).
_REFUSED = (50126, 50034, 50057, 50053, 50055, 50144)
_FOREIGN = (50020, 90072)
_RISKY = (53004, 530032, 530035)
_TOKEN_PROTECTION = (530084,)
_DEVICE_CODE = (530036,)
_BROWSER = (53000, 53001, 53002, 53003, 530001, 530003, 50097)
_INTERACTION = (50076, 50079, 50072, 50074, 50078, 16000, 50058, 50196)
_ENDED = (70008, 700082, 70043, 50173, 50132, 50133)
_PASSING = (90033, 90024)
_TOO_LATE = (70019,)
_BY_NUMBER: dict[int, type[errors.Trouble]] = {
    **dict.fromkeys(_CONSENT, errors.ConsentMissing),
    **dict.fromkeys(_DECLINED, errors.ConsentDeclined),
    **dict.fromkeys(_UNKNOWN_APPLICATION + _OTHERWISE_SET_UP, errors.ApplicationUnknown),
    **dict.fromkeys(_NOT_ASSIGNED, errors.NotAssigned),
    **dict.fromkeys(_PERSONAL, errors.PersonalAccount),
    **dict.fromkeys(_FOREIGN, errors.ForeignAccount),
    **dict.fromkeys(_REFUSED + _RISKY, errors.SignInRefused),
    **dict.fromkeys(_TOKEN_PROTECTION, errors.TokenProtectionRequired),
    **dict.fromkeys(_DEVICE_CODE, errors.DeviceCodeRefused),
    **dict.fromkeys(_BROWSER, errors.BrowserRefused),
    **dict.fromkeys(_INTERACTION + _ENDED, errors.SignInNeeded),
    **dict.fromkeys(_PASSING, errors.ServiceUnavailable),
    **dict.fromkeys(_TOO_LATE, errors.SignInTimedOut),
    90055: errors.Throttled,
}
_BY_SUBERROR: dict[str, type[errors.Trouble]] = {
    "cancel": errors.SignInCancelled,
    "consent_required": errors.ConsentMissing,
    "user_password_expired": errors.SignInRefused,
    "device_authentication_failed": errors.BrowserRefused,
}
_BY_ERROR: dict[str, type[errors.Trouble]] = {
    "interaction_required": errors.SignInNeeded,
    "login_required": errors.SignInNeeded,
    "account_selection_required": errors.SignInNeeded,
    "invalid_grant": errors.SignInNeeded,
    "bad_verification_code": errors.SignInNeeded,
    "consent_required": errors.ConsentMissing,
    "access_denied": errors.ConsentDeclined,
    "authorization_declined": errors.SignInCancelled,
    "expired_token": errors.SignInTimedOut,
    "code_expired": errors.SignInTimedOut,
    "invalid_client": errors.ApplicationUnknown,
    "unauthorized_client": errors.ApplicationUnknown,
    "invalid_scope": errors.ApplicationUnknown,
    "invalid_request": errors.ApplicationUnknown,
    "invalid_resource": errors.ApplicationUnknown,
    "unsupported_grant_type": errors.ApplicationUnknown,
    "unsupported_response_type": errors.ApplicationUnknown,
    "temporarily_unavailable": errors.ServiceUnavailable,
    "server_error": errors.ServiceUnavailable,
}


class AskSilently(Protocol):
    """MSAL's silent question: its answer, and its cache when that changed."""

    def __call__(
        self, session: StoredSession, *, claims: str | None, force: bool
    ) -> tuple[dict[str, Any], str | None]: ...


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An access token that needs no more questions until `good_until` (our clock)."""

    session: StoredSession
    secret: str = field(repr=False)
    good_until: float


class SessionTokens:
    """Single flight over threads and processes. `challenge`: the claims last asked for, unanswered."""

    def __init__(
        self,
        cache: SessionFile,
        ask: AskSilently,
        clock: Callable[[], float],
        consent_url: str,
    ) -> None:
        self._cache = cache
        self._ask = ask
        self._clock = clock
        self._consent_url = consent_url
        self._fresh: _Fresh | None = None
        self.challenge: str | None = None

    def token(self, claims: str | None = None, refused: str | None = None) -> str:
        """An access token. `refused`: the one that was just turned down; never that one again.

        Raises SignInNeeded (nobody, revoked, expired), Offline and the identity platform's refusals.
        """
        ready = self._ready(claims, refused)
        if ready is not None:
            return ready
        with self._cache.turn():
            # Another thread may have done it while we waited for our turn.
            return self._ready(claims, refused) or self._renewed(claims, refused)

    def start(self, session: StoredSession, answer: dict[str, Any]) -> None:
        """A new session, with the answer that opened it."""
        with self._cache.turn():
            self._cache.write(session)
            self.challenge = None
            self._keep(session, answer)

    def end(self) -> None:
        """Forgets the session and its tokens."""
        with self._cache.turn():
            self._fresh = self.challenge = None
            self._cache.erase()

    def _ready(self, claims: str | None, refused: str | None) -> str | None:
        fresh = self._fresh
        if fresh is None or (claims is not None and refused is None) or fresh.secret == refused:
            return None
        # `is not`: another process may have signed out, or in as somebody else.
        if fresh.session is not self._cache.read() or self._clock() >= fresh.good_until:
            return None
        return fresh.secret

    def _renewed(self, claims: str | None, refused: str | None) -> str:
        session = self._cache.read()
        if session is None:
            raise errors.SignInNeeded("nobody")
        if session.ended:
            raise errors.SignInNeeded("ended", claims=claims or self.challenge)
        answer, tokens = self._answer(session, claims, refused)
        if "access_token" not in answer:
            self._give_up(session, answer, claims)
        if tokens is not None:
            session = replace(session, tokens=tokens)
            self._cache.write(session)
        self._keep(session, answer)
        return str(answer["access_token"])

    def _answer(
        self, session: StoredSession, claims: str | None, refused: str | None
    ) -> tuple[dict[str, Any], str | None]:
        if claims is None or refused is not None:
            # Another process may have renewed it since it was refused here.
            answer, tokens = self._ask(session, claims=None, force=False)
            if refused is None or answer.get("access_token") != refused:
                return answer, tokens
        return self._ask(session, claims=claims, force=claims is None)

    def _give_up(self, session: StoredSession, answer: dict[str, Any], claims: str | None) -> None:
        """Raises why there is no token; remembers that the session ended when it has."""
        trouble = (
            trouble_of(answer, self._consent_url)
            if "error" in answer
            else errors.SignInNeeded("no refresh token")
        )
        if isinstance(trouble, errors.SignInNeeded):
            trouble.claims = self.challenge = trouble.claims or claims
            self._fresh = None
            self._cache.write(replace(session, ended=True))
        raise trouble

    def _keep(self, session: StoredSession, answer: dict[str, Any]) -> None:
        good_until = self._clock() + float(answer.get("expires_in", 0)) - _EARLY_S
        self._fresh = _Fresh(session, str(answer["access_token"]), good_until)


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


def check_claims(claims: dict[str, Any], expected: ExpectedClaims, now: float) -> None:
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


def trouble_of(answer: Mapping[str, Any], consent_url: str | None = None) -> errors.Trouble:
    """The trouble that a refusal stands for; raises UnexpectedAnswer for one nobody thought of."""
    number = aadsts(answer)
    detail = _detail(answer, number)
    kind = (
        _BY_NUMBER.get(number or 0)
        or _BY_SUBERROR.get(_suberror(answer))
        or _BY_ERROR.get(str(answer.get("error", "")))
    )
    if kind is None:
        raise UnexpectedAnswer("sign-in", 400, str(answer.get("error", "?")), detail)
    if kind is errors.ConsentMissing:
        return errors.ConsentMissing(consent_url, detail)
    if kind is errors.SignInNeeded:
        return errors.SignInNeeded(detail, claims=_text(answer.get("claims")))
    simple: Callable[[str], errors.Trouble] = kind
    return simple(detail)


def aadsts(answer: Mapping[str, Any]) -> int | None:
    """The number of the AADSTS code, from the list of codes or the head of the description."""
    codes = answer.get("error_codes")
    if isinstance(codes, list) and codes and isinstance(codes[0], int):
        return codes[0]
    found = re.match(r"AADSTS(\d+)", str(answer.get("error_description") or ""))
    return int(found[1]) if found else None


def _suberror(answer: Mapping[str, Any]) -> str:
    return str(answer.get("suberror") or answer.get("error_subcode") or "")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _detail(answer: Mapping[str, Any], number: int | None) -> str:
    # Never the description: it names people and applications in prose.
    code = f"AADSTS{number}" if number else str(answer.get("error", "?"))
    trace = _text(answer.get("trace_id")) or _text(answer.get("correlation_id"))
    return f"{code} {trace}" if trace else code
