"""Sign-ins under way: one attempt per browser page, from the account's name to the answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.signin.authorize_request import AuthorizationAsked
from local_microsoft365.signin.devices import Device

LIFE_S = 3600


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
        attempt = Attempt(purpose, until=now + LIFE_S)
        self._open[attempt.id] = attempt
        return attempt

    def get(self, attempt_id: str) -> Attempt | None:
        attempt = self._open.get(attempt_id)
        return attempt if attempt and attempt.until > self._clock.now().timestamp() else None

    def end(self, attempt: Attempt) -> None:
        self._open.pop(attempt.id, None)
