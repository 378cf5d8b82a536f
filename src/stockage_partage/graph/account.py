"""Who signs in, and a sign-in under way: two facts that carry no secret when printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """A person of an organisation. `id` is stable; `username` is what a person recognises."""

    id: str
    username: str
    name: str
    tenant_id: str

    def is_known_as(self, expected: str) -> bool:
        """True when `expected` is this account's username (whatever its case) or its id."""
        return expected.casefold() == self.username.casefold() or expected == self.id


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way: `url` goes to a browser, the browser ends at `redirect_uri`.

    `flow` is what redeems the answer (code verifier, state, nonce): it never leaves the process.
    """

    url: str = field(repr=False)
    redirect_uri: str
    host: str
    flow: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types on another device. `expires_at` is in seconds since the epoch."""

    user_code: str
    verification_uri: str
    expires_at: float
