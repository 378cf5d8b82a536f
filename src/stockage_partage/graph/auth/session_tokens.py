"""Access tokens of the session: handed out at once while they last, renewed by one asker at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from stockage_partage import errors
from stockage_partage.graph.auth.auth_errors import trouble_of

if TYPE_CHECKING:
    from stockage_partage.graph.auth.session_store import SessionFile, StoredSession

_EARLY_S = 300.0  # MSAL too counts a token with less than five minutes left as expired


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
