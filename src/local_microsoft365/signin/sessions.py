"""Browser sessions: which accounts a cookie stands for, since when. They last as long as the server."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.tokens import TokenBook

# The prefix makes browsers refuse the cookie unless it is Secure, for this host and every path.
COOKIE = "__Host-sp-session"


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
