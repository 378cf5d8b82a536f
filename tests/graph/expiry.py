"""Makes the kept access tokens old, as an hour would."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from stockage_partage.graph.sign_in import Registration
from stockage_partage.graph.token_cache import Session, Vault


def kept(vault: Vault, registration: Registration) -> Session:
    """The session as it lies in its sealed file."""
    session = vault.of(registration.authority, registration.client_id).read()
    assert session is not None
    return session


def expire_access_tokens(vault: Vault, registration: Registration) -> None:
    """Only the refresh token is still good."""
    session = kept(vault, registration)
    tokens: dict[str, Any] = json.loads(session.tokens)
    for entry in tokens["AccessToken"].values():
        entry["expires_on"] = entry["extended_expires_on"] = "1000000000"
    cache = vault.of(registration.authority, registration.client_id)
    cache.write(replace(session, tokens=json.dumps(tokens)))


def secrets_of(session: Session) -> set[str]:
    """Every token in it."""
    tokens: dict[str, Any] = json.loads(session.tokens)
    return {
        entry["secret"]
        for kind in ("AccessToken", "RefreshToken", "IdToken")
        for entry in tokens[kind].values()
    }
