"""Everything the sign-in service needs at hand, built once per server."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_microsoft365.addresses import Addresses
from local_microsoft365.clock import Clock
from local_microsoft365.people import People, User
from local_microsoft365.signin.grants import Codes, Devices, Grant, RefreshTokens
from local_microsoft365.signin.registration import Consents, Registration
from local_microsoft365.signin.sessions import Attempts, Sessions
from local_microsoft365.tokens import TokenBook

# Words that may stand for the tenant in an address, beside its id and its domain.
ANY_TENANT = frozenset({"common", "organizations"})


@dataclass(frozen=True)
class IdentityProvider:
    """The sign-in service's state and rules."""

    people: People
    addresses: Addresses
    clock: Clock
    tokens: TokenBook
    registration: Registration
    consents: Consents
    sessions: Sessions
    codes: Codes
    refresh: RefreshTokens
    devices: Devices
    attempts: Attempts

    @classmethod
    def opened(
        cls,
        folder: Path,
        people: People,
        addresses: Addresses,
        clock: Clock,
        tokens: TokenBook,
        device_interval_s: int,
    ) -> IdentityProvider:
        return cls(
            people=people,
            addresses=addresses,
            clock=clock,
            tokens=tokens,
            registration=Registration.of(addresses),
            consents=Consents(folder),
            sessions=Sessions(tokens, clock),
            codes=Codes(clock),
            refresh=RefreshTokens(folder, people, tokens, clock),
            devices=Devices(clock, device_interval_s),
            attempts=Attempts(clock),
        )

    @property
    def issuer(self) -> str:
        return f"{self.addresses.login}/{self.people.tenant.id}/v2.0"

    def knows_tenant(self, segment: str) -> bool:
        """True for the tenant's id, its domain, `organizations` and `common`."""
        tenant = self.people.tenant
        return segment.lower() in ANY_TENANT | {tenant.id, tenant.domain}

    def client_info(self, user: User) -> str:
        """Tells MSAL which account signed in: base64url JSON of the two ids."""
        text = json.dumps({"uid": user.id, "utid": self.people.tenant.id})
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()

    def token_answer(self, grant: Grant) -> dict[str, Any]:
        """The token endpoint's success body: Entra echoes the scopes in the form they were asked."""
        asked = [scope for scope in grant.scopes if scope != "offline_access"]
        life = self.tokens.access_life
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(
                asked + [s for s in ("openid", "profile", "email") if s not in asked]
            ),
            "expires_in": life,
            "ext_expires_in": life,
            "access_token": self.tokens.access_token(
                grant.user, grant.client_id, grant.scopes, self.issuer, **grant.claims.in_token()
            ),
            "client_info": self.client_info(grant.user),
        }
        if "offline_access" in grant.scopes:
            answer["refresh_token"] = self.refresh.issue(grant)
        if "openid" in grant.scopes:
            answer["id_token"] = self.tokens.id_token(
                grant.user, grant.client_id, self.issuer, grant.nonce
            )
        return answer
