"""Who signs in, and a sign-in under way: neither carries a secret when printed."""

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
class KnownAccount:
    """Who is signed in on this workstation, as the sealed session tells it without any network.

    `account` is None when nobody is; `ended` when Microsoft no longer accepts the session; `remembered`
    is False when it ends with this process, for want of a usable keyring.
    """

    account: Account | None = None
    ended: bool = False
    remembered: bool = True

    @property
    def is_usable(self) -> bool:
        """True when somebody is signed in, as far as is known here."""
        return self.account is not None and not self.ended


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """A sign-in under way: `url` goes to a browser, the browser ends at `redirect_uri`.

    `flow` is what redeems the answer (code verifier, state, nonce): it never leaves the process.
    """

    url: str = field(repr=False)
    redirect_uri: str
    host: str
    flow: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types on another device, and where."""

    user_code: str
    verification_uri: str
