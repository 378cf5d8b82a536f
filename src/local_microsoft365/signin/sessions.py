"""Sign-ins in a browser: each attempt under way, from the account's name to the answer, and the sessions after it.

A session is which accounts a cookie stands for, since when. Sessions last as long as the server.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.signin.authorize_request import AuthorizationAsked
from local_microsoft365.signin.grants import Device
from local_microsoft365.tokens import TokenBook

# The prefix makes browsers refuse the cookie unless it is Secure, for this host and every path.
COOKIE = "__Host-sp-session"
ATTEMPT_LIFE_S = 3600


@dataclass
class Session:
    """Accounts signed in by one browser, with the moment of each (seconds since 1970)."""

    id: str
    signed_in: dict[str, float] = field(default_factory=dict)


class Sessions:
    """The sessions of all browsers, each found by its cookie."""

    def __init__(self, tokens: TokenBook, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self._open: dict[str, Session] = {}

    def of(self, request: Request) -> Session:
        """The session of the browser that asks; a new, empty one when it has none."""
        known = self._open.get(request.cookies.get(COOKIE, ""))
        return known or Session(secrets.token_urlsafe(24))

    def is_signed_in(self, session: Session, user: User, fresh_since: float = 0.0) -> bool:
        """True when `user` need not type the password again."""
        since = session.signed_in.get(user.id)
        if since is None:
            return False
        return since >= self._tokens.sessions_ended_at(user) and since >= fresh_since

    def sign_in(self, session: Session, user: User) -> None:
        """Remembers that `user` proved who they are, now."""
        session.signed_in[user.id] = self._clock.now().timestamp()
        self._open[session.id] = session

    def close(self, session: Session) -> None:
        """Signs every account of that browser out."""
        self._open.pop(session.id, None)


def set_cookie(response: Response, session: Session) -> None:
    """Gives the browser its session, until it is closed."""
    if session.signed_in:
        response.set_cookie(COOKIE, session.id, secure=True, httponly=True, samesite="lax")


def clear_cookie(response: Response) -> None:
    """Makes the browser forget its session."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")


class Step(StrEnum):
    """What the person is asked now."""

    PICK = "pick"
    NAME = "name"
    PASSWORD = "password"  # noqa: S105 - a step, not a secret
    MFA = "mfa"
    CONSENT = "consent"
    BLOCKED = "blocked"
    DONE = "done"


@dataclass(frozen=True)
class AdminConsentAsked:
    """An administrator is asked to agree for the whole organisation."""

    tenant: str
    client_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    state: str | None


Purpose = AuthorizationAsked | AdminConsentAsked | Device


@dataclass
class Attempt:
    """One sign-in under way. `blocked_by` is the AADSTS number that ended it."""

    purpose: Purpose
    step: Step = Step.NAME
    user: User | None = None
    from_sample: bool = False  # the account was picked among the samples: its password is filled in
    blocked_by: int = 0
    id: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    until: float = 0.0

    @property
    def scopes(self) -> tuple[str, ...]:
        return self.purpose.scopes

    @property
    def client_id(self) -> str:
        return self.purpose.client_id

    @property
    def fresh_since(self) -> float:
        """A session older than this must type the password again."""
        asked = self.purpose
        return asked.claims.fresh_since if isinstance(asked, AuthorizationAsked) else 0.0

    def block(self, code: int) -> None:
        """Nothing more can be done on this page."""
        self.blocked_by = code
        self.step = Step.BLOCKED


class Attempts:
    """The attempts under way, forgotten after an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, Attempt] = {}

    def begin(self, purpose: Purpose) -> Attempt:
        now = self._clock.now().timestamp()
        self._open = {key: one for key, one in self._open.items() if one.until > now}
        attempt = Attempt(purpose, until=now + ATTEMPT_LIFE_S)
        self._open[attempt.id] = attempt
        return attempt

    def get(self, attempt_id: str) -> Attempt | None:
        attempt = self._open.get(attempt_id)
        return attempt if attempt and attempt.until > self._clock.now().timestamp() else None

    def end(self, attempt: Attempt) -> None:
        self._open.pop(attempt.id, None)
